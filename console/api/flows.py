"""Flows: what callers hear, which version of it is in force, and what is drafted."""

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from callbacks.board import Board
from console.api.fields import Moment
from console.api.flow_refused import refusals_told
from console.api.operation import Asked, Operation
from console.api.page import Page
from ivr.publishing.draft import FlowDraft, drafts
from ivr.publishing.errors import NoSuchFlow
from ivr.publishing.flow_version import version_in_force
from ivr.publishing.found_flow import found_flow
from ivr.publishing.present import present_release
from ivr.publishing.telling import version_row
from records.database import reading


class VersionShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    number: int = Field(description="Counted from 1 for each flow.")
    version: str = Field(description="The hash of what the flow says: it never changes.")
    in_force: bool
    author: str
    note: str
    published_at: Moment


class DraftShown(BaseModel):
    """`base` is the release the draft was made on."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    version: str
    base: str
    author: str
    saved_at: Moment


class FlowShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    published: VersionShown | None = Field(description="null: only a draft of it exists.")
    draft: DraftShown | None


class FlowTold(FlowShown):
    """`source` is the YAML of what is in force; `release` is what to name as `base` when publishing."""

    source: str | None
    release: str | None


def list_flows(board: Board, asked: Asked) -> Page[FlowShown]:
    """All of them in one page, by name: those in force and those that are only drafted."""
    with reading(board.database) as session:
        names = sorted({*present_release(session).versions, *(one.flow for one in drafts(session))})
        return Page(items=tuple(flow_shown(session, name) for name in names))


def show_flow(board: Board, asked: Asked) -> FlowTold:
    name = asked.path["flow"]
    with reading(board.database) as session, refusals_told():
        shown = flow_shown(session, name)
        source = found_flow(session, name, "published").source if shown.published else None
        return FlowTold(**dict(shown), source=source, release=present_release(session).release)


def flow_shown(session: Session, name: str) -> FlowShown:
    """Raises NoSuchFlow."""
    draft = session.get(FlowDraft, name)
    version = present_release(session).versions.get(name)
    if draft is None and version is None:
        raise NoSuchFlow(name, "here")
    row = version_in_force(session, name, version) if version else None
    return FlowShown(
        name=name,
        published=VersionShown(**version_row(row, version)) if row else None,
        draft=DraftShown.model_validate(draft) if draft else None,
    )


OPERATIONS = (
    Operation(method="GET", path="/flows", scope="flows:read", summary="List flows",
              does=list_flows, answers=Page[FlowShown]),
    Operation(method="GET", path="/flows/{flow}", scope="flows:read", summary="Show a flow",
              does=show_flow, answers=FlowTold, problems=(404,)),
)  # fmt: skip
