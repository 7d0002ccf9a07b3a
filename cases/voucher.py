"""A voucher: a code that is worth something once, until it expires."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import ForeignKey, Integer, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base
from records.guess import Bound

CODE_DIGITS: Final = 10
"""Of ten thousand vouchers one guess in a million hits."""
GUESSES: Final = Bound(most_wrong=5, within=timedelta(hours=24))
"""Wrong codes from one number. Callers without a number share one count: they reach a person all the same."""

Way = Literal["redeemed", "used", "expired", "unknown"]


class Voucher(Base):
    """`kurus` is what it is worth. `redeemed_once` names the step of the call that redeemed it."""

    __tablename__ = "vouchers"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    kurus: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str | None] = mapped_column(String(300))
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    case_number: Mapped[str | None] = mapped_column(ForeignKey("cases.number", ondelete="SET NULL"), index=True)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    redeemed_at: Mapped[datetime | None]
    redeemed_call: Mapped[str | None] = mapped_column(String(64))
    redeemed_once: Mapped[str | None] = mapped_column(String(160))
    redeemed_for: Mapped[str | None] = mapped_column(String(64))


@dataclass(frozen=True, kw_only=True)
class Redeemer:
    """Who redeems: the step of the call, the call, and the customer where one is known."""

    once: str
    call: str | None
    customer_id: str | None


@dataclass(frozen=True, kw_only=True)
class Redemption:
    """`new` is False when this very step had redeemed it before."""

    way: Way
    kurus: int = 0
    new: bool = False


def make_voucher(session: Session, voucher: Voucher, *, new_id: Callable[[], str]) -> Voucher:
    """Give the voucher a code nobody has, and keep it."""
    voucher.code = _code(new_id())
    while session.get(Voucher, voucher.code) is not None:
        voucher.code = _code(new_id())
    session.add(voucher)
    session.flush()
    return voucher


def redeem(session: Session, code: str, redeemer: Redeemer, now: datetime) -> Redemption:
    """Redeem the code, once: of two who come at the same moment one gets it. The same step again gets the same."""
    free = (
        update(Voucher)
        .where(Voucher.code == code, Voucher.redeemed_at.is_(None), Voucher.expires_at > now)
        .values(
            redeemed_at=now,
            redeemed_call=redeemer.call,
            redeemed_once=redeemer.once,
            redeemed_for=redeemer.customer_id,
        )
        .returning(Voucher.kurus)
    )
    kurus = session.scalar(free)
    if kurus is not None:
        return Redemption(way="redeemed", kurus=kurus, new=True)
    return _why_not(session.get(Voucher, code, populate_existing=True), redeemer)


def audit_name(code: str) -> str:
    """What the audit trail, which forgets nothing, calls a voucher: enough to find it, too little to use it."""
    return f"voucher:*{code[-4:]}"


def vouchers(session: Session, *, limit: int, after: tuple[datetime, str] | None = None) -> Sequence[Voucher]:
    """The latest first; after one of them, those made before it."""
    chosen = select(Voucher).order_by(Voucher.made_at.desc(), Voucher.code).limit(limit)
    if after is not None:
        made_at, code = after
        chosen = chosen.where((Voucher.made_at < made_at) | ((Voucher.made_at == made_at) & (Voucher.code > code)))
    return session.scalars(chosen).all()


def _why_not(voucher: Voucher | None, redeemer: Redeemer) -> Redemption:
    if voucher is None:
        return Redemption(way="unknown")
    if voucher.redeemed_at is None:
        return Redemption(way="expired")
    mine = voucher.redeemed_once == redeemer.once
    return Redemption(way="redeemed" if mine else "used", kurus=voucher.kurus if mine else 0)


def _code(chance: str) -> str:
    """Ten digits, the first no zero, out of a random id."""
    drawn = int(hashlib.sha256(chance.encode()).hexdigest(), 16)
    least = 10 ** (CODE_DIGITS - 1)
    return str(least + drawn % (9 * least))
