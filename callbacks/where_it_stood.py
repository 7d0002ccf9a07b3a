"""Where a live call stood when the floor was lost, as its record and its journal tell."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from records.call_record import SIDE, CallRecord
from records.journal import Event
from routing.plan import Plan
from routing.step import Step
from telephony.attempt import Attempt

SETTLED_BY_THEM: Final = frozenset({"rejected", "no_answer", "busy", "failed", "unreachable", "dropped"})
"""How an offer ends of which whoever was rung, or could not be, knows."""


def plan_since(record: CallRecord, story: Sequence[Event]) -> datetime | None:
    """When the plan that holds now began: a caller may have been given another one since they came."""
    told = [event.at for event in story if event.kind == "waiting"]
    return max(told) if told else record.waiting_at


def boost_seconds(story: Sequence[Event]) -> float:
    """Seconds the caller was put forward by, as the floor told when they began to wait."""
    waits = [event.data for event in story if event.kind == "waiting"]
    place, score = (waits[-1].get("place_at"), waits[-1].get("score")) if waits else (None, None)
    return (place - score) / 1000 if isinstance(place, int | float) and isinstance(score, int | float) else 0


def plan_in(record: CallRecord) -> Plan | None:
    """None when the record has none, or one that cannot be read: a rebuild must not fail for one call."""
    try:
        steps = tuple(_step(row) for row in record.plan or ())
    except (TypeError, ValueError):
        return None
    once = record.direction == SIDE
    return Plan(steps=steps, queue=record.queue or "", owner=record.owner_id, asked_once=once) if steps else None


def _step(row: Any) -> Step:
    after, line, why = row
    return Step(after_seconds=float(after) / 1000, line=str(line), why=str(why))


def last_reservation(story: Sequence[Event]) -> tuple[str, str]:
    """Of a conversation its reservation and the agent's leg."""
    accepted = [event for event in story if event.kind in ("accepted", "answered") and event.reservation]
    told = [event for event in story if event.kind in ("rang", "accepted")]
    legs = {event.reservation: str(event.data.get("leg", "")) for event in told}
    if not accepted:
        return "", ""
    last = accepted[-1].reservation
    return last or "", legs.get(last, "")


def agent_stands_in_the_room(record: CallRecord, story: Sequence[Event]) -> bool:
    """An agent pressed 1 and the caller is not there yet."""
    accepted = {event.reservation for event in story if event.kind == "accepted"}
    settled = {event.reservation for event in story if event.kind in ("offer_failed", "answered")}
    return record.stage == "reserved" and record.agent_id is not None and bool(accepted - settled)


def refused_by(record: CallRecord, story: Sequence[Event]) -> frozenset[str]:
    """Who rejected this caller: they are never offered the call again. Of a call for which everybody is asked once,
    whoever was asked."""
    ends = SETTLED_BY_THEM if record.direction == SIDE else {"rejected"}
    refusals = (event for event in story if event.kind == "offer_failed" and event.data.get("why") in ends)
    return frozenset(event.agent for event in refusals if event.agent)


def ringing_for(record: CallRecord, story: Sequence[Event], ringing: Iterable[Attempt]) -> Attempt | None:
    """The newest leg that rings for this call, may be ringing, or was answered, and that nobody has given up or
    accepted yet.

    Whether a key was pressed since may have been lost with the stream; who stands in the room has pressed it.
    """
    settled = {event.reservation for event in story if event.kind in ("offer_failed", "accepted")}
    legs = [attempt for attempt in ringing if attempt.posted_at is not None and attempt.subject not in settled]
    wanted = [leg for leg in legs if leg.call in (record.sid, came_from(leg.subject, story) or record.sid)]
    return wanted[-1] if wanted else None


def came_from(reservation: str, story: Sequence[Event]) -> str:
    """The callback this offer was for until its customer rang in; empty: none. Its agent may stand in that room."""
    told = [str(event.data["came_from"]) for event in story if event.reservation == reservation and _comes(event)]
    return told[-1] if told else ""


def _comes(event: Event) -> bool:
    return event.kind in ("offered", "accepted") and "came_from" in event.data


def step_of(reservation: str, story: Sequence[Event]) -> int:
    """Which step of the plan the offer came of; the first where we were not told."""
    steps = [event.data.get("step") for event in story if event.kind == "offered" and event.reservation == reservation]
    return steps[-1] if steps and isinstance(steps[-1], int) else 1
