"""What cases are about: the reasons of the centre's care.yaml."""

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.wording import Told


class ReasonShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    words: Told
    also: tuple[str, ...] = Field(description="Other words by which it is understood.")


def list_reasons(board: Board, asked: Asked) -> Page[ReasonShown]:
    """All in one page, in the order of the file."""
    return Page(
        items=tuple(
            ReasonShown(name=reason.name, words=Told(tr=reason.words.tr, en=reason.words.en), also=reason.also)
            for reason in board.care.reasons.values()
        )
    )


OPERATIONS = (
    Operation(method="GET", path="/reasons", scope="cases:read", summary="List what cases are about",
              does=list_reasons, answers=Page[ReasonShown]),
)  # fmt: skip
