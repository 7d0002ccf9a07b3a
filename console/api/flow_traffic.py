"""Where callers really went in a flow: how many by which way, and at which node they hung up."""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from callbacks.board import Board
from console.api.fields import Words
from console.api.flow_graph import drawn, written_flow
from console.api.flow_refused import refusals_told
from console.api.operation import Asked, Operation
from ivr.drawing.flow_sheet import sheet_of
from ivr.drawing.traffic_sheet import with_traffic
from ivr.retelling.traffic import Traffic, traffic_of
from ivr.retelling.trial_run import Span
from records.database import reading


class TrafficQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Words = Field("published", description="On which version it is drawn: a number, a hash or `draft`.")
    days: int = Field(7, ge=1, le=31, description="Of calls that arrived so many days back.")
    most: int = Field(1000, ge=1, le=5000, description="How many calls at most, the newest first.")
    lang: Literal["tr", "en"] = Field("tr", description="Whose words stand on the drawing.")


class WayTaken(BaseModel):
    """`before` is null where callers came in from outside the flow."""

    model_config = ConfigDict(frozen=True)

    before: str | None
    after: str
    calls: int


class LeftAt(BaseModel):
    model_config = ConfigDict(frozen=True)

    node: str
    calls: int


class TrafficShown(BaseModel):
    """What was counted whatever version the calls were on: ways that are no more are in `ways` and not drawn."""

    model_config = ConfigDict(frozen=True)

    calls: int = Field(description="How many of the calls came through this flow.")
    ways: tuple[WayTaken, ...] = Field(description="The busiest first.")
    left: tuple[LeftAt, ...] = Field(description="Where callers hung up in the flow, the most frequent first.")
    svg: str | None = Field(description="The flow with them, for a page that has the drawing's style sheet itself.")


def show_flow_traffic(board: Board, asked: Asked) -> TrafficShown:
    query: TrafficQuery = asked.query
    name, now = asked.path["flow"], board.clock()
    span = Span(since=now - timedelta(days=query.days), until=now, most=query.most)
    with reading(board.database) as session, refusals_told():
        return _shown(session, name, query, traffic_of(session, name, span))


def _shown(session: Session, name: str, query: TrafficQuery, traffic: Traffic) -> TrafficShown:
    sheet = with_traffic(sheet_of(written_flow(session, name, query.version), query.lang), traffic.ways)
    ways = sorted(traffic.ways.items(), key=lambda each: (-each[1], each[0]))
    left = sorted(traffic.left.items(), key=lambda each: (-each[1], each[0]))
    return TrafficShown(
        calls=traffic.calls,
        ways=tuple(WayTaken(before=before or None, after=after, calls=calls) for (before, after), calls in ways),
        left=tuple(LeftAt(node=node, calls=calls) for node, calls in left),
        svg=drawn(sheet, alone=False),
    )


OPERATIONS = (
    Operation(method="GET", path="/flows/{flow}/traffic", scope="flows:read", summary="Count the ways callers took",
              does=show_flow_traffic, answers=TrafficShown, query=TrafficQuery, problems=(404,)),
)  # fmt: skip
