"""Of a case, what a colleague is told who takes it up: what we promised, what was tried, what its agent did right."""

from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.authority_mark import AuthorityMark
from cases.case import Case
from cases.case_note import notes_of
from cases.case_task import tasks_of
from cases.civil_day import ZONE
from cases.goodwill import Goodwill, goodwills
from cases.promise import OURS, Promise, promises_of
from escalations.board import EscalationBoard
from hours.bilingual import Bilingual
from records.call_record import SIDE, CallRow
from staff.agent import names_of

MOST: Final = 5
"""Of each kind: who has seconds reads no list."""
WITHDRAWN: Final = "withdrawn"

Told = dict[str, Any]


def promises_told(session: Session, case_number: str | None) -> list[Told]:
    """What we owe: broken and not made good first, then what is open, the next due first."""
    ours = [one for one in promises_of(session, case_number or "") if one.party == OURS and _is_owed(one)]
    names = names_of(session, [one.by_agent for one in ours if one.by_agent])
    ordered = sorted(ours, key=lambda one: (one.status != "broken", one.due_at))
    return [
        {"what": one.what, "kind": one.kind, "status": one.status, "by": names.get(one.by_agent or ""),
         "due_at": one.due_at.astimezone(ZONE).isoformat("T", "minutes")}
        for one in ordered[:MOST]
    ]  # fmt: skip


def calls_about(session: Session, call: str | None, case_number: str | None) -> int:
    """How many conversations there were about it, this one included."""
    if case_number is None:
        return 1
    about = select(func.count()).where(
        CallRow.case_number == case_number, CallRow.answered_at.is_not(None), CallRow.direction != SIDE
    )
    this = select(CallRow.sid).where(CallRow.sid == call, CallRow.case_number == case_number)
    known = session.scalars(this.where(CallRow.answered_at.is_not(None))).first() is not None
    return (session.scalar(about) or 0) + (0 if known else 1)


def tried(board: EscalationBoard, session: Session, case_number: str | None) -> list[Told]:
    """What was noted, given and done, the latest first."""
    number = case_number or ""
    found = [*_notes(session, number), *_given(board, session, number), *_tasks(board, session, number)]
    found.sort(key=lambda one: str(one["at"]), reverse=True)
    return found[:MOST]


def right_told(session: Session, case_number: str | None, agent_id: str) -> list[Told]:
    """What this agent did well on it, as the records show. There is always one: they are still with the caller."""
    name = names_of(session, [agent_id]).get(agent_id, agent_id)
    found = _right(session, case_number, agent_id) if case_number else {}
    return [{"what": what, "agent": name, "count": count} for what, count in {**found, "stayed": 1}.items() if count]


def _right(session: Session, number: str, agent_id: str) -> dict[str, int]:
    case, given = session.get(Case, number), goodwills(session, limit=50, case_number=number, agent_id=agent_id)
    kept = [one for one in promises_of(session, number) if one.by_agent == agent_id and one.status == "kept"]
    praised = select(func.count()).where(
        AuthorityMark.agent_id == agent_id,
        AuthorityMark.kind == "recognition",
        AuthorityMark.goodwill_id.in_([one.id for one in given]),
    )
    return {
        "recognised": session.scalar(praised) or 0,
        "kept": len(kept),
        "within": sum(1 for one in given if one.status == "granted" and one.why_asked is None),
        "asked": sum(1 for one in given if one.why_asked is not None),
        "noted": sum(1 for one in notes_of(session, number) if one.who in (agent_id, f"agent:{agent_id}")),
        "owns": int(case is not None and case.owner_id == agent_id),
    }


def _is_owed(promise: Promise) -> bool:
    return promise.status == "open" or (promise.status == "broken" and promise.made_good_at is None)


def _notes(session: Session, number: str) -> list[Told]:
    notes = notes_of(session, number)[-MOST:]
    names = names_of(session, [_person(one.who) for one in notes])
    return [{"kind": "note", "what": one.text, "who": names.get(_person(one.who), one.who),
             "at": one.at.astimezone(ZONE).isoformat("T", "minutes")} for one in notes]  # fmt: skip


def _given(board: EscalationBoard, session: Session, number: str) -> list[Told]:
    return [_goodwill(board, one) for one in goodwills(session, limit=MOST, case_number=number)]


def _goodwill(board: EscalationBoard, one: Goodwill) -> Told:
    known = board.care.goodwill.kinds.get(one.kind)
    words = known.words if known else Bilingual(tr=one.kind, en=one.kind)
    return {"kind": f"goodwill_{one.status}", "what": one.kind, "tr": words.tr, "en": words.en, "kurus": one.kurus,
            "who": one.agent_id, "at": one.asked_at.astimezone(ZONE).isoformat("T", "minutes")}  # fmt: skip


def _tasks(board: EscalationBoard, session: Session, number: str) -> list[Told]:
    """What departments did for it, or are at."""
    tasks = [one for one in tasks_of(session, number) if one.status != WITHDRAWN][-MOST:]
    told = []
    for one in tasks:
        known = board.care.departments.get(one.department)
        words = known.words if known else Bilingual(tr=one.department, en=one.department)
        at = one.ended_at or one.opened_at
        told.append({"kind": f"task_{one.status}", "what": one.outcome or one.what, "tr": words.tr, "en": words.en,
                     "who": one.opened_by, "at": at.astimezone(ZONE).isoformat("T", "minutes")})  # fmt: skip
    return told


def _person(who: str) -> str:
    return who.removeprefix("agent:")
