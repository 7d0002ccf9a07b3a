"""Briefings: what agents must have read; skill expressions ask for it as `briefed.<name>`."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from console.api.certificates import known_agent
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import unknown, wrong
from records.audit import append as append_audit
from records.database import reading, writing
from staff.agent import agent
from staff.briefing import Acknowledgement, Briefing, acknowledge, acknowledgements, briefings, put_briefing
from staff.certificate import is_a_name

Text = Annotated[Words, StringConstraints(min_length=1, max_length=10_000)]


class BriefingShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    name: str
    text_tr: str
    text_en: str
    required_from: date = Field(description="Until that day everybody counts as briefed.")
    revision: int
    written_by: str
    written_at: Moment


class BriefingWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    text_tr: Text
    text_en: Text
    required_from: date
    ask_again: bool = Field(False, description="Whoever has acknowledged it has to do so once more.")


class AcknowledgementShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    briefing: str
    agent_id: str
    revision: int
    acknowledged_at: Moment


class AcknowledgementWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    agent_id: Words


class BriefingOfAgent(BriefingShown):
    acknowledged_at: Moment | None = Field(description="Null: this agent has yet to read it.")


def list_briefings(board: Board, asked: Asked) -> Page[BriefingShown]:
    with reading(board.database) as session:
        return Page(items=tuple(BriefingShown.model_validate(row) for row in briefings(session)))


def show_briefing(board: Board, asked: Asked) -> BriefingShown:
    with reading(board.database) as session:
        return BriefingShown.model_validate(_known(session, asked.path["briefing"]))


def put_briefing_text(board: Board, asked: Asked) -> BriefingShown:
    """Write a briefing, or write it anew. Written to the audit trail."""
    wanted: BriefingWanted = asked.body
    now, by, name = board.clock(), asked.who.label, asked.path["briefing"]
    if not is_a_name(name):
        raise wrong("briefing", "A name is up to 40 letters, digits, - and _, and begins with a letter.")
    with writing(board.database) as session:
        briefing = put_briefing(session, name=name, **wanted.model_dump(), by=by, now=now)
        told = {**wanted.model_dump(mode="json", exclude={"text_tr", "text_en"}), "revision": briefing.revision}
        append_audit(session, by, "briefing_written", f"briefing:{name}", told, now)
        return BriefingShown.model_validate(briefing)


def list_acknowledgements(board: Board, asked: Asked) -> Page[AcknowledgementShown]:
    """Who has acknowledged the present revision, by agent."""
    with reading(board.database) as session:
        rows = acknowledgements(session, _known(session, asked.path["briefing"]))
        return Page(items=tuple(AcknowledgementShown.model_validate(row) for row in rows))


def post_acknowledgement(board: Board, asked: Asked) -> AcknowledgementShown:
    """The agent has read the briefing. Their lines follow within seconds. Written to the audit trail."""
    wanted: AcknowledgementWanted = asked.body
    now = board.clock()
    with writing(board.database) as session:
        briefing = _known(session, asked.path["briefing"])
        known = agent(session, wanted.agent_id)
        if known is None or not known.active:
            raise wrong("agent_id", f"There is no agent {wanted.agent_id}.")
        told, is_news = acknowledge(session, briefing, known.id, now)
        if is_news:
            seen = {"briefing": briefing.name, "revision": briefing.revision}
            append_audit(session, asked.who.label, "briefing_acknowledged", f"agent:{known.id}", seen, now)
        return AcknowledgementShown.model_validate(told)


def list_briefings_of_agent(board: Board, asked: Asked) -> Page[BriefingOfAgent]:
    """Every briefing, with when this agent acknowledged it."""
    with reading(board.database) as session:
        known = known_agent(session, asked.path["agent"])
        shown = [_of_agent(row, session.get(Acknowledgement, (row.name, known.id))) for row in briefings(session)]
        return Page(items=tuple(shown))


def _of_agent(briefing: Briefing, told: Acknowledgement | None) -> BriefingOfAgent:
    at = told.acknowledged_at if told and told.revision == briefing.revision else None
    return BriefingOfAgent(**BriefingShown.model_validate(briefing).model_dump(), acknowledged_at=at)


def _known(session: Session, name: str) -> Briefing:
    briefing = session.get(Briefing, name) if is_a_name(name) else None
    if briefing is None:
        raise unknown("briefing", name)
    return briefing


OPERATIONS = (
    Operation(method="GET", path="/briefings", scope="agents:read", summary="List briefings",
              does=list_briefings, answers=Page[BriefingShown]),
    Operation(method="GET", path="/briefings/{briefing}", scope="agents:read", summary="Show a briefing",
              does=show_briefing, answers=BriefingShown, problems=(404,)),
    Operation(method="PUT", path="/briefings/{briefing}", scope="agents:write", summary="Write a briefing",
              does=put_briefing_text, answers=BriefingShown, body=BriefingWanted),
    Operation(method="GET", path="/briefings/{briefing}/acknowledgements", scope="agents:read",
              summary="List who has acknowledged a briefing", does=list_acknowledgements,
              answers=Page[AcknowledgementShown], problems=(404,)),
    Operation(method="POST", path="/briefings/{briefing}/acknowledgements", scope="presence:write",
              summary="Acknowledge a briefing", does=post_acknowledgement, answers=AcknowledgementShown,
              body=AcknowledgementWanted, problems=(404,)),
    Operation(method="GET", path="/agents/{agent}/briefings", scope="agents:read",
              summary="List what an agent has read and has yet to read", does=list_briefings_of_agent,
              answers=Page[BriefingOfAgent], problems=(404,)),
)  # fmt: skip
