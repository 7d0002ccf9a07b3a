"""Each figure against an example computed by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.service_level import (
    FORMULAS,
    Formula,
    Handled,
    Owed,
    Stay,
    Switches,
    Tally,
    abandonment,
    average_handle_time,
    average_speed_of_answer,
    callback_level,
    missed_reason,
    occupancy,
    service_level,
    service_levels,
    tally,
    who_hung_up,
)

DAY = (
    Stay(waited_seconds=5, ending="answered"),
    Stay(waited_seconds=20, ending="answered"),
    Stay(waited_seconds=40, ending="answered"),
    Stay(waited_seconds=3, ending="abandoned"),
    Stay(waited_seconds=15, ending="abandoned"),
    Stay(waited_seconds=60, ending="abandoned"),
    Stay(waited_seconds=30, ending="flowed_out"),
    Stay(waited_seconds=90, ending="callback"),
)
COUNTED = tally(DAY, target_seconds=20)


def test_a_day_is_counted_by_hand() -> None:
    by_hand = Tally(
        answered=3, answered_in_time=2, abandoned=3, abandoned_in_time=2, short=1, flowed_out=1, callbacks=1,
        answered_waited_seconds=65,
    )  # fmt: skip
    assert by_hand == COUNTED
    assert COUNTED.offered == len(DAY)


@pytest.mark.parametrize(("formula", "level"), [("SL1", 2 / 3), ("SL2", 4 / 6), ("SL3", 2 / 5), ("SL4", 2 / 4)])
def test_four_formulas_of_one_day_differ(formula: Formula, level: float) -> None:
    assert service_level(COUNTED, formula) == level
    assert service_levels(COUNTED)[formula] == level


@pytest.mark.parametrize(
    ("switches", "told", "level"),
    [
        (Switches(), "At / (A + B - S)", 2 / 5),
        (Switches(without_short=False), "At / (A + B)", 2 / 6),
        (Switches(without_abandoned=True), "At / (A)", 2 / 3),
        (Switches(with_flowed_out=True), "At / (A + B - S + F)", 2 / 6),
        (Switches(without_short=False, with_flowed_out=True), "At / (A + B + F)", 2 / 7),
        (Switches(without_abandoned=True, with_flowed_out=True), "At / (A + F)", 2 / 4),
    ],
)
def test_the_third_has_switches(switches: Switches, told: str, level: float) -> None:
    assert switches.told == told
    assert service_level(COUNTED, "SL3", switches) == level


def test_the_limits_are_to_the_second() -> None:
    """At the target is in time; at the limit of the short is no longer short. The policy may set that limit."""
    on_the_edge = [Stay(waited_seconds=20, ending="answered"), Stay(waited_seconds=5, ending="abandoned")]
    assert tally(on_the_edge, target_seconds=20).answered_in_time == 1
    assert tally(on_the_edge, target_seconds=19.9).answered_in_time == 0
    assert [tally(on_the_edge, target_seconds=target).abandoned_in_time for target in (4.9, 5)] == [0, 1]
    assert [tally(on_the_edge, target_seconds=20, short_seconds=short).short for short in (5, 5.1)] == [0, 1]


def test_a_day_without_calls_has_no_figures_and_above_all_no_hundred_per_cent() -> None:
    nothing = tally((), target_seconds=20)
    assert service_levels(nothing) == dict.fromkeys(FORMULAS)
    assert [average_speed_of_answer(nothing), abandonment(nothing), average_handle_time(()), occupancy({})] == [
        None
    ] * 4
    assert callback_level(()) is None


def test_a_day_on_which_all_hung_up_at_once_has_no_service_level_either() -> None:
    short = tally([Stay(waited_seconds=2, ending="abandoned")] * 3, target_seconds=20)
    assert service_level(short) is None
    assert service_level(short, "SL3", Switches(without_short=False)) == 0
    assert abandonment(short) is None


def test_who_chose_to_be_called_back_changes_no_service_level() -> None:
    with_callbacks = tally((*DAY, *[Stay(waited_seconds=9, ending="callback")] * 50), target_seconds=20)
    assert service_levels(with_callbacks) == service_levels(COUNTED)
    assert abandonment(with_callbacks) == abandonment(COUNTED)


def test_callbacks_have_a_service_level_of_their_own() -> None:
    assert callback_level([Owed(in_time=True)] * 3 + [Owed(in_time=False)]) == 3 / 4


def test_the_speed_of_answer_is_of_the_answered() -> None:
    assert average_speed_of_answer(COUNTED) == 65 / 3


def test_abandonment_leaves_the_short_out() -> None:
    assert abandonment(COUNTED) == 2 / 5
    assert abandonment(COUNTED, without_short=False) == 3 / 6


def test_handle_time_is_talk_and_hold_and_wrap_up() -> None:
    mean = average_handle_time(
        [
            Handled(talk_seconds=100, wrap_up_seconds=30),
            Handled(talk_seconds=200, hold_seconds=20, wrap_up_seconds=50),
        ]
    )
    assert mean == Handled(talk_seconds=150, hold_seconds=10, wrap_up_seconds=40)
    assert mean.seconds == 200


def test_breaks_are_no_part_of_occupancy() -> None:
    day = {"reserved": 60, "talking": 2400, "wrap_up": 540, "ready": 1000, "not_ready": 900, "logged_out": 5000}
    assert occupancy(day) == 0.75
    assert occupancy({"not_ready": 900}) is None


@pytest.mark.parametrize(
    ("why", "reason"),
    [
        ("rejected", "rejected"), ("no_answer", "no_answer"), ("busy", "busy"), ("failed", "unreachable"),
        ("unreachable", "unreachable"), ("agent_left", "agent_left"), ("dropped", "dropped"),
        ("caller_gone", "caller_gone"), ("stepped_aside", "caller_gone"), ("other_wish", "caller_gone"),
        ("not_rung", "not_rung"), ("fire", "other"),
    ],
)  # fmt: skip
def test_every_offer_that_came_to_nothing_has_a_reason(why: str, reason: str) -> None:
    assert missed_reason(why) == reason


@pytest.mark.parametrize(
    ("by", "status", "party"),
    [
        ("caller", "completed", "caller"), ("agent", None, "agent"), ("caller", "failed", "network"),
        ("agent", "failed", "network"), ("dropped", None, "network"), ("network", None, "network"), (None, None, None),
    ],
)  # fmt: skip
def test_who_hung_up(by: str | None, status: str | None, party: str | None) -> None:
    assert who_hung_up(by, status=status) == party


stays = st.lists(
    st.builds(
        Stay,
        waited_seconds=st.floats(0, 300),
        ending=st.sampled_from(["answered", "abandoned", "flowed_out", "callback"]),
    )
)


@given(stays, st.floats(0, 120), st.floats(0, 60), st.booleans(), st.booleans(), st.booleans())
def test_a_service_level_is_a_share(
    day: list[Stay], target: float, short: float, no_short: bool, no_abandoned: bool, flowed: bool
) -> None:
    counted = tally(day, target_seconds=target, short_seconds=short)
    switches = Switches(without_short=no_short, without_abandoned=no_abandoned, with_flowed_out=flowed)
    assert counted.offered == len(day)
    for level in service_levels(counted, switches).values():
        assert level is None or 0 <= level <= 1
    strict = service_level(counted, "SL3", Switches(without_short=False, with_flowed_out=True))
    loose = service_level(counted, "SL1")
    assert loose is None or strict is None or strict <= loose
