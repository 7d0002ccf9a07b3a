"""A flow file that cannot be used says where and why, and what would help."""

import os
from pathlib import Path

import pytest

from ivr.checking.check import alone
from ivr.checking.surroundings import Surroundings
from ivr.errors import FlowInvalid
from ivr.language.written import read_written

KNOWN = Surroundings(queues=frozenset({"destek"}))
GOOD = """\
flow: main
start: hello
person: anyone
nodes:
  hello:
    say: {tr: Merhaba}
    next: anyone
  anyone:
    agent: {queue: destek}
"""


def problems(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "main.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        found = [finding.sentence() for finding in alone(KNOWN, read_written(path))]
    except FlowInvalid as refused:
        found = refused.problems
    return [problem.replace(str(path), "main.yaml") for problem in found]


def test_a_good_flow_is_read(tmp_path: Path) -> None:
    path = tmp_path / "main.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_written(path).flow.start == "hello"


@pytest.mark.parametrize(
    ("wrong", "right", "place", "told"),
    [
        ("start: hello", "start: helo", "main.yaml:2:1", "did you mean `hello`?"),
        ("next: anyone", "next: anyome", "main.yaml:7:5", "did you mean `anyone`?"),
        ("queue: destek", "queue: destec", "main.yaml:9:13", "did you mean `destek`?"),
        ("    next: anyone", "    nxt: anyone", "main.yaml:7:5", "did you mean `next`?"),
        ("person: anyone\n", "", "main.yaml:1:1", "person: is missing"),
        ("flow: main", "flow: main\nflow: two", "main.yaml:2:1", "duplicate"),
        (
            "    say: {tr: Merhaba}",
            "    say: {tr: Merhaba}\n    hang_up: true",
            "main.yaml:5:3",
            "is of 2 kinds (say, hang_up)",
        ),
    ],
)
def test_each_mistake_is_told_with_its_place(tmp_path: Path, wrong: str, right: str, place: str, told: str) -> None:
    found = problems(tmp_path, GOOD.replace(wrong, right, 1))
    assert any(problem.startswith(place) and told in problem for problem in found), found


JUNK = ["", "- 1\n- 2\n", "a: [", "\x00", "flow: {x: 1}\n", "flow: &a [*a]\n", "flow: 2026-99-99\n", "? [a]\n: b\n"]


@pytest.mark.parametrize("junk", JUNK)
def test_junk_is_refused_and_never_crashes(tmp_path: Path, junk: str) -> None:
    assert problems(tmp_path, junk)


@pytest.mark.parametrize(("right", "wrong"), [("start: hello", "start: helo"), ("next: anyone", "next: anyome")])
def test_one_wrong_word_is_one_problem(tmp_path: Path, right: str, wrong: str) -> None:
    text = GOOD.replace("person: anyone", "person: lost") + "  lost:\n    hang_up: true\n"
    assert len(problems(tmp_path, text.replace(right, wrong))) == 1


def test_a_node_nobody_reaches_is_told(tmp_path: Path) -> None:
    found = problems(tmp_path, GOOD + "  lost:\n    hang_up: true\n")
    assert found == ["main.yaml:10:3: nodes.lost: no caller can ever get here; lead somebody to it or delete it"]


def bomb(lines: int) -> str:
    """Each line stands for ten of the one before."""
    return "a0: &a0 [x]\n" + "".join(
        f"a{line}: &a{line} [{', '.join([f'*a{line - 1}'] * 10)}]\n" for line in range(1, lines)
    )


def test_aliases_that_stand_for_more_than_any_memory_holds_are_refused_where_they_do(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD + bomb(10)) == ["main.yaml:15:25: aliases stand for too much here"]


def test_merged_aliases_are_counted_as_well(tmp_path: Path) -> None:
    lines = "".join(f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}]}}\n" for n in range(1, 40))
    [told] = problems(tmp_path, GOOD + "m0: &m0 {k: v}\n" + lines)
    assert told.endswith("aliases stand for too much here")


def test_words_may_be_written_once_and_used_twice(tmp_path: Path) -> None:
    twice = GOOD.replace("{tr: Merhaba}", "&hello {tr: Merhaba, en: Hello}")
    twice = twice.replace("    next: anyone\n", "    next: again\n  again:\n    say: *hello\n    next: anyone\n")
    assert problems(tmp_path, twice) == []


def test_a_character_that_no_file_may_have_is_told_where_it_stands(tmp_path: Path) -> None:
    [told] = problems(tmp_path, GOOD.replace("Merhaba", "Mer\x00haba"))
    assert told.startswith("main.yaml:6:18: ")


def test_a_file_written_in_another_encoding_is_told_at_its_first_letter_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "main.yaml"
    path.write_bytes(GOOD.replace("Merhaba", "Şikâyet").encode("windows-1254"))
    with pytest.raises(FlowInvalid) as refused:
        read_written(path)
    assert refused.value.problems == [f"{path}:6:15: is not written in UTF-8: invalid continuation byte"]


def test_a_file_larger_than_any_flow_is_not_read(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD + "# \n" * 500_000) == ["main.yaml:1:1: is larger than 1024 KiB"]


def test_a_file_without_end_is_not_read_to_its_end() -> None:
    with pytest.raises(FlowInvalid, match="is not a file"):
        read_written(Path("/dev/zero"))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "main.yaml")
    with pytest.raises(FlowInvalid, match="is not a file"):
        read_written(tmp_path / "main.yaml")
