"""Who may sign in to the demo's pages: everybody who works there, with one click and no password."""

from datetime import datetime

from sqlalchemy.orm import Session

from console.people.account import Account
from staff.agent import agents

ROLES = {"agent": "agent", "lead": "lead", "manager": "lead", "ops": "ops", "admin": "admin"}
NOT_AN_AGENT = (("ops", "Operasyon", "ops"), ("admin", "Yönetici", "admin"), ("izleyen", "İzleyen", "read_only"))


def everybody_may_sign_in(session: Session, now: datetime) -> None:
    """Done again it changes nothing. Nobody has a password: `/in/<login>` is the demo's alone."""
    for agent in agents(session):
        role = ROLES.get(agent.role, "agent")
        _may_sign_in(session, Account(id=agent.id, login=agent.id, name=agent.name, role=role, agent_id=agent.id,
                                      made_at=now))  # fmt: skip
    for login, name, role in NOT_AN_AGENT:
        _may_sign_in(session, Account(id=login, login=login, name=name, role=role, made_at=now))


def _may_sign_in(session: Session, account: Account) -> None:
    if session.get(Account, account.id) is None:
        session.add(account)
