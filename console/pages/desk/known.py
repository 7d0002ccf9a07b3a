"""What we know of whoever calls: customer, case, what is promised and may be given; and how it came to this."""

from typing import Any, Final

from console.api.case_story import show_timeline
from console.api.cases import CasesQuery, list_cases, show_case
from console.api.customers import show_customer
from console.api.entitlements import list_entitlements
from console.api.explanation import ExplanationQuery, show_explanation
from console.api.goodwill_budgets import show_goodwill_budget
from console.api.promise_shown import PromiseOnTheClock
from console.api.promises import list_promises
from console.pages.asking import ask, looked_at
from console.pages.desk.present import Present, present
from console.pages.desk.shared_number import sharing, whose_of
from console.pages.page import Shown, Visit
from records.call_record import CallRecord, call_record
from records.database import reading
from staff.agent import names_of

MOST_OF_STORY: Final = 40
"""The newest entries of a case that are shown at once."""

TOLD: Final = (
    "opened", "closed", "owner", "call", "note", "loss", "thanks", "voicemail", "recorded",
    "promise_made", "promise_kept", "promise_broken", "promise_released",
    "message_written", "message_received",
    "task_given", "task_done", "task_withdrawn",
    "goodwill_asked", "goodwill_granted", "goodwill_declined", "goodwill_taken_back",
    "final_answer", "final_answer_appealed", "final_answer_upheld", "final_answer_changed",
)  # fmt: skip
"""What happens in a case, as its story names it."""


def known(visit: Visit) -> Shown:
    here = present(visit)
    return {"here": here, **seen_of_caller(visit, here)}


def story(visit: Visit) -> Shown:
    here = present(visit)
    return {"here": here, **seen_of_story(visit, here)}


def seen_of_caller(visit: Visit, here: Present) -> dict[str, Any]:
    record = _record(visit, here)
    if record is None:
        return {"record": None}
    case = ask(visit, show_case, case=record.case_number) if record.case_number else None
    whose = whose_of(record, case)
    looked_at(visit, customer=whose, case=record.case_number, call=record.sid)
    return {
        "record": record,
        "case": case,
        "owner": _name(visit, case.owner_id if case else None),
        "customer": ask(visit, show_customer, customer=whose) if whose else None,
        "sharing": sharing(visit, record, case),
        "others": _other_cases(visit, record, whose) if whose else (),
        "bought": ask(visit, list_entitlements, customer=whose).items if whose else (),
        "promises": _owed(visit, record.case_number) if record.case_number else (),
        "budget": ask(visit, show_goodwill_budget, agent=here.agent.id),
        "reasons": visit.board.care.reasons,
    }


def seen_of_story(visit: Visit, here: Present) -> dict[str, Any]:
    """The case's story, the newest first, and how the call came to this agent."""
    record = _record(visit, here)
    if record is None:
        return {"entries": (), "sentences": (), "names": {}, "words": {}}
    entries = ask(visit, show_timeline, case=record.case_number).items if record.case_number else ()
    newest = tuple(reversed(entries))[:MOST_OF_STORY]
    query = ExplanationQuery(language="en" if visit.viewer.language == "en" else "tr")
    with reading(visit.board.database) as session:
        names = names_of(session, {entry.who for entry in newest if entry.who})
    return {
        "entries": newest,
        "names": names,
        "words": {entry.kind: _word(entry.kind) for entry in newest},
        "sentences": ask(visit, show_explanation, query, call=record.sid).sentences,
    }


def _word(kind: str) -> str:
    """What happened, in words; the rest are told by what people wrote."""
    return f"desk.story_{kind}" if kind in TOLD else "desk.story_other"


def _record(visit: Visit, here: Present) -> CallRecord | None:
    if here.call is None:
        return None
    with reading(visit.board.database) as session:
        return call_record(session, here.call)


def _owed(visit: Visit, case_number: str) -> tuple[PromiseOnTheClock, ...]:
    """What is open, and what was broken and not made good; the rest is told by the story."""
    items = ask(visit, list_promises, case=case_number).items
    return tuple(one for one in items if one.status == "open" or (one.status == "broken" and not one.made_good_at))


def _other_cases(visit: Visit, record: CallRecord, whose: str) -> tuple[Any, ...]:
    query = CasesQuery.model_validate({"customer": whose, "status": "open", "limit": 6})
    return tuple(case for case in ask(visit, list_cases, query).items if case.number != record.case_number)


def _name(visit: Visit, agent_id: str | None) -> str | None:
    if agent_id is None:
        return None
    with reading(visit.board.database) as session:
        return names_of(session, [agent_id]).get(agent_id, agent_id)
