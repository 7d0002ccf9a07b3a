"""A person asked to be forgotten: what was asked, how far we are, and in the end that it was done, without saying who.

An erasure goes by steps that may each be repeated, so that a process killed on the way harms nothing: `asked`, then
`forgotten` (nothing of theirs stands in the database), `swept` (nor in Redis), `overwriting` (what was deleted is
overwritten in the files) and `done`. Until it is done the row says whom it is about, and afterwards a keyed hash of
the number alone: enough to tell somebody who asks again that it was done, for as long as the law wants that.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import String, null, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.errors import HeldByLaw
from cases.legal_hold import hold_on
from cases.person import Meant, person_meant
from records.audit import append
from records.database import Base, serialise
from records.person import Person

State = Literal["asked", "forgotten", "swept", "overwriting", "done"]
UNDER_WAY: Final[tuple[State, ...]] = ("asked", "forgotten", "swept", "overwriting")


class Erasure(Base):
    """Table `erasures`. `waits_for` is why it does not go on: `call`, a conversation under way; `night`, when files
    are rewritten; `redis`. `looked_for` is what Redis is searched for. `rows` counts what was forgotten, by table."""

    __tablename__ = "erasures"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    waits_for: Mapped[str | None] = mapped_column(String(16))
    phone: Mapped[str | None] = mapped_column(String(120))
    customer_id: Mapped[str | None] = mapped_column(String(64))
    whose: Mapped[str] = mapped_column(String(64), index=True)
    looked_for: Mapped[dict[str, Any] | None]
    rows: Mapped[dict[str, Any]]
    asked_by: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime]
    forgotten_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    @property
    def meant(self) -> Meant:
        return Meant(phone=self.phone, customer=self.customer_id)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Who asks for whom, and when; `secret` is ours, so that nobody tells the number from its hash."""

    meant: Meant
    who: str
    now: datetime
    secret: bytes

    @property
    def whose(self) -> str:
        return name_hash(self.secret, self.meant.phone or self.meant.customer or "")


def name_hash(secret: bytes, name: str) -> str:
    """What stands for a number or an id where it may not stand itself."""
    return hmac.new(secret, f"person:{name}".encode(), hashlib.sha256).hexdigest()


def ask_for_erasure(session: Session, asking: Asking, *, new_id: str) -> Erasure | None:
    """Write the wish down. One under way for the same person is that one; None where we know nothing of them.

    Raises SeveralPeople, and HeldByLaw where a hold forbids it.
    """
    serialise(session, f"erasure:{asking.whose}")
    under_way = select(Erasure).where(Erasure.whose == asking.whose, Erasure.state.in_(UNDER_WAY))
    known = session.scalars(under_way).first()
    if known is not None:
        return known
    person = person_meant(session, asking.meant)
    refuse_where_held(session, person)
    if person.is_nobody:
        return None
    row = Erasure(id=new_id, state="asked", phone=asking.meant.phone, customer_id=_customer(asking.meant, person),
                  whose=asking.whose, looked_for=null(), rows={}, asked_by=asking.who, asked_at=asking.now)  # fmt: skip
    session.add(row)
    session.flush()
    append(session, asking.who, "erasure_asked", f"erasure:{row.id}", {}, asking.now)
    return row


def refuse_where_held(session: Session, person: Person) -> None:
    """Raises HeldByLaw."""
    held = hold_on(session, person)
    if held is not None:
        raise HeldByLaw(held.id, held.reason)


def erasures(session: Session, *, limit: int = 200, after: tuple[datetime, str] | None = None) -> Sequence[Erasure]:
    """The latest first; after one of them, those asked for before it."""
    chosen = select(Erasure).order_by(Erasure.asked_at.desc(), Erasure.id).limit(limit)
    if after is not None:
        at, last = after
        chosen = chosen.where((Erasure.asked_at < at) | ((Erasure.asked_at == at) & (Erasure.id > last)))
    return session.scalars(chosen).all()


def erasures_under_way(session: Session) -> Sequence[str]:
    """Ids, the first asked first."""
    chosen = select(Erasure.id).where(Erasure.state.in_(UNDER_WAY)).order_by(Erasure.asked_at, Erasure.id)
    return session.scalars(chosen).all()


UNDER_WAY_NOW: Final = select(Erasure.id).where(Erasure.state.in_(UNDER_WAY)).exists()


def last_erasure(session: Session, whose: str) -> Erasure | None:
    """The last one about this hash that was done."""
    chosen = select(Erasure).where(Erasure.whose == whose, Erasure.state == "done")
    return session.scalars(chosen.order_by(Erasure.done_at.desc()).limit(1)).first()


def goes_on(row: Erasure, state: State, now: datetime) -> None:
    """The next step is reached; when it is done nothing in the row tells whom it was about."""
    row.state, row.waits_for = state, None
    if state == "forgotten":
        row.forgotten_at = now
    if state in ("overwriting", "done"):
        row.looked_for, row.phone, row.customer_id = null(), None, None
    if state == "done":
        row.done_at = now


def _customer(meant: Meant, person: Person) -> str | None:
    return meant.customer or next(iter(person.customers), None)
