"""Vouchers: made here, redeemed by their code in a call or at a desk."""

from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.case import Case
from cases.customer import Customer
from cases.money import lira
from cases.voucher import Redeemer, Voucher, audit_name, code_of, make_voucher, redeem, voucher_named, vouchers
from console.api.amount import Kurus
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import Problem, unknown, wrong
from console.wording import Told
from ivr.speech.digits import read_pairs
from records.audit import append as append_audit
from records.database import reading, writing

LONGEST: Final = timedelta(days=3650)


class VoucherShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    last4: str = Field(description="The last digits of its code.")
    value: str = Field(description="In lira, as 30.00.")
    reason: str | None
    customer_id: str | None
    case_number: str | None
    made_by: str
    made_at: Moment
    expires_at: Moment
    redeemed_at: Moment | None
    redeemed_call: str | None = Field(description="The call it was redeemed in; null at a desk.")


class VoucherMade(VoucherShown):
    """The same with its code, which is kept nowhere and shown to nobody else."""

    code: str = Field(description="Ten digits: whoever has them can redeem it.")
    spoken: Told = Field(description="The code as it is read to the customer.")


class VoucherWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    value: Kurus
    expires_at: Moment
    reason: Annotated[Words, StringConstraints(max_length=300)] | None = None
    customer_id: Annotated[Words, StringConstraints(max_length=64)] | None = None
    case_number: Annotated[Words, StringConstraints(max_length=40)] | None = None


class RedemptionWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    customer_id: Annotated[Words, StringConstraints(max_length=64)] | None = None


class CodeRedemptionWanted(RedemptionWanted):
    code: Annotated[Words, StringConstraints(min_length=1, max_length=20)]


def list_vouchers(board: Board, asked: Asked) -> Page[VoucherShown]:
    """The newest come first."""
    query: PageQuery = asked.query
    with reading(board.database) as session:
        shown = tuple(map(_shown, vouchers(session, limit=query.limit + 1, after=query.after_moment())))
    page = shown[: query.limit]
    more = len(shown) > query.limit
    return Page(items=page, next_cursor=cursor_at(page[-1].made_at.isoformat(), page[-1].id) if more else None)


def post_voucher(board: Board, asked: Asked) -> VoucherMade:
    """Make a voucher; its code is drawn here and shown this once. Written to the audit trail, without the code."""
    wanted: VoucherWanted = asked.body
    now, maker = board.clock(), asked.who.label
    with writing(board.database) as session:
        made = session.scalars(select(Voucher).where(Voucher.once == asked.once)).first()
        if made is not None:
            return voucher_made(made, board.secret)
        _in_time(wanted.expires_at, now)
        _there(session, wanted)
        voucher = Voucher(id=board.new_id(), once=asked.once, kurus=wanted.value, reason=wanted.reason,
                          customer_id=wanted.customer_id, case_number=wanted.case_number, made_by=maker, made_at=now,
                          expires_at=wanted.expires_at)  # fmt: skip
        make_voucher(session, voucher, secret=board.secret)
        told = {"value": lira(wanted.value), "reason": wanted.reason, "expires_at": wanted.expires_at.isoformat()}
        append_audit(session, maker, "voucher_made", f"customer:{wanted.customer_id}", told, now)
        return voucher_made(voucher, board.secret)


def show_voucher(board: Board, asked: Asked) -> VoucherShown:
    """By its code or its id."""
    with reading(board.database) as session:
        return _shown(_known(board, session, asked.path["code"]))


def post_redemption(board: Board, asked: Asked) -> VoucherShown:
    """Redeem it at a desk, once, by its code. 409 when it was redeemed before or has expired. Audited."""
    wanted: RedemptionWanted = asked.body
    return _redeemed(board, asked, asked.path["code"], wanted.customer_id)


def post_code_redemption(board: Board, asked: Asked) -> VoucherShown:
    """The same with the code in the body, where no log of addresses has it."""
    wanted: CodeRedemptionWanted = asked.body
    return _redeemed(board, asked, wanted.code, wanted.customer_id)


def voucher_made(voucher: Voucher, secret: bytes) -> VoucherMade:
    """With its code."""
    code = code_of(secret, voucher.id)
    spoken = {language: read_pairs(code, language) for language in ("tr", "en")}
    told = {language: one.spoken if one else code for language, one in spoken.items()}
    return VoucherMade(**dict(_shown(voucher)), code=code, spoken=Told(**told))


def _redeemed(board: Board, asked: Asked, code: str, customer_id: str | None) -> VoucherShown:
    now, key = board.clock(), asked.who.label
    with writing(board.database) as session:
        _known(board, session, code)
        _is_a_customer(session, customer_id)
        redeemer = Redeemer(once=f"desk:{asked.once}", call=None, customer_id=customer_id)
        redemption = redeem(session, code, redeemer, now, secret=board.secret)
        if redemption.way != "redeemed":
            raise Problem(409, f"This voucher is {redemption.way}.")
        if redemption.new:
            append_audit(session, key, "voucher_redeemed", audit_name(code), {"kurus": redemption.kurus}, now)
        return _shown(_known(board, session, code))


def _in_time(expires_at: datetime, now: datetime) -> None:
    if not now < expires_at <= now + LONGEST:
        raise wrong("expires_at", "Between now and ten years from now.")


def _is_a_customer(session: Session, customer_id: str | None) -> None:
    if customer_id is not None and session.get(Customer, customer_id) is None:
        raise wrong("customer_id", f"There is no customer {customer_id}.")


def _there(session: Session, wanted: VoucherWanted) -> None:
    _is_a_customer(session, wanted.customer_id)
    if wanted.case_number is not None and session.get(Case, wanted.case_number) is None:
        raise wrong("case_number", f"There is no case {wanted.case_number}.")


def _known(board: Board, session: Session, code: str) -> Voucher:
    voucher = voucher_named(session, code, secret=board.secret)
    if voucher is None:
        raise unknown("voucher", code)
    return voucher


def _shown(voucher: Voucher) -> VoucherShown:
    return VoucherShown(
        id=voucher.id,
        last4=voucher.last4,
        value=lira(voucher.kurus),
        reason=voucher.reason,
        customer_id=voucher.customer_id,
        case_number=voucher.case_number,
        made_by=voucher.made_by,
        made_at=voucher.made_at,
        expires_at=voucher.expires_at,
        redeemed_at=voucher.redeemed_at,
        redeemed_call=voucher.redeemed_call,
    )


OPERATIONS = (
    Operation(method="GET", path="/vouchers", scope="vouchers:read", summary="List vouchers",
              does=list_vouchers, answers=Page[VoucherShown], query=PageQuery),
    Operation(method="POST", path="/vouchers", scope="vouchers:write", summary="Make a voucher",
              does=post_voucher, answers=VoucherMade, body=VoucherWanted, shown_once=True),
    Operation(method="GET", path="/vouchers/{code}", scope="vouchers:read", summary="Show a voucher",
              does=show_voucher, answers=VoucherShown, problems=(404,)),
    Operation(method="POST", path="/vouchers/{code}/redemption", scope="vouchers:redeem",
              summary="Redeem a voucher at a desk", does=post_redemption, answers=VoucherShown,
              body=RedemptionWanted, problems=(404, 409)),
    Operation(method="POST", path="/vouchers/redemptions", scope="vouchers:redeem",
              summary="Redeem a voucher at a desk, its code in the body", does=post_code_redemption,
              answers=VoucherShown, body=CodeRedemptionWanted, problems=(404, 409)),
)  # fmt: skip
