"""A call that was, as the journal has it: who called, what they answered to which question, and where it led."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.identification import Caller
from ivr.language.move import Heard, Outcome
from ivr.retelling.known_caller import caller_again
from records.journal import Event, EventRow, events_of_calls

AT_ONCE: Final = 200
"""Calls read together."""
UNTOLD: Final = (LookupError, TypeError, ValueError, AttributeError)
"""What an event says that was written before calls could be told again."""


@dataclass(frozen=True, kw_only=True)
class PastAnswer:
    """`heard` is None where the answer was secret."""

    at: str
    moment: datetime
    heard: Heard | None


@dataclass(frozen=True, kw_only=True)
class PastOutcome:
    at: str
    outcome: Outcome
    changed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PastCall:
    """`end` is None where the caller hung up in the flow; then `left_at` is where."""

    call: str
    at: datetime
    number: str
    caller: Caller
    language: str
    flow: str
    release: str
    answers: tuple[PastAnswer, ...]
    outcomes: tuple[PastOutcome, ...]
    nodes: tuple[str, ...]
    end: str | None

    def passed(self, flow: str) -> bool:
        return any(node.startswith(f"{flow}.") for node in self.nodes)


def past_calls(session: Session, *, since: datetime, until: datetime, most: int) -> Iterator[PastCall]:
    """Calls that arrived in [since, until), the newest first; those the journal tells too little of are left out."""
    arrived = select(EventRow.call).where(EventRow.kind == "arrived", EventRow.at >= since, EventRow.at < until)
    calls = [call for call in session.scalars(arrived.order_by(EventRow.at.desc()).limit(most)) if call]
    for first in range(0, len(calls), AT_ONCE):
        journals = events_of_calls(session, calls[first : first + AT_ONCE])
        for call in calls[first : first + AT_ONCE]:
            if (past := _past(call, journals.get(call, []))) is not None:
                yield past


def _past(call: str, events: Sequence[Event]) -> PastCall | None:
    arrived = next((event for event in events if event.kind == "arrived"), None)
    turns = _first_part(sorted((event for event in events if event.kind == "visited"), key=lambda event: event.at))
    if arrived is None or not turns:
        return None
    data = arrived.data
    try:
        return PastCall(
            call=call,
            at=arrived.at,
            number=data["to"],
            caller=caller_again(data, arrived.at),
            language=data["language"],
            flow=data["flow"],
            release=data["release"],
            answers=tuple(_answer(turn) for turn in turns if "at" in turn.data),
            outcomes=tuple(_outcome(one) for turn in turns for one in turn.data.get("outcomes", ())),
            nodes=tuple(node for turn in turns for node in turn.data["nodes"]),
            end=turns[-1].data.get("end"),
        )
    except UNTOLD:
        return None


def _first_part(turns: Sequence[Event]) -> list[Event]:
    """From the beginning until the flow led somewhere. Whoever was led back to the start began again."""
    part: list[Event] = []
    for turn in turns:
        part = [*part, turn] if "at" in turn.data else [turn]
        if "end" in turn.data:
            break
    return part if part and "at" not in part[0].data else []


def _answer(turn: Event) -> PastAnswer:
    data = turn.data
    words = {name: data[name] for name in ("digits", "speech", "confidence") if name in data}
    return PastAnswer(at=data["at"], moment=turn.at, heard=None if data.get("secret") else Heard(**words))


def _outcome(told: Mapping[str, Any]) -> PastOutcome:
    kept, progress = told.get("kept", {}), told.get("progress", False)
    outcome = Outcome(way=told["way"], kept=kept, progress=progress)
    return PastOutcome(at=told["at"], outcome=outcome, changed=told.get("changed", {}))
