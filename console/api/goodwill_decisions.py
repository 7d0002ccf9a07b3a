"""What was asked for above somebody's authority is decided by somebody who has it."""

from typing import Annotated

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from cases.goodwill_decision import Decision, Ruling, decide_goodwill
from console.api.fields import Words
from console.api.goodwill import GoodwillShown, Name, giver_of, known_goodwill, refusals_told, show
from console.api.operation import Asked, Operation
from console.goodwill_notices import it_was_decided
from records.database import writing


class DecisionWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Name = Field(validation_alias=AliasChoices("by", "agent"), description="Who decides: not who asked.")
    decision: Decision
    reason: Annotated[Words, StringConstraints(min_length=1, max_length=1000)]


def post_decision(board: Board, asked: Asked) -> GoodwillShown:
    """Decide what was asked for. What is granted comes out of the decider's purse.

    409 when it was decided before, or their purse has not enough. The agent is told. Written to the audit trail.
    """
    wanted: DecisionWanted = asked.body
    now = board.clock()
    ruling = Ruling(once=asked.once, via=f"key:{asked.key.id}", decision=wanted.decision, reason=wanted.reason)
    with refusals_told(), writing(board.database) as session:
        goodwill = known_goodwill(session, asked.path["goodwill"])
        decider = giver_of(session, wanted.by, "by")
        decided = decide_goodwill(session, goodwill.id, ruling, decider, board.care.goodwill, now)
        it_was_decided(session, decided, now)
        return show(decided)


OPERATIONS = (
    Operation(method="POST", path="/goodwill/{goodwill}/decision", scope="goodwill:decide",
              summary="Decide on goodwill that was asked for", does=post_decision, answers=GoodwillShown,
              body=DecisionWanted, problems=(404, 409)),
)  # fmt: skip
