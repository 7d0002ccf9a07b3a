"""Mutants are what they should be; and of those of the floor a drawn part, each of which a test must kill."""

import subprocess
import sys

import pytest

from tests.mutation.lua_source import read_lua
from tests.mutation.lua_tokens import NotLua
from tests.mutation.mutants import mutants_of
from tests.mutation.planted import BUGS
from tests.mutation.report import equivalent
from tests.mutation.run import ROOT
from tests.mutation.scripts import bound_loops, lua_files


def after(text: str) -> list[str]:
    return [mutant.after for mutant in mutants_of("file", text)]


def test_a_condition_is_turned_round_and_its_operator_mistaken():
    assert after("if now > 3 then break end")[:4] == [
        "if not (now > 3) then break end",
        "if now >= 3 then break end",
        "if now < 3 then break end",
        "if now > 4 then break end",
    ]


def test_a_command_is_left_out_its_score_moved_and_its_texts_changed():
    assert after('redis.call("ZADD", lines, "LT", at, id)') == [
        "nothing",
        'redis.call("ZADD", lines, "GT", at, id)',
        'redis.call("ZADD", lines, "LT", (at) + 1, id)',
    ]


def test_an_early_return_an_assignment_and_a_call_are_left_out():
    left_out = after("if gone then return nil end\ncall.state = x\nannounce(agent)")
    assert {"if gone then end", "nothing"} <= set(left_out)
    assert left_out.count("nothing") == 2


def test_and_or_not_true_and_the_signs_are_mistaken():
    assert after("local a = not b and true or c - 1") == [
        "local a = b and true or c - 1",
        "local a = not b or true or c - 1",
        "local a = not b and false or c - 1",
        "local a = not b and true and c - 1",
        "local a = not b and true or c + 1",
        "local a = not b and true or c - 0",
    ]


def test_what_stands_in_a_comment_is_no_lua():
    assert mutants_of("file", "-- if a == 1 then return end\n--[[ a = 1 ]]") == []


def test_a_mutant_is_named_by_what_it_does_and_not_by_its_line():
    text = "local function f()\n  go(1)\n  go(1)\nend"
    names = [mutant.name for mutant in mutants_of("file", text)]
    assert names == [mutant.name for mutant in mutants_of("file", f"-- more\n\n{text}")]
    assert len(set(names)) == len(names)
    assert names[0] == "file:f: go(1) → nothing"
    assert "file:f: go(1) → nothing (2)" in names


@pytest.mark.parametrize("text", ["if a then", "goto home", "a = = b", "local x = [[long]]", "return ?"])
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(NotLua):
        read_lua(text)


def test_every_loop_of_a_mutant_ends():
    assert bound_loops("while a or b do go() end") == "while goes_round() and (a or b) do go() end"
    assert bound_loops("repeat go() until a") == "repeat go() until (a) or not goes_round()"


def test_every_file_of_the_floor_can_be_read_and_has_mutants():
    files = lua_files()
    assert files
    assert [name for name, text in files.items() if not mutants_of(name, text)] == []


def test_every_excuse_is_for_a_mutant_that_exists():
    mutants = {mutant.name for file, text in lua_files().items() for mutant in mutants_of(file, text)}
    assert sorted(set(equivalent()) - mutants) == []


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.what)
def test_a_bug_planted_by_hand_still_has_its_place(bug):
    assert bug.text(ROOT) != (ROOT / bug.file).read_text()


@pytest.mark.timeout(600)
def test_some_mutants_of_the_floor_are_tried_and_killed():
    """A few, drawn from a fixed seed, so that the way of trying them stays whole; `make mutants` tries them all."""
    some = ["--only", "pause_ends:,ring_later:,parties_meet:,plan_changes:", "--sample", "12", "--seed", "7"]
    command = [sys.executable, "-m", "tests.mutation", "--processes", "1", *some]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "12 mutants: 12 killed" in done.stdout
