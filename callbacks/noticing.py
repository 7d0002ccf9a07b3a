"""Which events somebody should learn of who was not there: the lead of RONA, the owner of a caller they missed."""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy.orm import Session

from callbacks.dialler.floor_name import is_callback
from records.call_record import CallRecord
from records.journal import Event, events_of
from staff.agent import agent
from staff.notice import Kind, Notice

NOTICED: Final = frozenset({"offer_failed", "answered", "ended", "diverted", "wrap_up_forced", "wrap_up_overdue"})
"""Kinds of events that may be somebody's notice: looked at before anything is read."""


def notices_of(session: Session, event: Event, record: CallRecord | None) -> Iterator[Notice]:
    """`record` is the event's call as it stands. The same event again gives the same notices."""
    match event.kind:
        case "offer_failed" if event.data.get("why") == "no_answer":
            yield from _to_the_lead(session, event, record, kind="rona", key="notice_rona")
        case "wrap_up_overdue":
            yield from _to_the_lead(session, event, record, kind="overdue_wrap_up", key="notice_overdue_wrap_up")
        case "wrap_up_forced" if event.agent:
            yield _notice(event, record, event.agent, kind="forced_wrap_up", key="notice_forced_wrap_up")
        case "answered" | "ended" | "diverted" if (
            record is not None and record.owner_id and not is_callback(event.call)
        ):
            yield from _to_the_owner(session, event, record, record.owner_id)


def _to_the_lead(
    session: Session, event: Event, record: CallRecord | None, *, kind: Kind, key: str
) -> Iterator[Notice]:
    """Nobody, where no lead is named."""
    known = agent(session, event.agent) if event.agent else None
    if known is not None and known.lead_id:
        yield _notice(event, record, known.lead_id, kind=kind, key=key, agent=known.id)


def _to_the_owner(session: Session, event: Event, record: CallRecord, owner: str) -> Iterator[Notice]:
    """The owner knows what they talked about and what they declined; all else they learn of."""
    if event.kind == "answered" and event.agent == owner:
        return
    if event.kind == "ended" and (record.answered_at is not None or record.waiting_at is None):
        return
    story = events_of(session, record.sid)
    if _declined(story, owner) or (event.kind == "ended" and any(one.kind == "callback_promised" for one in story)):
        return
    yield _missed(event, record, owner, story)


def _missed(event: Event, record: CallRecord, owner: str, story: Sequence[Event]) -> Notice:
    match event.kind:
        case "answered" if _step(event, record, story) == "stand_in":
            return _notice(event, record, owner, kind="stand_in", key="notice_stand_in", agent=event.agent or "")
        case "answered":
            key, args = "answered", {"agent": event.agent or ""}
        case "diverted":
            key, args = "diverted", {"to": str(event.data.get("to", "")).partition(":")[2]}
        case _:
            waited = (event.at - (record.waiting_at or event.at)).total_seconds()
            key, args = "gave_up", {"seconds": f"{waited:.0f}"}
    return _notice(event, record, owner, kind="missed_sticky_call", key=f"notice_missed_sticky_call_{key}", **args)


def _notice(event: Event, record: CallRecord | None, whom: str, *, kind: Kind, key: str, **args: str) -> Notice:
    case = record.case_number if record else None
    return Notice(
        id=f"{event.id}:{whom}",
        agent_id=whom,
        kind=kind,
        key=key,
        args=args,
        call=event.call,
        case_number=case,
        at=event.at,
    )


def _declined(story: Sequence[Event], owner: str) -> bool:
    return any(one.kind == "offer_failed" and one.agent == owner and one.data.get("why") == "rejected" for one in story)


def _step(event: Event, record: CallRecord, story: Sequence[Event]) -> str:
    """Why whoever answered had been asked: the step of the plan their offer came of."""
    offered = [one for one in story if one.kind == "offered" and one.reservation == event.reservation]
    number = offered[-1].data.get("step") if offered else None
    steps = record.plan or []
    row = steps[number - 1] if isinstance(number, int) and 0 < number <= len(steps) else None
    return str(row[2]) if isinstance(row, list) and len(row) > 2 else ""
