"""What was asked for above somebody's authority is decided by somebody who has it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from cases.goodwill_decision import Decision, Ruling, decide_goodwill, take_back
from cases.goodwill_voucher import hand_over_voucher
from cases.voucher import void
from console.api.fields import Words
from console.api.goodwill import GoodwillShown, Name, giver_of, known_goodwill, refusals_told, show, told
from console.api.operation import Asked, Operation
from console.api.precedents import PrecedentsShown, precedents_shown
from console.api.problem import Problem
from console.api.vouchers import VoucherMade, voucher_made
from console.goodwill_notices import a_rule_is_proposed, it_was_decided
from records.database import reading, writing


class DecisionWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Name = Field(description="Who decides: not who asked.")
    decision: Decision
    reason: Annotated[Words, StringConstraints(min_length=1, max_length=1000)]


class TakingBack(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Name = Field(description="Who decided it, or decides for others.")
    reason: Annotated[Words, StringConstraints(min_length=1, max_length=1000)]


class GoodwillDecided(GoodwillShown):
    voucher: VoucherMade | None = Field(description="With its code, which is shown only here; null for other kinds.")


class GoodwillInWhole(GoodwillShown):
    precedents: PrecedentsShown


def post_decision(board: Board, asked: Asked) -> GoodwillDecided:
    """Decide what was asked for. What is granted comes out of the decider's purse.

    409 when it was decided before, or their purse has not enough. The agent is told. Written to the audit trail.
    """
    wanted: DecisionWanted = asked.body
    now = board.clock()
    ruling = Ruling(once=asked.once, via=asked.who.label, decision=wanted.decision, reason=wanted.reason)
    with refusals_told(), writing(board.database) as session:
        goodwill = known_goodwill(session, asked.path["goodwill"])
        decider = giver_of(session, wanted.by, "by")
        decided = decide_goodwill(session, goodwill.id, ruling, decider, board.care.goodwill, now)
        it_was_decided(session, decided, now)
        voucher = hand_over_voucher(session, decided, board.care, secret=board.secret, now=now)
        a_rule_is_proposed(session, decided, now)
        return GoodwillDecided(**told(decided), voucher=voucher_made(voucher, board.secret) if voucher else None)


def show_goodwill_in_whole(board: Board, asked: Asked) -> GoodwillInWhole:
    """One goodwill with the earlier decisions on the same facts: what whoever decides looks at first."""
    with reading(board.database) as session:
        row = known_goodwill(session, asked.path["goodwill"])
        return GoodwillInWhole(**told(row), precedents=precedents_shown(session, row.kind, row.facts, but=row.id))


def post_taking_back(board: Board, asked: Asked) -> GoodwillShown:
    """It was a mistake: the money goes back into the purse of its month, and a voucher is worth nothing any more.

    409 when the voucher was redeemed, or it was declined or taken back before. Written to the audit trail.
    """
    wanted: TakingBack = asked.body
    now = board.clock()
    ruling = Ruling(once=asked.once, via=asked.who.label, decision="taken_back", reason=wanted.reason)
    with refusals_told(), writing(board.database) as session:
        goodwill = known_goodwill(session, asked.path["goodwill"])
        by = giver_of(session, wanted.by, "by")
        taken = take_back(session, goodwill.id, ruling, by, board.care.goodwill, now)
        if taken.voucher_id is not None and not void(session, taken.voucher_id, now):
            raise Problem(409, "Its voucher was redeemed already.")
        return show(taken)


OPERATIONS = (
    Operation(method="POST", path="/goodwill/{goodwill}/decision", scope="goodwill:decide",
              summary="Decide on goodwill that was asked for", does=post_decision, answers=GoodwillDecided,
              body=DecisionWanted, problems=(404, 409), shown_once=True),
    Operation(method="GET", path="/goodwill/{goodwill}", scope="goodwill:read",
              summary="Show goodwill with how the same was decided before", does=show_goodwill_in_whole,
              answers=GoodwillInWhole, problems=(404,)),
    Operation(method="POST", path="/goodwill/{goodwill}/taking-back", scope="goodwill:write",
              summary="Take goodwill back", does=post_taking_back, answers=GoodwillShown, body=TakingBack,
              problems=(404, 409)),
)  # fmt: skip
