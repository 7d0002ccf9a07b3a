"""How often whoever answers for a case was reached by its customer, and how often they were passed on."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.bounce import Bounce
from console.api.fields import Moment
from console.reports.service_level import share
from console.reports.wanted import Wanted
from records.call_record import CallRow

EVERYBODY = "*"


class OwnershipFigures(BaseModel):
    """One owner in [since, until): calls of customers whose case was theirs when the call came in."""

    model_config = ConfigDict(frozen=True)

    owner: str = Field(description="An agent's id; * is all of them.")
    since: Moment
    until: Moment
    calls: int = Field(description="That are over.")
    reached: int = Field(description="The owner talked with them.")
    others: int = Field(description="Somebody else did.")
    not_answered: int = Field(description="Nobody did, whatever was promised instead.")
    reached_rate: float | None = Field(description="reached / (reached + others); null: nobody was talked with.")
    bounces: int = Field(description="Conversations with somebody else, counted against the case as passed on.")


def ownership_report(session: Session, wanted: Wanted) -> list[OwnershipFigures]:
    """The sum first, then by owner."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for owner, answered_by_owner, talked, number in _calls(session, wanted):
        kind = "not_answered" if not talked else "reached" if answered_by_owner else "others"
        for group in (EVERYBODY, owner):
            counted[group][kind] += number
    for owner, number in _bounces(session, wanted):
        for group in (EVERYBODY, owner):
            counted[group]["bounces"] += number
    return [_figures(owner, counted[owner], wanted) for owner in sorted(counted)]


def _calls(session: Session, wanted: Wanted) -> Sequence[tuple[str, bool, bool, int]]:
    by_owner, answered = CallRow.agent_id == CallRow.owner_id, CallRow.answered_at.is_not(None)
    chosen = select(CallRow.owner_id, by_owner, answered, func.count()).where(
        CallRow.direction == "inbound", CallRow.owner_id.is_not(None), CallRow.ended_at.is_not(None),
        CallRow.arrived_at >= wanted.since, CallRow.arrived_at < wanted.until,
    )  # fmt: skip
    found = session.execute(chosen.group_by(CallRow.owner_id, by_owner, answered))
    return [(owner or "", theirs, talked, number) for owner, theirs, talked, number in found]


def _bounces(session: Session, wanted: Wanted) -> Sequence[tuple[str, int]]:
    chosen = select(Bounce.owner_id, func.count()).where(Bounce.at >= wanted.since, Bounce.at < wanted.until)
    return [row._tuple() for row in session.execute(chosen.group_by(Bounce.owner_id))]


def _figures(owner: str, counted: Counter[str], wanted: Wanted) -> OwnershipFigures:
    talked = counted["reached"] + counted["others"]
    return OwnershipFigures(
        owner=owner, since=wanted.since, until=wanted.until, calls=talked + counted["not_answered"],
        reached=counted["reached"], others=counted["others"], not_answered=counted["not_answered"],
        reached_rate=share(counted["reached"] / talked) if talked else None, bounces=counted["bounces"],
    )  # fmt: skip
