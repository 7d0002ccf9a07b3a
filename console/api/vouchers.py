"""Vouchers: made here, redeemed by their code in a call or at a desk."""

from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.case import Case
from cases.customer import Customer
from cases.money import kurus_of, lira
from cases.voucher import Redeemer, Voucher, audit_name, make_voucher, redeem, vouchers
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import Problem, unknown, wrong
from records.audit import append as append_audit
from records.database import reading, writing

LONGEST: Final = timedelta(days=3650)
MOST_KURUS: Final = 10_000_000


def _an_amount(text: str) -> str:
    kurus = kurus_of(text)
    if kurus is None or not 0 < kurus <= MOST_KURUS:
        raise ValueError(f"An amount in lira, such as 30.00; at most {lira(MOST_KURUS)}.")
    return lira(kurus)


Lira = Annotated[Words, StringConstraints(max_length=20), AfterValidator(_an_amount)]


class VoucherShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    code: str = Field(description="Ten digits: whoever has them can redeem it.")
    value: str = Field(description="In lira, as 30.00.")
    reason: str | None
    customer_id: str | None
    case_number: str | None
    made_by: str
    made_at: Moment
    expires_at: Moment
    redeemed_at: Moment | None
    redeemed_call: str | None = Field(description="The call it was redeemed in; null at a desk.")


class VoucherWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    value: Lira
    expires_at: Moment
    reason: Annotated[Words, StringConstraints(max_length=300)] | None = None
    customer_id: Annotated[Words, StringConstraints(max_length=64)] | None = None
    case_number: Annotated[Words, StringConstraints(max_length=40)] | None = None


class RedemptionWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    customer_id: Annotated[Words, StringConstraints(max_length=64)] | None = None


def list_vouchers(board: Board, asked: Asked) -> Page[VoucherShown]:
    """The newest come first."""
    query: PageQuery = asked.query
    with reading(board.database) as session:
        shown = tuple(map(_shown, vouchers(session, limit=query.limit + 1, after=query.after_moment())))
    page = shown[: query.limit]
    more = len(shown) > query.limit
    return Page(items=page, next_cursor=cursor_at(page[-1].made_at.isoformat(), page[-1].code) if more else None)


def post_voucher(board: Board, asked: Asked) -> VoucherShown:
    """Make a voucher; its code is drawn here. Written to the audit trail, without the code."""
    wanted: VoucherWanted = asked.body
    now, maker = board.clock(), f"key:{asked.key.id}"
    _in_time(wanted.expires_at, now)
    with writing(board.database) as session:
        _there(session, wanted)
        voucher = Voucher(kurus=kurus_of(wanted.value), reason=wanted.reason, customer_id=wanted.customer_id,
                          case_number=wanted.case_number, made_by=maker, made_at=now,
                          expires_at=wanted.expires_at)  # fmt: skip
        make_voucher(session, voucher, new_id=board.new_id)
        told = {"value": wanted.value, "reason": wanted.reason, "expires_at": wanted.expires_at.isoformat()}
        append_audit(session, maker, "voucher_made", f"customer:{wanted.customer_id}", told, now)
        return _shown(voucher)


def show_voucher(board: Board, asked: Asked) -> VoucherShown:
    with reading(board.database) as session:
        return _shown(_known(session, asked.path["code"]))


def post_redemption(board: Board, asked: Asked) -> VoucherShown:
    """Redeem it at a desk, once. 409 when it was redeemed before or has expired. Written to the audit trail."""
    wanted: RedemptionWanted = asked.body
    now, code, key = board.clock(), asked.path["code"], f"key:{asked.key.id}"
    with writing(board.database) as session:
        _known(session, code)
        redeemer = Redeemer(once=f"desk:{board.new_id()}", call=None, customer_id=wanted.customer_id)
        redemption = redeem(session, code, redeemer, now)
        if redemption.way != "redeemed":
            raise Problem(409, f"This voucher is {redemption.way}.")
        append_audit(session, key, "voucher_redeemed", audit_name(code), {"kurus": redemption.kurus}, now)
        return _shown(session.get_one(Voucher, code, populate_existing=True))


def _in_time(expires_at: datetime, now: datetime) -> None:
    if not now < expires_at <= now + LONGEST:
        raise wrong("expires_at", "Between now and ten years from now.")


def _there(session: Session, wanted: VoucherWanted) -> None:
    if wanted.customer_id is not None and session.get(Customer, wanted.customer_id) is None:
        raise wrong("customer_id", f"There is no customer {wanted.customer_id}.")
    if wanted.case_number is not None and session.get(Case, wanted.case_number) is None:
        raise wrong("case_number", f"There is no case {wanted.case_number}.")


def _known(session: Session, code: str) -> Voucher:
    voucher = session.get(Voucher, code)
    if voucher is None:
        raise unknown("voucher", code)
    return voucher


def _shown(voucher: Voucher) -> VoucherShown:
    return VoucherShown(
        code=voucher.code,
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
              does=post_voucher, answers=VoucherShown, body=VoucherWanted),
    Operation(method="GET", path="/vouchers/{code}", scope="vouchers:read", summary="Show a voucher",
              does=show_voucher, answers=VoucherShown, problems=(404,)),
    Operation(method="POST", path="/vouchers/{code}/redemption", scope="vouchers:redeem",
              summary="Redeem a voucher at a desk", does=post_redemption, answers=VoucherShown,
              body=RedemptionWanted, problems=(404, 409)),
)  # fmt: skip
