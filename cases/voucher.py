"""A voucher: a code that is worth something once, until it expires.

The code is kept nowhere: whoever has our secret computes it from the voucher's id, and finds the voucher by a keyed
hash of what a caller keys in. It is shown once, to whoever hands it over.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import ColumnElement, ForeignKey, Integer, String, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base
from records.guess import Bound

CODE_DIGITS: Final = 10
"""Of ten thousand vouchers one guess in a million hits."""
GUESSES: Final = Bound(most_wrong=5, within=timedelta(hours=24))
"""Wrong codes from one number. Callers without a number share one count: they reach a person all the same."""

Way = Literal["redeemed", "used", "expired", "unknown"]


class Voucher(Base):
    """`kurus` is what it is worth. `redeemed_once` names the step of the call that redeemed it.

    `code_hash` is keyed with our secret, `last4` are the last digits of the code. `clear_code` is the whole code of a
    voucher from before codes were hidden, until the clock has hidden it. `once` names the request that made it.
    """

    __tablename__ = "vouchers"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    once: Mapped[str | None] = mapped_column(String(160), unique=True)
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    last4: Mapped[str] = mapped_column(String(4))
    clear_code: Mapped[str | None] = mapped_column(String(20), index=True)
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
    redeemed_for: Mapped[str | None] = mapped_column(String(64), index=True)


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


def make_voucher(session: Session, voucher: Voucher, *, secret: bytes) -> str:
    """Give the voucher, which has an id, a code nobody has, keep it, and tell the code. Its id may grow for that."""
    while _with_code(session, code_of(secret, voucher.id), secret) is not None:
        voucher.id += "x"
    code = code_of(secret, voucher.id)
    voucher.code_hash, voucher.last4 = hash_of(secret, code), code[-4:]
    session.add(voucher)
    session.flush()
    return code


def code_of(secret: bytes, voucher_id: str) -> str:
    """Ten digits, the first no zero. Without the secret nobody can tell one from another."""
    drawn = int(hmac.new(secret, f"voucher:{voucher_id}".encode(), hashlib.sha256).hexdigest(), 16)
    least = 10 ** (CODE_DIGITS - 1)
    return str(least + drawn % (9 * least))


def hash_of(secret: bytes, code: str) -> str:
    """What a voucher is found by."""
    return hmac.new(secret, f"voucher code:{code}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def hide_codes(session: Session, *, secret: bytes, limit: int = 500) -> bool:
    """Hash codes that are kept as they are, from before they were hidden; True when there may be more."""
    clear = session.scalars(select(Voucher).where(Voucher.clear_code.is_not(None)).limit(limit)).all()
    for voucher in clear:
        code = voucher.clear_code or ""
        voucher.code_hash, voucher.last4, voucher.clear_code = hash_of(secret, code), code[-4:], None
    return len(clear) == limit


def voucher_named(session: Session, name: str, *, secret: bytes) -> Voucher | None:
    """By its id or its code."""
    return session.get(Voucher, name) or _with_code(session, name, secret)


def redeem(session: Session, code: str, redeemer: Redeemer, now: datetime, *, secret: bytes) -> Redemption:
    """Redeem the code, once: of two who come at the same moment one gets it. The same step again gets the same."""
    free = (
        update(Voucher)
        .where(_is_of(code, secret), Voucher.redeemed_at.is_(None), Voucher.expires_at > now)
        .values(
            redeemed_at=now,
            redeemed_call=redeemer.call,
            redeemed_once=redeemer.once,
            redeemed_for=redeemer.customer_id,
        )
        .returning(Voucher.kurus)
        .execution_options(synchronize_session=False)
    )
    kurus = session.scalar(free)
    if kurus is not None:
        return Redemption(way="redeemed", kurus=kurus, new=True)
    return _why_not(_with_code(session, code, secret), redeemer)


def vouchers_out(session: Session, now: datetime, *, limit: int) -> Sequence[Voucher]:
    """Those that somebody may still redeem, the latest first."""
    free = (Voucher.redeemed_at.is_(None), Voucher.expires_at > now, Voucher.code_hash.is_not(None))
    return session.scalars(select(Voucher).where(*free).order_by(Voucher.made_at.desc()).limit(limit)).all()


def is_made_with(secret: bytes, voucher: Voucher) -> bool:
    """Whether its code is found with this secret; under another one nobody can redeem it."""
    return voucher.code_hash == hash_of(secret, code_of(secret, voucher.id))


def void(session: Session, voucher_id: str, now: datetime) -> bool:
    """It is worth nothing any more; False when somebody has redeemed it."""
    unused = update(Voucher).where(Voucher.id == voucher_id, Voucher.redeemed_at.is_(None))
    return session.execute(unused.values(expires_at=now).returning(Voucher.id)).first() is not None


def audit_name(code: str) -> str:
    """What the audit trail, which forgets nothing, calls a voucher: enough to find it, too little to use it."""
    return f"voucher:*{code[-4:]}"


def vouchers(session: Session, *, limit: int, after: tuple[datetime, str] | None = None) -> Sequence[Voucher]:
    """The latest first; after one of them, those made before it."""
    chosen = select(Voucher).order_by(Voucher.made_at.desc(), Voucher.id).limit(limit)
    if after is not None:
        made_at, last = after
        chosen = chosen.where((Voucher.made_at < made_at) | ((Voucher.made_at == made_at) & (Voucher.id > last)))
    return session.scalars(chosen).all()


def _why_not(voucher: Voucher | None, redeemer: Redeemer) -> Redemption:
    if voucher is None:
        return Redemption(way="unknown")
    if voucher.redeemed_at is None:
        return Redemption(way="expired")
    mine = voucher.redeemed_once == redeemer.once
    return Redemption(way="redeemed" if mine else "used", kurus=voucher.kurus if mine else 0)


def _with_code(session: Session, code: str, secret: bytes) -> Voucher | None:
    chosen = select(Voucher).where(_is_of(code, secret)).execution_options(populate_existing=True)
    return session.scalars(chosen).first()


def _is_of(code: str, secret: bytes) -> ColumnElement[bool]:
    return or_(Voucher.code_hash == hash_of(secret, code), Voucher.clear_code == code)
