"""Escalations by what they were thought of for: how they were granted, how soon, and what came of them. Of no agent."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from statistics import median
from typing import Final

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.api.fields import Moment
from console.reports.wanted import Wanted
from escalations.escalation import Escalation
from escalations.words import OUTCOMES

EVERYTHING: Final = "*"
"""The row of all of them."""
NINE_OF_TEN: Final = 0.9


class EscalationFigures(BaseModel):
    """Those that were asked for in [since, until), as they stand now. There is no such report by agent."""

    model_config = ConfigDict(frozen=True)

    trigger: str = Field(description="Why it was thought of; * is all of them.")
    since: Moment
    until: Moment
    asked: int
    granted: Mapping[str, int] = Field(description="How, of those that are granted; joined: with one open already.")
    open: int = Field(description="Not granted yet.")
    answered: int = Field(description="Somebody who leads spoke with the customer, or a senior colleague.")
    seconds_to_answer: float | None = Field(description="From the request to that, the middle of them.")
    seconds_to_answer_90: float | None = Field(description="Nine of ten had it within so long.")
    outcomes: Mapping[str, int] = Field(description="same, different and gap.")
    justified_rate: float | None = Field(description="Of those decided, that were justified; null: none was.")


def escalation_report(session: Session, wanted: Wanted) -> list[EscalationFigures]:
    """All of them first, then each trigger by name."""
    chosen = select(Escalation).where(Escalation.asked_at >= wanted.since, Escalation.asked_at < wanted.until)
    rows = session.scalars(chosen).all()
    triggers = sorted({row.trigger for row in rows})
    each = [(trigger, [row for row in rows if row.trigger == trigger]) for trigger in triggers]
    return [_figures(trigger, those, wanted) for trigger, those in [(EVERYTHING, rows), *each]]


def _figures(trigger: str, rows: Sequence[Escalation], wanted: Wanted) -> EscalationFigures:
    seconds = sorted(_seconds(rows))
    decided = [row for row in rows if row.justified is not None]
    return EscalationFigures(
        trigger=trigger,
        since=wanted.since,
        until=wanted.until,
        asked=len(rows),
        granted=dict(sorted(Counter(row.granted for row in rows if row.granted).items())),
        open=sum(row.granted is None for row in rows),
        answered=sum(row.answered_at is not None for row in rows),
        seconds_to_answer=median(seconds) if seconds else None,
        seconds_to_answer_90=seconds[ceil(NINE_OF_TEN * len(seconds)) - 1] if seconds else None,
        outcomes={name: sum(row.outcome == name for row in rows) for name in OUTCOMES},
        justified_rate=sum(bool(row.justified) for row in decided) / len(decided) if decided else None,
    )


def _seconds(rows: Iterable[Escalation]) -> list[float]:
    return [(row.answered_at - row.asked_at).total_seconds() for row in rows if row.answered_at is not None]
