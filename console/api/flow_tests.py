"""The tests of a flow, played on a version of it that may not be published yet."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from console.api.fields import Words
from console.api.flow_refused import refusals_told
from console.api.operation import Asked, Operation
from ivr.errors import FlowInvalid
from ivr.language.flow import Flow
from ivr.publishing.found_flow import found_flow, with_others
from ivr.publishing.written_flow import released
from ivr.trying.premises import Premises
from ivr.trying.scenario_file import Written, read_scenarios
from ivr.trying.telling import failure_told, steps_told
from ivr.trying.trial import Trial, tried
from records.database import reading


class TestsQuery(BaseModel):
    __test__ = False
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Words = Field("draft", description="A number, a hash, `published` or `draft`.")
    language: Literal["tr", "en"] = "tr"


class TestShown(BaseModel):
    """`failure` is null where it passed; `place` is where the test says what did not come about."""

    __test__ = False
    model_config = ConfigDict(frozen=True)

    test: str
    place: str
    failure: str | None
    path: str = Field(description="The nodes the call came through.")


class TestsPlayed(BaseModel):
    """`unreadable` are problems of the files of tests, as `file:line:column: what`."""

    __test__ = False
    model_config = ConfigDict(frozen=True)

    passed: int
    failed: int
    tests: tuple[TestShown, ...]
    unreadable: tuple[str, ...]


def play_flow_tests(board: Board, asked: Asked) -> TestsPlayed:
    """Each call of the centre's tests that begins in this flow, beside all other flows as they are in force."""
    name = asked.path["flow"]
    with reading(board.database) as session, refusals_told():
        flows = with_others(session, found_flow(session, name, asked.query.version))
    premises = Premises(release=released(flows), calendars=board.hours.calendars)
    unreadable: list[str] = []
    written = list(_written(board, name, premises.release.flows, unreadable))
    shown = tuple(_shown(tried(premises, one), asked.query.language) for one in written)
    failed = sum(one.failure is not None for one in shown)
    return TestsPlayed(passed=len(shown) - failed, failed=failed, tests=shown, unreadable=tuple(unreadable))


def _written(board: Board, name: str, flows: Mapping[str, Flow], unreadable: list[str]) -> Iterator[Written]:
    for file in _files(board.files.folder, name):
        try:
            yield from (one for one in read_scenarios(file, flows) if one.flow == name)
        except FlowInvalid as invalid:
            unreadable += [problem.replace(f"{file.parent}/", "") for problem in invalid.problems]


def _files(centre: Path | None, name: str) -> Iterator[Path]:
    """Those called after the flow, and those that name it."""
    for file in sorted((centre / "flows" / "tests").glob("*.yaml")) if centre else ():
        if file.stem == name or f"flow: {name}" in file.read_text(encoding="utf-8", errors="replace"):
            yield file


def _shown(trial: Trial, language: str) -> TestShown:
    failure, written = trial.failure, trial.written
    return TestShown(
        test=written.scenario.test,
        place=Path(failure.place if failure else written.place).name,
        failure=failure_told(failure, language) if failure else None,
        path=steps_told(trial.path),
    )


OPERATIONS = (
    Operation(method="GET", path="/flows/{flow}/tests", scope="flows:read", summary="Play a flow's tests",
              does=play_flow_tests, answers=TestsPlayed, query=TestsQuery, problems=(404,)),
)  # fmt: skip
