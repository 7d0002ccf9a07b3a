"""What an agent owes: calls they promised, promises, cases that lack what comes next, cases they are asked to own; and
what they should learn of."""

from typing import Any, Final

from console.api.briefings import list_briefings_of_agent
from console.api.callbacks import list_callbacks
from console.api.callbacks_found import CallbacksQuery
from console.api.cases import CaseShown, CasesQuery, list_cases
from console.api.notices import NoticesQuery, list_notices
from console.api.ownership_offers import list_offers_to_agent
from console.api.promises import PromisesQuery, list_all_promises
from console.pages.asking import ask
from console.pages.desk.present import Present, present
from console.pages.page import Shown, Visit
from records.database import reading
from staff.agent import names_of

MOST: Final = 30


def mine(visit: Visit) -> Shown:
    here = present(visit)
    return {"here": here, **seen_of_mine(visit, here)}


def seen_of_mine(visit: Visit, here: Present) -> dict[str, Any]:
    agent = here.agent.id
    callbacks = CallbacksQuery.model_validate({"agent": agent, "state": "open", "limit": MOST})
    promises = PromisesQuery.model_validate({"agent": agent, "status": "open", "limit": MOST})
    unwritten = CasesQuery.model_validate({"owner": agent, "wrap_up_missing": True, "limit": MOST})
    notices = NoticesQuery.model_validate({"unseen": True, "limit": MOST})
    offers = ask(visit, list_offers_to_agent, agent=agent).items
    return {
        "callbacks": ask(visit, list_callbacks, callbacks).items,
        "promises_of_mine": ask(visit, list_all_promises, promises).items,
        "unwritten": tuple(case for case in ask(visit, list_cases, unwritten).items if not _is_here(here, case)),
        "asked_to_own": offers,
        "to_read": tuple(
            one for one in ask(visit, list_briefings_of_agent, agent=agent).items if not one.acknowledged_at
        ),
        "who_ask": _names(visit, {offer.by_agent for offer in offers}),
        "notices": ask(visit, list_notices, notices, agent=agent).items,
    }


def _is_here(here: Present, case: CaseShown) -> bool:
    """Whether they are in the very conversation that opened it."""
    return here.call is not None and case.opened_by_call == here.call


def _names(visit: Visit, agents: set[str]) -> dict[str, str]:
    with reading(visit.board.database) as session:
        return names_of(session, agents)
