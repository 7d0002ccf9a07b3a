"""A test of a flow says what is given, what the caller does and hears, and where the call ends."""

from pathlib import Path

import pytest

from ivr.errors import FlowInvalid
from ivr.trying.telling import failure_told
from tests.ivr.trying.trying import trials

HEAD = "tests:\n  - test: a call\n"


def failure(folder: Path, rest: str) -> str | None:
    """Why this one test fails, with its place."""
    (trial,) = trials(folder, HEAD + rest)
    if trial.failure is None:
        return None
    place = trial.failure.place.replace(f"{folder / 'tests'}/", "")
    return f"{place}: {failure_told(trial.failure, 'en')}"


@pytest.mark.parametrize(
    "rest",
    [
        "    steps: [{hears: fatura için 1}, {presses: 1}]\n    ends: {queue: fatura, skills: 'billing >= 50'}",
        "    steps: [{says: fatura}]\n    ends: person",
        "    steps: [{presses: '0'}]\n    ends: {queue: destek, owner: false}",
        "    steps: [silence, {hears: duyamadık}, {hears: FATURA İÇİN}, silence]\n    ends: person",
        "    steps: [{waits: 5}, {stands_at: choice}, {waits: 1}, {hears: Sizi duyamadık}]\n    ends: {at: choice}",
        "    steps: [{presses: 2}, {presses: 4812}, {hears: 4812 yazıldı}, {hears: A part}]\n    ends: hang up",
        "    steps: [{presses: 2}, {presses: 4812}]\n    ends: {end: hang_up, language: en, kept: {number: '4812'}}",
        "    steps: [{presses: 2}, {says: dört bin}, {hears: Sizi duyamadık}]\n    ends: {at: number}",
        "    given: {at_work: [destek]}\n    ends: hang up",
        "    given: {language: en}\n    steps: [{hears: for bills}, {never_hears: fatura}]\n    ends: {at: choice}",
        "    given: {outcomes: {open: [nobody]}}\n    ends: hang up",
        "    given: {outcomes: {main.open: {way: somebody, verified: true, case: '4812'}}}\n"
        "    ends: {at: choice, verified: true, case: '4812'}",
    ],
)
def test_a_call_that_goes_as_written_passes(tmp_path: Path, rest: str) -> None:
    assert failure(tmp_path, rest) is None


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        (
            "    steps:\n      - presses: 1\n    ends: {queue: destek}",
            "main.yaml:5:5: should end: queue destek; ended: queue fatura, skills billing >= 50",
        ),
        (
            "    steps:\n      - hears: iyi günler\n    ends: person",
            "main.yaml:4:9: should be heard: “iyi günler”; heard: “Fatura için 1, kayıt için 2.”",
        ),
        (
            "    steps:\n      - never_hears: KAYIT İÇİN\n    ends: person",
            "main.yaml:4:9: should not be heard: “KAYIT İÇİN”; heard: “Fatura için 1, kayıt için 2.”",
        ),
        (
            "    steps:\n      - presses: 1\n      - presses: 2\n    ends: person",
            "main.yaml:5:9: the caller can do nothing here any more: queue fatura, skills billing >= 50",
        ),
        (
            "    steps:\n      - stands_at: number\n    ends: person",
            "main.yaml:4:9: should stand at number; is: at main.choice",
        ),
        ("    ends: voicemail", "main.yaml:3:5: should end: voicemail; ended: at main.choice"),
        ("    ends: {at: choice, verified: true}", "main.yaml:3:5: should end: verified yes; ended: verified no"),
        (
            "    steps: [{presses: 1}]\n    ends: {at: bills}",
            "main.yaml:4:5: should stand at bills; is: queue fatura, skills billing >= 50",
        ),
    ],
)
def test_the_first_thing_that_goes_otherwise_is_told_with_its_place(tmp_path: Path, rest: str, told: str) -> None:
    assert failure(tmp_path, rest) == told


@pytest.mark.parametrize(
    ("tests", "told"),
    [
        ("tests: []\n", "main.yaml:1:1: tests: must not be empty"),
        (
            "tests:\n  - test: a\n    ends: somewhere\n",
            "main.yaml:3:5: tests.1.ends.end: must be 'hang_up', 'voicemail' or 'person'",
        ),
        ("tests:\n  - test: a\n    ends: {}\n", "main.yaml:3:5: tests.1.ends: says where the call is"),
        (
            "tests:\n  - test: a\n    step: []\n    ends: person\n",
            "main.yaml:3:5: tests.1.step: not known here; did you mean `steps`?",
        ),
        (
            "tests:\n  - test: a\n    steps: [{presses: 1, says: a}]\n    ends: person\n",
            "main.yaml:3:13: tests.1.steps.1: says one thing the caller does or hears",
        ),
        ("flow: mian\ntests:\n  - test: a\n    ends: person\n", "main.yaml:1:1: there is no flow `mian`; did you mean"),
        (
            "tests:\n  - test: a\n    given: {outcomes: {opne: x}}\n    ends: person\n",
            "main.yaml:3:24: outcomes: there is no node `opne`; did you mean `open`?",
        ),
        ("tests:\n  - test: a\n    given: {caller: '12'}\n    ends: person\n", "main.yaml:3:13: tests.1.given.caller"),
        ("tests:\n\t- a\n", "main.yaml:2:1: "),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_places(tmp_path: Path, tests: str, told: str) -> None:
    with pytest.raises(FlowInvalid) as refused:
        trials(tmp_path, tests)
    assert refused.value.problems[0].replace(f"{tmp_path / 'tests'}/", "").startswith(told)


def test_a_moment_is_local_and_the_calendars_are_the_centres_own(tmp_path: Path) -> None:
    for given, way in (
        ("{at: 2026-11-25 10:00}", "open"),
        ("{at: 2026-11-25 17:59}", "open"),
        ("{at: 2026-11-25 18:00}", "closed"),
        ("{at: 2026-11-25 23:10}", "closed"),
        ("{at: 2026-10-29 10:00}", "closed"),
        ("{at: 2026-11-25 10:00, closed: true}", "closed"),
        ("{at: 2026-11-25 10:00, closed: [fatura]}", "open"),
        ("{at: 2026-11-25 10:00, closed: [destek]}", "closed"),
    ):
        rest = f"    flow: hours\n    given: {given}\n    ends: {{at: {way}}}"
        assert failure(tmp_path, rest) is None, given


def test_two_minutes_of_getting_nowhere_end_at_a_person(tmp_path: Path) -> None:
    stars = "".join("      - waits: 5\n      - presses: '*'\n" for _ in range(25))
    assert failure(tmp_path, f"    steps:\n{stars}    ends: {{queue: destek}}") is None
