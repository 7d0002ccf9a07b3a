"""A flow before it is published: what the checker finds in it, and where past calls would have gone."""

from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from console.api.fields import Moment, Words
from console.api.flow_refused import refusals_told
from console.api.flow_versions import known_to
from console.api.operation import Asked, Operation
from console.api.page import Page
from ivr.checking.finding import Finding
from ivr.publishing.checked import findings_in
from ivr.publishing.found_flow import found_flow, with_others
from ivr.retelling.replay import Replay
from ivr.retelling.trial_run import Span, trial_run
from records.database import reading

A_DAY: Final = timedelta(days=1)
Version = Annotated[Words, StringConstraints(min_length=1, max_length=12)]


class FindingShown(BaseModel):
    """`line` and `column` count from one, in the text of the flow."""

    model_config = ConfigDict(frozen=True)

    level: Literal["error", "warning"]
    rule: str
    node: str | None
    line: int
    column: int
    message: str
    hint: str


class FindingsQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Version = Field("draft", description="A number, a hash, `published` or `draft`.")
    language: Literal["tr", "en"] = "tr"


class ReplayQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Version = Field("draft", description="A number, a hash, `published` or `draft`.")
    since: Moment | None = Field(None, description="Calls that arrived from then on; by default those of a day.")
    most: int = Field(500, ge=1, le=2000, description="How many calls at most, the newest first.")


class ElsewhereShown(BaseModel):
    """Ends are a queue, `recording`, `hang_up`, or `left at flow.node` where the caller hung up."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    call: str
    before: str
    after: str


class ReplayShown(BaseModel):
    """`asked_anew` are calls that come to something they never met, with its node; `untold` those nobody can retell."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    calls: int = Field(description="How many calls were told again from beginning to end.")
    elsewhere: tuple[ElsewhereShown, ...]
    asked_anew: dict[str, str]
    untold: tuple[str, ...]


def list_flow_findings(board: Board, asked: Asked) -> Page[FindingShown]:
    """What the checker would say of this flow beside all others as they are in force, in the order of its text."""
    query: FindingsQuery = asked.query
    with reading(board.database) as session, refusals_told():
        flows = with_others(session, found_flow(session, asked.path["flow"], query.version))
    found = [one for one in findings_in(known_to(board), flows) if one.flow == asked.path["flow"]]
    return Page(items=tuple(finding_shown(finding, query.language) for finding in found))


def replay_flow(board: Board, asked: Asked) -> ReplayShown:
    """Past calls told again through a version of this flow: how many would end elsewhere than they did."""
    query: ReplayQuery = asked.query
    now = board.clock()
    span = Span(since=query.since or now - A_DAY, until=now, most=query.most)
    with reading(board.database) as session, refusals_told():
        found: Replay = trial_run(session, found_flow(session, asked.path["flow"], query.version), span)
    return ReplayShown.model_validate(found)


def finding_shown(finding: Finding, language: str) -> FindingShown:
    _, line, column = finding.place.rsplit(":", 2)
    return FindingShown(
        level=finding.level,
        rule=finding.rule,
        node=finding.node,
        line=int(line),
        column=int(column),
        message=finding.told(language),
        hint=finding.advice(language),
    )


OPERATIONS = (
    Operation(method="GET", path="/flows/{flow}/findings", scope="flows:read", summary="Check a flow",
              does=list_flow_findings, answers=Page[FindingShown], query=FindingsQuery, problems=(404,)),
    Operation(method="GET", path="/flows/{flow}/replay", scope="flows:read",
              summary="Tell past calls again through a flow", does=replay_flow, answers=ReplayShown,
              query=ReplayQuery, problems=(404,)),
)  # fmt: skip
