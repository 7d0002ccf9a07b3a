"""The draft of a flow: only the test numbers reach it until it is published."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from console.api.flow_refused import refusals_told
from console.api.flow_versions import ReleaseId, wish_of
from console.api.flows import DraftShown, FlowShown, flow_shown
from console.api.operation import Asked, Operation
from console.control_characters import NONE_UNSEEN
from ivr.publishing.drafting import draft_flows, draft_of, drop
from ivr.publishing.written_flow import written
from records.database import reading

LONGEST_SOURCE: Final = 512 * 1024
"""Bytes of a request: a flow of 400 nodes has some 100 000."""


class DraftTold(DraftShown):
    source: str


class DraftWanted(BaseModel):
    """`base` puts a draft that was there before on another release: the one whose changes are now in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Annotated[str, StringConstraints(min_length=1, pattern=NONE_UNSEEN)] = Field(description="The YAML.")
    base: ReleaseId | None = None


def show_draft(board: Board, asked: Asked) -> DraftTold:
    with reading(board.database) as session, refusals_told():
        row, flow = draft_of(session, asked.path["flow"])
        return DraftTold(**dict(DraftShown.model_validate(row)), source=flow.source)


def put_draft(board: Board, asked: Asked) -> FlowShown:
    """Save the draft of this flow: the test numbers reach it within a second or so.

    Each error of the text is told with `source:line:column` as its field. A text that says what is in force already
    is no draft, and takes away one that was there.
    """
    wanted: DraftWanted = asked.body
    name = asked.path["flow"]
    with refusals_told():
        flow = written(wanted.source, frozenset(board.policy.queues), name=name)
    draft_flows(board.database, [flow], wish_of(board, asked, base=wanted.base))
    with reading(board.database) as session:
        return flow_shown(session, name)


def delete_draft(board: Board, asked: Asked) -> FlowShown:
    """Take the draft away; what is in force stays as it is."""
    name = asked.path["flow"]
    with refusals_told():
        with reading(board.database) as session:
            shown = flow_shown(session, name)
        drop(board.database, [name], wish_of(board, asked))
    return shown.model_copy(update={"draft": None})


OPERATIONS = (
    Operation(method="GET", path="/flows/{flow}/draft", scope="flows:read", summary="Show a flow's draft",
              does=show_draft, answers=DraftTold, problems=(404,)),
    Operation(method="PUT", path="/flows/{flow}/draft", scope="flows:write", summary="Save a flow's draft",
              does=put_draft, answers=FlowShown, body=DraftWanted, longest=LONGEST_SOURCE),
    Operation(method="DELETE", path="/flows/{flow}/draft", scope="flows:write", summary="Take a flow's draft away",
              does=delete_draft, answers=FlowShown, problems=(404,)),
)  # fmt: skip
