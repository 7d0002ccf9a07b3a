"""A flow as a drawing: one version, or two over each other."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from callbacks.board import Board
from console.api.fields import Words
from console.api.flow_refused import refusals_told
from console.api.operation import Asked, Operation
from ivr.drawing.difference_sheet import difference_sheet
from ivr.drawing.flow_sheet import sheet_of
from ivr.drawing.outline import outline_of
from ivr.drawing.picture import picture_of
from ivr.drawing.sheet import Sheet
from ivr.errors import DrawingUnavailable
from ivr.language.written import Written
from ivr.publishing.found_flow import found_flow
from ivr.publishing.present import present_release
from records.database import reading


class GraphQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Words = Field("published", description="A number, a hash, `published` or `draft`.")
    against: Words | None = Field(None, description="An older version: what changed since is drawn.")
    lang: Literal["tr", "en"] = Field("tr", description="Whose words stand on the drawing.")
    inside: bool = Field(False, description="Draw the flows it goes through as well, each in a box.")


class GraphShown(BaseModel):
    """The drawing stands alone, and its nodes are anchors: `#main.yaml:33`."""

    model_config = ConfigDict(frozen=True)

    flow: str
    svg: str | None = Field(description="null: there is no Graphviz here.")
    outline: str = Field(description="The same as indented text.")


def show_flow_graph(board: Board, asked: Asked) -> GraphShown:
    name = asked.path["flow"]
    with reading(board.database) as session, refusals_told():
        sheet = _sheet(session, name, asked.query)
    return GraphShown(flow=name, svg=drawn(sheet), outline=outline_of(sheet))


def _sheet(session: Session, name: str, query: GraphQuery) -> Sheet:
    """Raises NoSuchFlow, VersionUnknown."""
    flow = written_flow(session, name, query.version)
    if query.against is not None:
        return difference_sheet(written_flow(session, name, query.against), flow, query.lang)
    return sheet_of(flow, query.lang, _published(session) if query.inside else None)


def written_flow(session: Session, name: str, told: str) -> Written:
    """One version of a flow as its file would have it. Raises NoSuchFlow, VersionUnknown."""
    kept = found_flow(session, name, told)
    return Written(flow=kept.flow, path=Path(f"{name}.yaml"), text=kept.source)


def _published(session: Session) -> Mapping[str, Written]:
    return {name: written_flow(session, name, "published") for name in present_release(session).versions}


def drawn(sheet: Sheet, *, alone: bool = True) -> str | None:
    """The SVG, `alone` or as part of a page; None where there is no Graphviz."""
    try:
        return picture_of(sheet, alone=alone)
    except DrawingUnavailable:
        return None


OPERATIONS = (
    Operation(method="GET", path="/flows/{flow}/graph", scope="flows:read", summary="Draw a flow",
              does=show_flow_graph, answers=GraphShown, query=GraphQuery, problems=(404,)),
)  # fmt: skip
