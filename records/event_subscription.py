"""Who outside wants to be told what happens here: an address, the kinds of events, and how it fares.

No secret is kept: it is computed from ours, the subscription's id and `secret_turn`, which counts the rotations.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base

State = Literal["active", "paused", "disabled", "ended"]
LISTENING: Final = ("active", "paused")

EVERYTHING: Final = "*"
KNOWN_HERE: Final = "event subscriptions"
"""Where a transaction remembers who listens: it asks once, however much it announces."""


class EventSubscription(Base):
    """`kinds` are names of events, `case.*` for all of a family, or `*`.

    An `active` one is told; for a `paused` one events are kept until it goes on. One that we `disabled` because nobody
    answered, and one that was `ended`, are told nothing more; an ended one stays as long as its log.
    `contact_id` is the agent who learns when we gave up. `failing_since` is when it last began to fail, and
    `rests_until` how long it is left alone then; `failures` are those in a row.
    """

    __tablename__ = "event_subscriptions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    url: Mapped[str] = mapped_column(String(1000))
    kinds: Mapped[list[Any]]
    contact_id: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default="active")
    state_since: Mapped[datetime]
    state_why: Mapped[str | None] = mapped_column(String(200))
    secret_turn: Mapped[int] = mapped_column(Integer, default=1)
    old_secret_until: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(Integer, default=0)
    failing_since: Mapped[datetime | None]
    rests_until: Mapped[datetime | None]
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]


def wants(kinds: Sequence[str], kind: str) -> bool:
    """Whether somebody who asked for these kinds is told of this one."""
    return any(_fits(wanted, kind) for wanted in kinds)


def listening(session: Session, kind: str) -> list[str]:
    """Ids of those for whom an event of this kind is kept."""
    known = session.info.get(KNOWN_HERE)
    if known is None:
        chosen = select(EventSubscription.id, EventSubscription.kinds).where(EventSubscription.state.in_(LISTENING))
        known = session.info[KNOWN_HERE] = [(row.id, row.kinds) for row in session.execute(chosen)]
    return [id for id, kinds in known if wants(kinds, kind)]


def subscriptions(session: Session) -> Sequence[EventSubscription]:
    """All that were not ended, the oldest first."""
    chosen = select(EventSubscription).where(EventSubscription.state != "ended")
    return session.scalars(chosen.order_by(EventSubscription.made_at, EventSubscription.id)).all()


def _fits(wanted: str, kind: str) -> bool:
    family = wanted.removesuffix(EVERYTHING)
    return kind == wanted or (family != wanted and kind.startswith(family))
