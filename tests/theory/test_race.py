"""Four processes race for the same calls and agents, and the referee sees what it should. `make bench`: at length."""

import pytest

from bench.deadlines import KINDS, lateness
from bench.race import Held, Referee, overlaps, race
from routing.happening import Happening
from tests.conftest import SettableClock


def test_four_processes_give_nobody_away_twice():
    result = race(300)
    assert result.breaches == []
    assert result.assignments >= 300
    assert result.accepted > 0


def test_the_clock_process_keeps_every_deadline_and_none_early():
    late, never_kept = lateness(30, 1, begins_after_seconds=8)
    assert never_kept == 0
    assert [len(late[kind]) for kind in KINDS] == [10, 10, 10]
    assert min(min(late[kind]) for kind in KINDS) >= 0


def told(kind: str, reservation: str, call: str, agent: str) -> Happening:
    data = {"side": "agent"} if kind == "offered" else {}
    at = SettableClock()()
    return Happening(entry="0-1", id="1", kind=kind, at=at, call=call, agent=agent, reservation=reservation, data=data)


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ([("offered", "r2", "c2", "a1")], "agent a1 is given to r2 and r1 has them"),
        ([("offered", "r2", "c1", "a2")], "call c1 is given to r2 and r1 has them"),
        ([("left", "r2", "c1", "a1")], "agent a1 is let go by r2"),
        ([("accepted", "r1", "c1", "a1"), ("accepted", "r1", "c1", "a1")], "r1 is accepted, which nobody could"),
        ([("offer_failed", "r1", "c1", "a1"), ("accepted", "r1", "c1", "a1")], "r1 is accepted, which nobody could"),
    ],
)
def test_the_referee_sees_who_is_given_away_twice(then, said):
    referee = Referee()
    referee.reads([told("offered", "r1", "c1", "a1")])
    assert referee.breaches == []
    referee.reads([told(*event) for event in then])
    assert said in referee.breaches[0]


def test_the_referee_lets_pass_what_follows_each_other():
    referee = Referee()
    for reservation in ("r1", "r2"):
        for kind in ("offered", "accepted", "left"):
            referee.reads([told(kind, reservation, f"call of {reservation}", "a1")])
    assert (referee.breaches, referee.assignments) == ([], 2)


def test_the_racers_own_notes_are_held_against_each_other():
    first = Held("r1", "c1", "a1", 100, 200)
    assert overlaps([first, Held("r2", "c2", "a1", 200, 300), Held("r3", "c3", "a2", 150, 250)]) == []
    assert "agent a1" in overlaps([first, Held("r2", "c2", "a1", 199, 300)])[0]
    assert "call c1" in overlaps([first, Held("r2", "c1", "a2", 199, 300)])[0]
    assert "r1 was won twice" in overlaps([first, Held("r1", "c2", "a2", 300, 400)])
