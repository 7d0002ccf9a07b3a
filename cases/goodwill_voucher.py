"""Goodwill that is given as a voucher: made with the grant and written to the customer."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from cases.care import Care
from cases.civil_day import civil_day, end_of
from cases.follow_up import write_follow_up
from cases.goodwill import Goodwill
from cases.money import lira
from cases.voucher import Voucher, code_of, make_voucher

TEMPLATE = "voucher"


def voucher_of(session: Session, goodwill: Goodwill) -> Voucher | None:
    return session.get(Voucher, goodwill.voucher_id) if goodwill.voucher_id else None


def hand_over_voucher(
    session: Session, goodwill: Goodwill, care: Care, *, secret: bytes, now: datetime
) -> Voucher | None:
    """The voucher of what was granted, made the first time, with a message to the customer where there is a way.

    None where nothing was granted, or not as a voucher.
    """
    days = care.goodwill.kinds[goodwill.kind].voucher_days if goodwill.kind in care.goodwill.kinds else None
    if goodwill.status != "granted" or (days is None and goodwill.voucher_id is None):
        return None
    made = voucher_of(session, goodwill)
    if made is None:
        made = _made(session, goodwill, days or 1, secret, now)
        goodwill.voucher_id = made.id
        _write(session, goodwill, made, care, secret, now)
        session.flush()
    return made


def _made(session: Session, goodwill: Goodwill, days: int, secret: bytes, now: datetime) -> Voucher:
    """Good until the end of its last day, where our customers live."""
    voucher = Voucher(
        id=f"goodwill-{goodwill.id}",
        kurus=goodwill.kurus,
        reason=(goodwill.reason or "")[:300] or None,
        customer_id=goodwill.customer_id,
        case_number=goodwill.case_number,
        made_by=f"agent:{goodwill.decided_by}",
        made_at=now,
        expires_at=end_of(civil_day(now + timedelta(days=days))),
    )
    make_voucher(session, voucher, secret=secret)
    return voucher


def _write(session: Session, goodwill: Goodwill, voucher: Voucher, care: Care, secret: bytes, now: datetime) -> None:
    if goodwill.case_number is not None and TEMPLATE in care.follow_ups.templates:
        args = {
            "value": lira(voucher.kurus),
            "code": code_of(secret, voucher.id),
            "until": voucher.expires_at.isoformat(),
        }
        write_follow_up(session, once=f"voucher:{voucher.id}", case_number=goodwill.case_number, template=TEMPLATE,
                        args=args, care=care, now=now, by=goodwill.decided_by)  # fmt: skip
