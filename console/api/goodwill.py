"""Goodwill: what agents give to make a matter right, at once or after somebody with more authority has decided."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any, Final

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.civil_day import civil_day
from cases.errors import AlreadyDecided, BudgetOverdrawn, GoodwillRefused
from cases.goodwill import Goodwill, Status, goodwills
from cases.goodwill_asking import Wish, ask_goodwill, purse_of
from cases.goodwill_rules import Giver
from cases.goodwill_voucher import hand_over_voucher
from cases.money import lira
from cases.purse import Contents, contents, month_of
from cases.rule_proposal import live_proposal
from cases.voucher import Voucher
from console.api.amount import Kurus
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery
from console.api.precedents import PrecedentsShown, precedents_shown
from console.api.problem import Fault, Problem, unknown, wrong
from console.api.serial_page import Serial, serial_page
from console.api.vouchers import VoucherMade, voucher_made
from console.goodwill_notices import a_rule_is_proposed, somebody_is_to_decide
from records.database import reading, writing
from staff.agent import agent

MOST_EVIDENCE: Final = 10
Name = Annotated[Words, StringConstraints(min_length=1, max_length=64)]
Sentence = Annotated[Words, StringConstraints(max_length=1000)]
Shows = Annotated[Words, StringConstraints(min_length=1, max_length=300)]


def _as_list(told: object) -> object:
    """One piece of evidence may be sent as it is."""
    if told is None or (isinstance(told, str) and not told.strip()):
        return []
    return [told] if isinstance(told, str) else told


class PurseShown(BaseModel):
    """What somebody has for goodwill in a month, in lira."""

    model_config = ConfigDict(frozen=True)

    month: str
    budget: str
    spent: str
    left: str

    @classmethod
    def of(cls, held: Contents) -> "PurseShown":
        return cls(month=held.month, budget=lira(held.budget), spent=lira(held.spent), left=lira(held.left))


class GoodwillShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: int
    status: Status = Field(description="granted, or asked until somebody decides; declined; taken_back.")
    agent_id: str
    case_number: str | None
    customer_id: str | None
    kind: str
    amount: str = Field(description="In lira, as 30.00.")
    reason: str | None
    evidence: tuple[str, ...]
    facts: Mapping[str, str] = Field(description="What it is compared by with earlier decisions.")
    tier: str = Field(description="The agent's authority when they asked.")
    why_asked: str | None = Field(description="above_limit or left_to_others; null where it was theirs to decide.")
    asked_at: Moment
    charged_to: str | None = Field(description="Whose money it came out of; null while nothing was spent.")
    month: str | None
    decided_by: str | None
    decided_at: Moment | None
    decision_reason: str | None
    by_rule: int | None = Field(description="The accepted proposal that covers it: then it is in nobody's purse.")
    departs_from: tuple[int, ...] = Field(description="Decisions on the very same facts that all went the other way.")
    voucher_id: str | None
    taken_back_by: str | None
    taken_back_at: Moment | None
    taken_back_reason: str | None


class GoodwillGiven(GoodwillShown):
    """The same with what is left in the agent's purse this month, the voucher, and how the like was decided before."""

    purse: PurseShown
    voucher: VoucherMade | None = Field(description="With its code, which is shown only here; null for other kinds.")
    precedents: PrecedentsShown
    proposal: int | None = Field(description="A proposal to make it a rule is open or in force: its id.")


class GoodwillWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    agent_id: Name = Field(validation_alias=AliasChoices("agent_id", "agent"), description="Who gives.")
    case_number: Annotated[Words, StringConstraints(min_length=1, max_length=40)] = Field(
        validation_alias=AliasChoices("case_number", "case")
    )
    kind: Name = Field(description="One of the kinds of `/goodwill/rules`.")
    amount: Kurus
    reason: Sentence | None = Field(None, description="Why; a surprise needs none.")
    evidence: Annotated[tuple[Shows, ...], BeforeValidator(_as_list), Field(max_length=MOST_EVIDENCE)] = Field(
        (), description="What shows it: one or several; some kinds need it."
    )
    facts: Mapping[Name, Name] = Field(default_factory=dict, max_length=20, description="As the rules name them.")
    let_decide: bool = Field(False, description="Somebody else is to decide, also within one's own authority.")


class GoodwillQuery(PageQuery):
    agent: Words | None = None
    case: Words | None = None
    status: Status | None = None


def list_goodwill(board: Board, asked: Asked) -> Page[GoodwillShown]:
    """The newest come first."""
    query: GoodwillQuery = asked.query
    serial = Serial.of(query)
    with reading(board.database) as session:
        rows = goodwills(session, limit=serial.limit, before=serial.before, agent_id=query.agent,
                         case_number=query.case, status=query.status)  # fmt: skip
        return serial_page(query, [show(row) for row in rows])


def post_goodwill(board: Board, asked: Asked) -> GoodwillGiven:
    """Give it: granted at once within the agent's limit, `asked` above it until somebody else decides.

    409 when the month's purse has not so much left: nothing is spent then, and it may be sent again with `let_decide`.
    Written to the audit trail.
    """
    wanted: GoodwillWanted = asked.body
    wish = Wish(once=asked.once, via=asked.who.label, case_number=wanted.case_number, kind=wanted.kind,
                kurus=wanted.amount, reason=wanted.reason or None, evidence=wanted.evidence, facts=wanted.facts,
                let_decide=wanted.let_decide)  # fmt: skip
    with refusals_told(), writing(board.database) as session:
        giver = giver_of(session, wanted.agent_id, "agent_id")
        given = ask_goodwill(session, wish, giver, board.care.goodwill, board.clock())
        if given.status == "asked":
            somebody_is_to_decide(session, given, board.clock())
        voucher = hand_over_voucher(session, given, board.care, secret=board.secret, now=board.clock())
        a_rule_is_proposed(session, given, board.clock())
        return _given(board, session, given, giver, voucher)


@contextmanager
def refusals_told() -> Iterator[None]:
    """What the rules refuse, as the API says it."""
    try:
        yield
    except GoodwillRefused as refused:
        faults = [Fault(field=field, detail=what) for field, what in refused.faults.items()]
        raise Problem(422, str(refused), faults) from refused
    except (BudgetOverdrawn, AlreadyDecided) as refused:
        raise Problem(409, str(refused)) from refused


def giver_of(session: Session, agent_id: str, field: str) -> Giver:
    """Somebody who works here, or a 422 about the field that names them."""
    known = agent(session, agent_id)
    if known is None or not known.active:
        raise wrong(field, f"There is no agent {agent_id}.")
    return Giver(agent_id=known.id, role=known.role, hired_on=known.hired_on, lead_id=known.lead_id)


def known_goodwill(session: Session, number: str) -> Goodwill:
    """The goodwill of a number, or a 404."""
    digits = number.isascii() and number.isdigit() and len(number) < 10
    goodwill = session.get(Goodwill, int(number)) if digits else None
    if goodwill is None:
        raise unknown("goodwill", number)
    return goodwill


def show(row: Goodwill) -> GoodwillShown:
    return GoodwillShown(**told(row))


def told(row: Goodwill) -> dict[str, Any]:
    names = ("id", "status", "agent_id", "case_number", "customer_id", "kind", "reason", "facts", "tier", "why_asked",
             "asked_at", "month", "decided_by", "decided_at", "decision_reason", "by_rule", "departs_from",
             "voucher_id", "taken_back_by", "taken_back_at", "taken_back_reason")  # fmt: skip
    return {
        **{name: getattr(row, name) for name in names},
        "amount": lira(row.kurus),
        "evidence": tuple(row.evidence),
        "charged_to": row.charged.partition(":")[2] if row.charged else None,
        "departs_from": tuple(row.departs_from or ()),
    }


def _given(board: Board, session: Session, given: Goodwill, giver: Giver, voucher: Voucher | None) -> GoodwillGiven:
    rules, now = board.care.goodwill, board.clock()
    line = rules.kinds[given.kind].line
    budget = rules.tier_of(giver, civil_day(now)).purse(line)
    held = contents(session, purse_of(line, giver.agent_id), given.month or month_of(now), budget=budget)
    live = live_proposal(session, given.facts_key)
    return GoodwillGiven(
        **told(given),
        purse=PurseShown.of(held),
        voucher=voucher_made(voucher, board.secret) if voucher else None,
        precedents=precedents_shown(session, given.kind, given.facts, but=given.id),
        proposal=live.id if live else None,
    )


OPERATIONS = (
    Operation(method="GET", path="/goodwill", scope="goodwill:read", summary="List goodwill",
              does=list_goodwill, answers=Page[GoodwillShown], query=GoodwillQuery),
    Operation(method="POST", path="/goodwill", scope="goodwill:write", summary="Give something to make it right",
              does=post_goodwill, answers=GoodwillGiven, body=GoodwillWanted, problems=(409,), shown_once=True),
)  # fmt: skip
