"""Every second of an agent's day is in one state (invariant 17)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.agent_time import StateChange, seconds_in_states

START = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
STATES = st.sampled_from(["logged_out", "not_ready", "ready", "reserved", "talking", "wrap_up"])


def at(second: float) -> datetime:
    return START + timedelta(seconds=second)


def change(second: float, before: str, after: str, was_since: float = 0) -> StateChange:
    return StateChange(at=at(second), before=before, was_since=at(was_since), after=after)


MORNING = [
    change(100, "logged_out", "ready", -500),
    change(160, "ready", "reserved", 100),
    change(170, "reserved", "talking", 160),
    change(400, "talking", "wrap_up", 170),
    change(460, "wrap_up", "not_ready", 400),
]


def test_a_morning_is_counted_by_hand() -> None:
    assert seconds_in_states(MORNING, since=START, until=at(1000)) == {
        "logged_out": 100, "ready": 60, "reserved": 10, "talking": 230, "wrap_up": 60, "not_ready": 540,
    }  # fmt: skip


def test_what_began_before_and_goes_on_after_counts_inside_alone() -> None:
    assert seconds_in_states(MORNING, since=at(300), until=at(420)) == {"talking": 100, "wrap_up": 20}


def test_without_a_change_the_state_before_is_the_state() -> None:
    assert seconds_in_states((), since=START, until=at(60), state_at_since="ready") == {"ready": 60}
    assert seconds_in_states((), since=START, until=at(60)) == {"logged_out": 60}


def test_a_change_that_was_lost_is_told_by_the_next_one() -> None:
    """That the break was over at 600 was lost with the floor; that the agent had been ready since then was not."""
    told = [*MORNING, change(800, "ready", "reserved", 600)]
    assert seconds_in_states(told, since=at(460), until=at(900)) == {"not_ready": 140, "ready": 200, "reserved": 100}


changes = st.lists(
    st.builds(
        StateChange,
        at=st.integers(-100, 4000).map(at),
        before=STATES,
        was_since=st.integers(-4000, 4000).map(at),
        after=STATES,
    )
)


@given(changes, st.integers(0, 1000), st.integers(1, 3000), STATES | st.none())
def test_the_states_sum_to_wall_time_whatever_was_told(
    told: list[StateChange], since: int, length: int, before: str | None
) -> None:
    spent = seconds_in_states(told, since=at(since), until=at(since + length), state_at_since=before)
    assert sum(spent.values()) == pytest.approx(length)
    assert all(seconds > 0 for seconds in spent.values())
