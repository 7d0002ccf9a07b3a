"""A text that is to be a flow, looked at while somebody writes it: every error with its line, and the drawing."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from console.api.flow_draft import LONGEST_SOURCE
from console.api.flow_graph import drawn
from console.api.flow_trial import FindingShown, finding_shown
from console.api.flow_versions import known_to
from console.api.operation import Asked, Operation
from console.control_characters import NONE_UNSEEN
from ivr.drawing.flow_sheet import sheet_of
from ivr.errors import FlowInvalid
from ivr.file_fault import fault_told
from ivr.language.written import Written, written_in
from ivr.publishing.checked import findings_in
from ivr.publishing.found_flow import with_others
from ivr.publishing.written_flow import WrittenFlow
from records.database import reading


class CheckWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Annotated[str, StringConstraints(pattern=NONE_UNSEEN)] = Field(description="The YAML.")
    language: Literal["tr", "en"] = "tr"
    draw: bool = Field(False, description="The drawing as well, where the text can be read.")


class FlowChecked(BaseModel):
    """`findings` in the order of the text; what stops it from being a flow at all is of the rule `unreadable`."""

    model_config = ConfigDict(frozen=True)

    errors: int
    findings: tuple[FindingShown, ...]
    svg: str | None = Field(None, description="For a page that has the drawing's style sheet itself.")


def check_flow(board: Board, asked: Asked) -> FlowChecked:
    """What would be said of this text if it were published as it stands, beside all other flows. Nothing is saved."""
    wanted: CheckWanted = asked.body
    name = asked.path["flow"]
    try:
        written = written_in(Path(f"{name}.yaml"), wanted.source)
    except FlowInvalid as invalid:
        return _told(tuple(unreadable(one, wanted.language) for one in invalid.problems))
    found = (*_of_its_name(written, name, wanted.language), *_findings(board, written, wanted.language))
    return _told(found, drawn(sheet_of(written, wanted.language), alone=False) if wanted.draw else None)


def _told(findings: tuple[FindingShown, ...], svg: str | None = None) -> FlowChecked:
    return FlowChecked(errors=sum(one.level == "error" for one in findings), findings=findings, svg=svg)


def _of_its_name(written: Written, name: str, language: str) -> tuple[FindingShown, ...]:
    if written.flow.flow == name:
        return ()
    return (unreadable(written.flow_is_another(name), language),)


def _findings(board: Board, written: Written, language: str) -> tuple[FindingShown, ...]:
    one = WrittenFlow(flow=written.flow, source=written.text)
    with reading(board.database) as session:
        flows = with_others(session, one)
    found = findings_in(known_to(board), flows)
    return tuple(finding_shown(finding, language) for finding in found if finding.flow == one.name)


def unreadable(fault: str, language: str) -> FindingShown:
    """`main.yaml:7:12: nodes.menu: must be a mapping`, as a reader of files tells it."""
    problem = fault_told(fault, language)
    place, _, what = problem.partition(": ")
    _, *numbers = place.rsplit(":", 2)
    known = len(numbers) == 2 and all(number.isdecimal() for number in numbers)
    line, column = map(int, numbers) if known else (1, 1)
    told = what if known else problem
    return FindingShown(level="error", rule="unreadable", node=None, line=line, column=column, message=told, hint="")


OPERATIONS = (
    Operation(method="POST", path="/flows/{flow}/check", scope="flows:read",
              summary="Check a text that is to be a flow",
              does=check_flow, answers=FlowChecked, body=CheckWanted, longest=LONGEST_SOURCE, kept=False),
)  # fmt: skip
