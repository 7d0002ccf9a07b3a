"""Who may sign in, as what, and where they are signed in."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from console.api.accounts import list_accounts, list_sessions, show_account
from console.pages.admin.section import whole_and_part
from console.pages.asking import ask
from console.pages.page import Visit
from console.people.password import LONGEST, SHORTEST
from console.role import Role
from records.database import reading
from staff.agent import agents

ROLES: Final = get_args(Role)


def _people(visit: Visit) -> Mapping[str, Any]:
    accounts = ask(visit, list_accounts).items
    return {"accounts": accounts, "roles": ROLES, **_agents(visit, {each.agent_id for each in accounts}),
            **_lengths()}  # fmt: skip


def _person(visit: Visit) -> Mapping[str, Any]:
    account = ask(visit, show_account, account=visit.path["account"])
    sessions = ask(visit, list_sessions, account=account.id).items
    taken = {each.agent_id for each in ask(visit, list_accounts).items} - {account.agent_id}
    return {"account": account, "sessions": sessions, "roles": ROLES, **_agents(visit, taken), **_lengths()}


def _agents(visit: Visit, taken: set[str | None]) -> Mapping[str, Any]:
    """Those who have no account yet."""
    with reading(visit.board.database) as session:
        return {"free_agents": [each for each in agents(session) if each.id not in taken]}


def _lengths() -> Mapping[str, Any]:
    return {"shortest": SHORTEST, "longest": LONGEST}


PAGES = (
    *whole_and_part("people", _people),
    *whole_and_part("people", _person, path="people/<account>", template="person"),
)
