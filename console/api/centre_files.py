"""The centre's own files: how it routes, cares, escalates and opens. Read, tried, published, and put back.

A file counts as it lies in the centre's folder until a version of it is published here; from then on the newest
version counts, in every process, within a second or two.
"""

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from callbacks.centre_files import NAMES, PUBLISHED_HERE
from callbacks.centre_publishing import (
    FileInForceAlready,
    FileNotPublished,
    FilePublishedMeanwhile,
    FileRefused,
    FileWish,
    NoSuchFileVersion,
    publish_file,
    roll_back_file,
    source_in_force,
)
from console.api.fields import Moment
from console.api.flow_check import unreadable
from console.api.flow_trial import FindingShown
from console.api.flow_versions import Note
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import Fault, Problem, unknown
from console.control_characters import NONE_UNSEEN
from console.wording import told
from ivr.file_fault import fault_told
from records.centre_file_version import (
    CentreFileVersion,
    file_in_force,
    files_in_force,
    numbers_in_force,
    version_of_file,
    versions_of_file,
)
from records.database import reading

LONGEST_SOURCE = 512 * 1024

ToldVersion = Annotated[str, StringConstraints(pattern=r"^(\d{1,9}|published|file)$")]
Source = Annotated[str, StringConstraints(pattern=NONE_UNSEEN)]
Base = Annotated[int, Field(ge=0, description="The version somebody looked at; 0 for the file as it lies.")]


class CentreFileShown(BaseModel):
    """`version` is in force; 0: the file counts as it lies. `published`: whether versions of it can be made here."""

    model_config = ConfigDict(frozen=True)

    name: str = Field(description="`policy` for policy.yaml.")
    lines: int
    version: int
    published: bool
    differs: bool = Field(description="What lies in the folder says something else, and does not count.")


class FileVersionShown(BaseModel):
    """`restores` is the version whose text a rollback brought back."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    number: int
    how: Literal["first", "publish", "rollback"]
    restores: int | None
    author: str
    note: str
    published_at: Moment


class CentreFileTold(CentreFileShown):
    """`last` is who published what is in force; null where the file counts as it lies."""

    source: str
    last: FileVersionShown | None


class FileVersionTold(FileVersionShown):
    source: str


class TextWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Source = Field(description="The YAML.")
    language: Literal["tr", "en"] = "tr"


class PublishedTextWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Source = Field(description="The YAML.")
    note: Note = ""
    base: Base | None = None


class FileRollbackWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int | None = Field(None, ge=1, description="By default the version before the one in force.")
    note: Note = ""
    base: Base | None = None


class TextChecked(BaseModel):
    """`elsewhere` are problems the text makes in other files: a queue that is gone, and a flow that leads there."""

    model_config = ConfigDict(frozen=True)

    errors: int
    findings: tuple[FindingShown, ...]
    elsewhere: tuple[str, ...]
    difference: tuple[str, ...] = Field(description="The lines of a unified diff: from what is in force to this text.")


class FileDifferenceQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    before: ToldVersion = Field("published", description="A number, `published` (in force) or `file` (in the folder).")
    after: ToldVersion = "file"


class FileDifferenceShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    text: tuple[str, ...] = Field(description="The lines of a unified diff of the YAML.")


def list_centre_files(board: Board, asked: Asked) -> Page[CentreFileShown]:
    """All of them in one page, in the order a newcomer reads them."""
    with reading(board.database) as session:
        published = files_in_force(session)
    return Page(items=tuple(_shown(board, name, published.get(name)) for name in NAMES if board.files.path(name)))


def show_centre_file(board: Board, asked: Asked) -> CentreFileTold:
    """What is in force."""
    name = _name(board, asked)
    with reading(board.database) as session:
        last = file_in_force(session, name)
    told = FileVersionShown.model_validate(last) if last else None
    source = last.source if last else board.files.lying(name) or ""
    return CentreFileTold(**dict(_shown(board, name, last)), source=source, last=told)


def check_centre_file(board: Board, asked: Asked) -> TextChecked:
    """What the centre would say with this text instead of what is in force. Nothing is saved."""
    wanted: TextWanted = asked.body
    name = _name(board, asked)
    problems = board.files.problems({name: wanted.source})
    own = [one for one in problems if one.startswith(f"{name}.yaml:")]
    return TextChecked(
        errors=len(problems),
        findings=tuple(unreadable(one, wanted.language) for one in own),
        elsewhere=tuple(fault_told(one, wanted.language) for one in problems if one not in own),
        difference=_difference(_text(board, name, "published"), wanted.source, ("published", "…")),
    )


def publish_centre_file(board: Board, asked: Asked) -> FileVersionShown:
    """Put this text in force as a new version. Refused with 409 when the file was published since `base`, and with 422
    for what is wrong with it or what it breaks in another file or flow; each fault of the text has `source:line:column`
    as its field.

    Every process goes by it within a second or two: new requests, jobs and calls do; who waits in line keeps the way
    they were led, and what was begun under the former rules is ended under them.
    """
    wanted: PublishedTextWanted = asked.body
    name = _name(board, asked)
    with _refusals_told(name):
        wish = _wish(board, asked, wanted.note, wanted.base)
        return FileVersionShown.model_validate(publish_file(board.database, board.files, name, wanted.source, wish))


def roll_back_centre_file(board: Board, asked: Asked) -> FileVersionShown:
    """Put the text of an earlier version in force, as a new version; it is checked as any other text is."""
    wanted: FileRollbackWanted = asked.body
    name = _name(board, asked)
    with _refusals_told(name):
        wish = _wish(board, asked, wanted.note, wanted.base)
        return FileVersionShown.model_validate(roll_back_file(board.database, board.files, name, wanted.version, wish))


def list_centre_file_versions(board: Board, asked: Asked) -> Page[FileVersionShown]:
    """All of them in one page, the newest first. Version 1 is what lay in the folder before."""
    name = _name(board, asked)
    with reading(board.database) as session:
        rows = versions_of_file(session, name)
    return Page(items=tuple(map(FileVersionShown.model_validate, rows)))


def show_centre_file_version(board: Board, asked: Asked) -> FileVersionTold:
    name = _name(board, asked)
    return FileVersionTold.model_validate(_version(board, name, asked.path["version"]))


def show_centre_file_difference(board: Board, asked: Asked) -> FileDifferenceShown:
    """Line by line. By default from what is in force to what lies in the folder."""
    query: FileDifferenceQuery = asked.query
    name = _name(board, asked)
    before, after = (_text(board, name, told) for told in (query.before, query.after))
    return FileDifferenceShown(text=_difference(before, after, (query.before, query.after)))


def _shown(board: Board, name: str, published: CentreFileVersion | None) -> CentreFileShown:
    lying = board.files.lying(name) or ""
    source = published.source if published else lying
    return CentreFileShown(
        name=name,
        lines=len(source.splitlines()),
        version=published.number if published else 0,
        published=name in PUBLISHED_HERE,
        differs=lying != source,
    )


def _name(board: Board, asked: Asked) -> str:
    name = asked.path["file"]
    if board.files.path(name) is None:
        raise unknown("file of the centre", name)
    return name


def _text(board: Board, name: str, told: str) -> str:
    """What a difference is told between. Raises Problem."""
    if told == "file":
        return board.files.lying(name) or ""
    if told != "published":
        return _version(board, name, told).source
    with reading(board.database) as session:
        return source_in_force(session, board.files, name)[1]


def _version(board: Board, name: str, told: str) -> CentreFileVersion:
    with reading(board.database) as session:
        known = told.isascii() and told.isdecimal() and int(told) <= numbers_in_force(session).get(name, 0)
        version = version_of_file(session, name, int(told)) if known else None
    if version is None:
        raise unknown("version of this file", told)
    return version


def _difference(before: str, after: str, names: tuple[str, str]) -> tuple[str, ...]:
    return tuple(difflib.unified_diff(before.splitlines(), after.splitlines(), *names, lineterm=""))


def _wish(board: Board, asked: Asked, note: str, base: int | None) -> FileWish:
    return FileWish(author=asked.who.name, note=note, now=board.clock(), who=asked.who.label, base=base)


@contextmanager
def _refusals_told(name: str) -> Iterator[None]:
    """Raises Problem for what publishing refuses."""
    try:
        yield
    except FileRefused as refused:
        faults = [_fault(problem, name) for problem in refused.problems]
        raise Problem(422, "The text has errors.", faults, told=told("centre_file_has_errors", {})) from None
    except FileNotPublished as refused:
        raise Problem(409, str(refused), told=told("centre_file_lies", {"file": name})) from None
    except NoSuchFileVersion as missing:
        raise Problem(404, str(missing)) from None
    except FileInForceAlready as refused:
        raise Problem(409, str(refused), told=told("nothing_to_publish", {})) from None
    except FilePublishedMeanwhile as refused:
        named = {"file": name, "by": refused.by, "present": refused.present}
        base = Fault(field="base", detail=f"It is {refused.present} now.")
        raise Problem(409, str(refused), [base], told=told("centre_file_published_meanwhile", named)) from None


def _fault(problem: str, name: str) -> Fault:
    """`policy.yaml:7:12: what` is a fault of `source:7:12`; one of another file is told with its place in the words."""
    place, _, what = problem.partition(": ")
    file, *numbers = place.split(":")
    if file != f"{name}.yaml":
        return Fault(field="elsewhere", detail=problem)
    return Fault(field=":".join(["source", *numbers]), detail=what)


OPERATIONS = (
    Operation(method="GET", path="/centre-files", scope="flows:read", summary="List the centre's own files",
              does=list_centre_files, answers=Page[CentreFileShown]),
    Operation(method="GET", path="/centre-files/{file}", scope="flows:read", summary="Show a file of the centre",
              does=show_centre_file, answers=CentreFileTold, problems=(404,)),
    Operation(method="POST", path="/centre-files/{file}/check", scope="flows:read",
              summary="Check a text for a file of the centre", does=check_centre_file, answers=TextChecked,
              body=TextWanted, longest=LONGEST_SOURCE, kept=False, problems=(404,)),
    Operation(method="PUT", path="/centre-files/{file}", scope="flows:write", summary="Publish a file of the centre",
              does=publish_centre_file, answers=FileVersionShown, body=PublishedTextWanted, longest=LONGEST_SOURCE,
              problems=(404,)),
    Operation(method="GET", path="/centre-files/{file}/versions", scope="flows:read",
              summary="List the versions of a file of the centre", does=list_centre_file_versions,
              answers=Page[FileVersionShown], problems=(404,)),
    Operation(method="GET", path="/centre-files/{file}/versions/{version}", scope="flows:read",
              summary="Show a version of a file of the centre", does=show_centre_file_version,
              answers=FileVersionTold, problems=(404,)),
    Operation(method="POST", path="/centre-files/{file}/rollback", scope="flows:write",
              summary="Roll a file of the centre back", does=roll_back_centre_file, answers=FileVersionShown,
              body=FileRollbackWanted, problems=(404,)),
    Operation(method="GET", path="/centre-files/{file}/difference", scope="flows:read",
              summary="Compare two versions of a file of the centre", does=show_centre_file_difference,
              answers=FileDifferenceShown, query=FileDifferenceQuery, problems=(404,)),
)  # fmt: skip
