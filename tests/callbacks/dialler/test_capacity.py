"""So many calls are promised for a time as those at work then can make beside the calls that come in."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbacks.dialler.capacity import Hour, free_in
from routing.erlang import Load, outlook

QUIET = Hour(seconds=1800, agents=4, arrivals=0, handle_seconds=300, promised=0, share=0.5, within_seconds=20,
             percent=80)  # fmt: skip


def test_with_nobody_there_nothing_is_promised() -> None:
    assert free_in(replace(QUIET, agents=0.9)) == 0


def test_on_a_quiet_morning_the_share_of_their_time_is_what_there_is() -> None:
    assert free_in(QUIET) == 12, "half of four times half an hour, in calls of five minutes"


@pytest.mark.parametrize(("arrivals", "free"), [(0, 12), (20, 3), (30, 0), (60, 0)])
def test_calls_that_come_in_leave_less_room(arrivals: float, free: int) -> None:
    assert free_in(replace(QUIET, arrivals=arrivals)) == free


def test_what_is_promised_already_is_not_promised_again() -> None:
    assert free_in(replace(QUIET, promised=11.5)) == 0
    assert free_in(replace(QUIET, promised=7)) == 5


@given(
    agents=st.integers(1, 60),
    arrivals=st.floats(0, 600),
    promised=st.integers(0, 40),
    handle=st.floats(30, 900),
    percent=st.integers(50, 95),
)
def test_what_is_free_keeps_the_service_level_and_one_more_would_not_or_is_too_large_a_share(
    agents: int, arrivals: float, promised: int, handle: float, percent: int
) -> None:
    hour = replace(QUIET, agents=agents, arrivals=arrivals, promised=promised, handle_seconds=handle, percent=percent)

    def kept(more: int) -> bool:
        load = Load(calls_per_hour=arrivals + (promised + more) * 2, handle_seconds=handle)
        fits = promised + more <= 0.5 * agents * 1800 / handle + 1e-6
        return fits and outlook(load, agents).answered_within(20) >= percent / 100

    free = free_in(hour)
    assert free == 0 or kept(free)
    assert not kept(free + 1)
