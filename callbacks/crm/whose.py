"""Which of our agents the CRM means."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from callbacks.crm.crm import CrmOwner
from staff.agent import Agent


def agent_meant(session: Session, owner: CrmOwner, owners: Mapping[str, str]) -> str | None:
    """By the centre's own list, else by e-mail, else by id; nobody who does not work here."""
    listed = owners.get(owner.id.casefold()) or owners.get(owner.email.casefold())
    if listed is not None:
        return _here(session, listed)
    return _with_email(session, owner.email) or _here(session, owner.id)


def _here(session: Session, agent_id: str) -> str | None:
    chosen = select(Agent.id).where(Agent.id == agent_id, Agent.active)
    return session.scalar(chosen) if agent_id else None


def _with_email(session: Session, email: str) -> str | None:
    if not email:
        return None
    found = session.scalars(
        select(Agent.id).where(Agent.active, func.lower(Agent.email) == email.lower()).limit(2)
    ).all()
    return found[0] if len(found) == 1 else None
