"""Mystery calls: what a caller from the company itself heard, pressed and waited for, second by second."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.etree import ElementTree

from sqlalchemy.orm import Session

from records.answer import answers_of
from records.call_record import CallRecord, call_record
from records.journal import calls_with

MARK: Final = "marked"
MOST: Final = 200
"""Calls of one report."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """`seconds` after the call came in; `what` is words, or the name of a sound file."""

    seconds: float
    what: str


@dataclass(frozen=True, kw_only=True)
class MysteryCall:
    """`person_after_seconds` is None for a call that reached nobody."""

    call: str
    at: datetime
    caller: str | None
    queue: str | None
    agent: str | None
    outcome: str | None
    person_after_seconds: float | None
    heard: tuple[Heard, ...]


def mystery_calls(session: Session, *, since: datetime) -> Sequence[MysteryCall]:
    """Every mystery call since then, the first one first."""
    records = (call_record(session, sid) for sid in calls_with(session, MARK, since=since, limit=MOST))
    return [_told(session, record) for record in records if record is not None and record.arrived_at is not None]


def _told(session: Session, record: CallRecord) -> MysteryCall:
    assert record.arrived_at is not None
    began = record.arrived_at
    answered = record.answered_at
    return MysteryCall(
        call=record.sid,
        at=began,
        caller=record.from_number,
        queue=record.queue,
        agent=record.agent_id,
        outcome=record.outcome,
        person_after_seconds=(answered - began).total_seconds() if answered else None,
        heard=tuple(
            Heard(seconds=(at - began).total_seconds(), what=what)
            for at, body in answers_of(session, record.sid)
            for what in _heard_in(body)
        ),
    )


def _heard_in(twiml: str) -> Iterator[str]:
    """What one of our own documents makes audible, in order."""
    for verb in ElementTree.fromstring(twiml).iter():  # noqa: S314 - our own words, without a DTD
        if verb.tag == "Say" and verb.text:
            yield verb.text
        elif verb.tag == "Play" and verb.text:
            yield verb.text.rsplit("/", 1)[-1]
