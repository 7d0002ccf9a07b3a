"""Thanks: what colleagues and customers say of people who did something well."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from callbacks.board import Board
from console.api.cases import known_case
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery
from console.api.problem import wrong
from console.api.serial_page import Serial, serial_page
from records.database import reading, writing
from staff.agent import agent
from staff.thanks import Thanks, say_thanks, thanks_said

AgentId = Annotated[Words, StringConstraints(min_length=1, max_length=64)]


class ThanksShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    kind: str = Field(description="colleague or customer.")
    to_agent: str
    from_agent: str | None
    words: str
    case_number: str | None
    call: str | None
    at: Moment


class ThanksSaid(BaseModel):
    """From a colleague (`from_agent`), or from a customer: a letter, a call, a word at the door."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to_agent: AgentId
    from_agent: AgentId | None = None
    kind: Literal["colleague", "customer"] = "colleague"
    words: Annotated[Words, StringConstraints(min_length=1, max_length=1000)]
    case_number: Annotated[Words, StringConstraints(max_length=40)] | None = None

    @model_validator(mode="after")
    def _somebody_says_it(self) -> "ThanksSaid":
        if (self.from_agent is None) != (self.kind == "customer"):
            raise ValueError("Thanks of a colleague have a from_agent; those of a customer have none.")
        return self


class ThanksQuery(PageQuery):
    agent: Words | None = Field(None, description="Only what was said to this agent.")
    kind: Literal["colleague", "customer"] | None = None


def list_thanks(board: Board, asked: Asked) -> Page[ThanksShown]:
    """The latest first."""
    query: ThanksQuery = asked.query
    return _page(board, query, query.agent, query.kind)


def list_compliments(board: Board, asked: Asked) -> Page[ThanksShown]:
    """What customers said of our people, the latest first."""
    query: PageQuery = asked.query
    return _page(board, query, None, "customer")


def post_thanks(board: Board, asked: Asked) -> ThanksShown:
    """Say it. They get a notice; where a customer said it their lead does too."""
    said: ThanksSaid = asked.body
    with writing(board.database) as session:
        for field, who in (("to_agent", said.to_agent), ("from_agent", said.from_agent)):
            known = agent(session, who) if who else None
            if who and (known is None or not known.active):
                raise wrong(field, f"There is no agent {who}.")
        if said.to_agent == said.from_agent:
            raise wrong("to_agent", "Nobody thanks themselves.")
        if said.case_number is not None:
            known_case(session, said.case_number)
        thanks = Thanks(once=f"said:{board.new_id()}", at=board.clock(), **said.model_dump())
        return ThanksShown.model_validate(say_thanks(session, thanks))


def _page(
    board: Board, query: PageQuery, to_agent: str | None, kind: Literal["colleague", "customer"] | None
) -> Page[ThanksShown]:
    place = Serial.of(query)
    with reading(board.database) as session:
        rows = thanks_said(session, to_agent=to_agent, kind=kind, limit=place.limit, before=place.before)
        return serial_page(query, [ThanksShown.model_validate(row) for row in rows])


OPERATIONS = (
    Operation(method="GET", path="/thanks", scope="agents:read", summary="List thanks", does=list_thanks,
              answers=Page[ThanksShown], query=ThanksQuery),
    Operation(method="GET", path="/compliments", scope="agents:read", summary="List what customers praised",
              does=list_compliments, answers=Page[ThanksShown], query=PageQuery),
    Operation(method="POST", path="/thanks", scope="calls:write", summary="Thank somebody", does=post_thanks,
              answers=ThanksShown, body=ThanksSaid, problems=(404,), kept_with_act=True),
)  # fmt: skip
