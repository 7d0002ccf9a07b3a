"""What an agent owes: calls they promised, promises, cases that lack what comes next, cases they are asked to own; and
what they should learn of."""

from typing import Any, Final

from console.api.callbacks import list_callbacks
from console.api.callbacks_found import CallbacksQuery
from console.api.cases import CasesQuery, list_cases
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
        "unwritten": ask(visit, list_cases, unwritten).items,
        "asked_to_own": offers,
        "names": _names(visit, {offer.by_agent for offer in offers}),
        "notices": ask(visit, list_notices, notices, agent=agent).items,
    }


def _names(visit: Visit, agents: set[str]) -> dict[str, str]:
    with reading(visit.board.database) as session:
        return names_of(session, agents)
