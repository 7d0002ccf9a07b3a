"""Precedents: how the same facts were decided before, and nearly the same. Whoever decides sees them first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.facts import Facts, facts_key
from cases.goodwill import Goodwill

DECIDED: Final = ("granted", "declined")
MOST_DIFFERENCES: Final = 2
"""Facts in which a near one may differ: with three it is another matter."""
LOOKED_THROUGH: Final = 500
"""Near ones are looked for among so many of the newest decisions of the kind."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A fact that is not the same; None where one of the two does not have it."""

    fact: str
    here: str | None
    there: str | None


@dataclass(frozen=True, kw_only=True)
class Precedent:
    """An earlier decision. With no `differs` it was about the very same facts."""

    goodwill: Goodwill
    differs: tuple[Difference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Precedents:
    """The newest first; near ones by how few facts differ, then the newest."""

    exact: tuple[Precedent, ...]
    near: tuple[Precedent, ...]


def precedents(session: Session, kind: str, facts: Facts, *, but: int | None = None, limit: int = 10) -> Precedents:
    """Earlier decisions on this kind of goodwill; `but` is the one that is being decided."""
    key = facts_key(kind, facts)
    exact = _decided(session, but, limit, Goodwill.facts_key == key)
    others = _decided(session, but, LOOKED_THROUGH, Goodwill.kind == kind, Goodwill.facts_key != key)
    near = [Precedent(goodwill=one, differs=differences(facts, one.facts)) for one in others]
    close = sorted((one for one in near if len(one.differs) <= MOST_DIFFERENCES), key=lambda one: len(one.differs))
    return Precedents(exact=tuple(Precedent(goodwill=one) for one in exact), near=tuple(close[:limit]))


def differences(here: Facts, there: Facts) -> tuple[Difference, ...]:
    """By name, in the order of the alphabet."""
    names = sorted(here.keys() | there.keys())
    return tuple(
        Difference(fact=name, here=here.get(name), there=there.get(name))
        for name in names
        if here.get(name) != there.get(name)
    )


def departs_from(session: Session, goodwill: Goodwill, status: str) -> list[int]:
    """Decisions on the very same facts that went the other way, where none went this way: the same is not the same."""
    same = _decided(session, goodwill.id, 10, Goodwill.facts_key == goodwill.facts_key)
    if any(one.status == status for one in same):
        return []
    return [one.id for one in same]


def like_exceptions(session: Session, key: str, *, since: datetime) -> Sequence[Goodwill]:
    """What was granted on these facts since then beside every rule, oldest first."""
    chosen = select(Goodwill).where(
        Goodwill.facts_key == key, Goodwill.status == "granted", Goodwill.by_rule.is_(None), Goodwill.decided_at > since
    )
    return session.scalars(chosen.order_by(Goodwill.decided_at, Goodwill.id)).all()


def _decided(session: Session, but: int | None, limit: int, *wanted: object) -> Sequence[Goodwill]:
    chosen = select(Goodwill).where(Goodwill.status.in_(DECIDED), *wanted)  # type: ignore[arg-type]
    if but is not None:
        chosen = chosen.where(Goodwill.id != but)
    return session.scalars(chosen.order_by(Goodwill.decided_at.desc(), Goodwill.id.desc()).limit(limit)).all()
