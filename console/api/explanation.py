"""Why a call went where it went, offer by offer, in sentences."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from console.api.fields import Moment
from console.api.operation import Asked, Operation
from console.api.problem import unknown
from ivr.call_explained import explain_past_call
from records.call_record import call_record
from records.database import reading


class ExplanationQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Literal["tr", "en"] = "tr"


class SentenceShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    at: Moment
    text: str


class Explanation(BaseModel):
    model_config = ConfigDict(frozen=True)

    call: str
    language: str
    sentences: tuple[SentenceShown, ...] = Field(description="In order of time; none when nobody was waited for.")


def show_explanation(board: Board, asked: Asked) -> Explanation:
    query: ExplanationQuery = asked.query
    sid = asked.path["call"]
    with reading(board.database) as session:
        if call_record(session, sid) is None:
            raise unknown("call", sid)
        told = explain_past_call(session, sid, language=query.language)
    shown = tuple(SentenceShown(at=sentence.at, text=sentence.text) for sentence in told)
    return Explanation(call=sid, language=query.language, sentences=shown)


OPERATIONS = (
    Operation(method="GET", path="/calls/{call}/explanation", scope="calls:read",
              summary="Tell why a call went where it went", does=show_explanation, answers=Explanation,
              query=ExplanationQuery, problems=(404,)),
)  # fmt: skip
