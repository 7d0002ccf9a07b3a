"""What is asked before something is done: each a small form in a dialogue, with what one must see to fill it in."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from console.api.agents import AgentsQuery, list_agents
from console.api.cases import show_case
from console.api.goodwill_budgets import show_goodwill_budget, show_goodwill_rules
from console.api.precedents import PrecedentsQuery, show_precedents
from console.pages.asking import ask
from console.pages.desk.own_callback import own_callback
from console.pages.desk.present import Present, present
from console.pages.desk.shared_number import who_of_them
from console.pages.page import NotThere, Shown, Visit
from console.pages.wording import words
from records.call_record import CallRecord, call_record
from records.database import reading

REJECTIONS: Final = ("paperwork", "not_my_subject", "not_this_caller", "other")
"""As a telephone's keys name them."""
WANTS: Final = ("any", "buddy", "peer", "lead", "callback")
MOST_AGENTS: Final = 200
PROMISED: Final = ("callback", "update", "delivery", "visit", "payment", "decision")


def asks(visit: Visit) -> Shown:
    """Raises NotThere for what nobody asks at a desk."""
    what = visit.path["what"]
    here, shows = present(visit), ASKS.get(what)
    if shows is None:
        raise NotThere
    record = _record(visit, here)
    return {"here": here, "what": what, "record": record, **shows(visit, here, record)}


def precedents(visit: Visit) -> Shown:
    """How the same was decided before, for the kind that is chosen."""
    rules = ask(visit, show_goodwill_rules)
    if visit.query.get("kind") not in {kind.kind for kind in rules.kinds}:
        return {"found": None}
    told = " ".join(f"{fact}:{value}" for fact in rules.facts if (value := visit.query.get(f"facts.{fact}")))
    case = visit.query.get("case_number") or "0"
    query = PrecedentsQuery.model_validate({"case": case, "kind": visit.query["kind"], "facts": told})
    return {"found": ask(visit, show_precedents, query)}


def _nothing(visit: Visit, here: Present, record: CallRecord | None) -> Mapping[str, Any]:
    return {}


def _reject(visit: Visit, here: Present, record: CallRecord | None) -> Mapping[str, Any]:
    return {"rejections": REJECTIONS}


def _transfer(visit: Visit, here: Present, record: CallRecord | None) -> Mapping[str, Any]:
    """Everybody but oneself: those who could come first."""
    found = ask(visit, list_agents, AgentsQuery.model_validate({"limit": MOST_AGENTS})).items
    free_first = sorted((one for one in found if one.id != here.agent.id), key=lambda one: one.state != "ready")
    return {"colleagues": free_first, "queues": tuple(visit.board.policy.queues)}


def _escalate(visit: Visit, here: Present, record: CallRecord | None) -> Mapping[str, Any]:
    return {"wants": WANTS}


def _case(visit: Visit, here: Present, record: CallRecord | None) -> Mapping[str, Any]:
    number = record.case_number if record else None
    return {"case": ask(visit, show_case, case=number) if number else None, "reasons": visit.board.care.reasons}


def _promise(visit: Visit, here: Present, record: CallRecord | None) -> Mapping[str, Any]:
    return {"kinds": PROMISED}


def _callback(visit: Visit, here: Present, record: CallRecord | None) -> Mapping[str, Any]:
    return own_callback(visit, here)


def _whose(visit: Visit, here: Present, record: CallRecord | None) -> Mapping[str, Any]:
    return who_of_them(visit, record)


def _goodwill(visit: Visit, here: Present, record: CallRecord | None) -> Mapping[str, Any]:
    return {
        "rules": ask(visit, show_goodwill_rules),
        "budget": ask(visit, show_goodwill_budget, agent=here.agent.id),
        "fact_word": partial(_fact_word, visit.viewer.language),
    }


def _fact_word(language: str, name: str) -> str:
    """Centres name facts and their values as they like; for the usual ones there are words."""
    return words(language).get(f"desk.fact_{name}", name)


Shows = Callable[[Visit, Present, CallRecord | None], Mapping[str, Any]]
ASKS: Final[Mapping[str, Shows]] = MappingProxyType(
    {
        "reject": _reject,
        "transfer": _transfer,
        "escalate": _escalate,
        "hand": _nothing,
        "note": _nothing,
        "keypad": _nothing,
        "promise": _promise,
        "case": _case,
        "callback": _callback,
        "whose": _whose,
        "goodwill": _goodwill,
    }
)


def _record(visit: Visit, here: Present) -> CallRecord | None:
    if here.call is None:
        return None
    with reading(visit.board.database) as session:
        return call_record(session, here.call)
