"""How many of our promises were kept: by whoever made them, by their team, or by kind. The headline of the ledger."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.promise import Party, Promise
from console.api.fields import Moment
from console.reports.wanted import Wanted
from staff.agent import Agent

By = Literal["owner", "team", "kind"]
BYS: Final[tuple[By, ...]] = ("owner", "team", "kind")
EVERYTHING: Final = "*"
"""The row of all of them."""
NOBODY: Final = "-"
"""Promised by nobody in particular, or by somebody of no team."""


class PromisesKeptShown(BaseModel):
    """Promises that ended in [since, until). Calls about a broken promise are how it is made good, and no rows here."""

    model_config = ConfigDict(frozen=True)

    group: str = Field(description="An agent's id, a team or a kind; * is all of them, - nobody in particular.")
    since: Moment
    until: Moment
    kept: int
    broken: int
    made_good: int = Field(description="Of those that were broken.")
    released: int = Field(description="By the customer.")
    open: int = Field(description="At present, whenever they are due.")
    kept_rate: float | None = Field(description="kept / (kept + broken); null: none ended, so there is no rate.")


def promises_kept_report(
    session: Session, wanted: Wanted, *, by: By = "owner", party: Party = "us"
) -> list[PromisesKeptShown]:
    """All of them first, then each group by name."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    teams = _teams(session) if by == "team" else {}
    for agent, kind, what, number in _counts(session, wanted, party):
        group = kind if by == "kind" else teams.get(agent or "") if by == "team" else agent
        for each in (EVERYTHING, group or NOBODY):
            counted[each][what] += number
    counted[EVERYTHING].update()
    return [_shown(group, counted[group], wanted) for group in sorted(counted, key=lambda one: (one != "*", one))]


def _counts(session: Session, wanted: Wanted, party: Party) -> list[tuple[str | None, str, str, int]]:
    """Who, which kind, what became of it, how many."""
    first_hand = (Promise.party == party, Promise.makes_good.is_(None))
    ended = (Promise.ended_at >= wanted.since, Promise.ended_at < wanted.until)
    groups = (Promise.by_agent, Promise.kind)
    queries = {
        "made_good": (Promise.status == "broken", Promise.made_good_at.is_not(None), *ended),
        "open": (Promise.status == "open",),
        **{how: (Promise.status == how, *ended) for how in ("kept", "broken", "released")},
    }
    return [
        (agent, kind, what, number)
        for what, those in queries.items()
        for agent, kind, number in session.execute(
            select(*groups, func.count()).where(*first_hand, *those).group_by(*groups)
        )
    ]


def _teams(session: Session) -> Mapping[str, str | None]:
    return {row.id: row.team for row in session.execute(select(Agent.id, Agent.team))}


def _shown(group: str, counted: Counter[str], wanted: Wanted) -> PromisesKeptShown:
    told = counted["kept"] + counted["broken"]
    return PromisesKeptShown(
        group=group,
        since=wanted.since,
        until=wanted.until,
        **{what: counted[what] for what in ("kept", "broken", "made_good", "released", "open")},
        kept_rate=round(counted["kept"] / told, 4) if told else None,
    )
