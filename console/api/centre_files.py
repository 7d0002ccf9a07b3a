"""The centre's own files: how it routes, cares, escalates and opens, as written, and what is wrong with a text for one.

They are changed where they lie, with the centre's other configuration; here they are read, and changes are tried.
"""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from callbacks.centre_files import NAMES
from console.api.flow_check import unreadable
from console.api.flow_trial import FindingShown
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import unknown

LONGEST_SOURCE = 512 * 1024


class CentreFileShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str = Field(description="`policy` for policy.yaml.")
    lines: int


class CentreFileTold(CentreFileShown):
    source: str


class TextWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")] = Field(description="The YAML.")


class TextChecked(BaseModel):
    """`elsewhere` are problems the text makes in other files: a queue that is gone, and a flow that leads there."""

    model_config = ConfigDict(frozen=True)

    findings: tuple[FindingShown, ...]
    elsewhere: tuple[str, ...]


def list_centre_files(board: Board, asked: Asked) -> Page[CentreFileShown]:
    """All of them in one page, in the order a newcomer reads them."""
    found = [(name, path) for name in NAMES if (path := board.files.path(name))]
    return Page(items=tuple(CentreFileShown(name=name, lines=len(_text(path).splitlines())) for name, path in found))


def show_centre_file(board: Board, asked: Asked) -> CentreFileTold:
    name, text = asked.path["file"], _text(_path(board, asked))
    return CentreFileTold(name=name, lines=len(text.splitlines()), source=text)


def check_centre_file(board: Board, asked: Asked) -> TextChecked:
    """What the centre would say with this text instead of what lies there. Nothing is saved."""
    wanted: TextWanted = asked.body
    name = _path(board, asked).stem
    problems = board.files.problems({name: wanted.source})
    own = [one for one in problems if one.startswith(f"{name}.yaml:")]
    return TextChecked(findings=tuple(map(unreadable, own)), elsewhere=tuple(one for one in problems if one not in own))


def _path(board: Board, asked: Asked) -> Path:
    path = board.files.path(asked.path["file"])
    if path is None:
        raise unknown("file of the centre", asked.path["file"])
    return path


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


OPERATIONS = (
    Operation(method="GET", path="/centre-files", scope="flows:read", summary="List the centre's own files",
              does=list_centre_files, answers=Page[CentreFileShown]),
    Operation(method="GET", path="/centre-files/{file}", scope="flows:read", summary="Show a file of the centre",
              does=show_centre_file, answers=CentreFileTold, problems=(404,)),
    Operation(method="POST", path="/centre-files/{file}/check", scope="flows:read",
              summary="Check a text for a file of the centre", does=check_centre_file, answers=TextChecked,
              body=TextWanted, longest=LONGEST_SOURCE, kept=False, problems=(404,)),
)  # fmt: skip
