"""Erlang B, C and A against published tables, against each other and against a chain solved in another way."""

import math

import pytest

from routing.erlang import Load, erlang_b, outlook
from routing.errors import BadStaffing
from tests.theory.birth_and_death import Chain

TEN_ERLANGS = Load(calls_per_hour=200, handle_seconds=180)
IMPATIENT = Load(calls_per_hour=200, handle_seconds=180, patience_seconds=120)


@pytest.mark.parametrize(
    ("lines", "erlangs", "blocked"),
    [
        (1, 0.0101, 0.01), (2, 0.153, 0.01), (5, 1.361, 0.01), (10, 4.461, 0.01), (15, 8.108, 0.01),
        (20, 12.031, 0.01), (50, 37.901, 0.01), (100, 84.064, 0.01), (10, 3.092, 0.001), (20, 9.412, 0.001),
        (10, 6.216, 0.05), (20, 15.249, 0.05), (10, 5.084, 0.02), (30, 21.932, 0.02),
    ],
)  # fmt: skip
def test_lines_and_traffic_are_those_of_the_published_erlang_b_tables(lines, erlangs, blocked):
    assert erlang_b(erlangs, lines) == pytest.approx(blocked, rel=0.005)


@pytest.mark.parametrize(
    ("agents", "waits", "service_level", "answer_seconds"),
    [
        (11, 0.6821, 0.390, 122.8), (12, 0.4494, 0.640, 40.4), (13, 0.2853, 0.796, 17.1), (14, 0.1741, 0.888, 7.8),
        (15, 0.1020, 0.942, 3.7), (16, 0.0573, 0.971, 1.7),
    ],
)  # fmt: skip
def test_ten_erlangs_are_those_of_the_published_erlang_c_grid(agents, waits, service_level, answer_seconds):
    expected = outlook(TEN_ERLANGS, agents)
    assert expected.wait_probability == pytest.approx(waits, abs=0.00005)
    assert expected.answered_within(20) == pytest.approx(service_level, abs=0.0006)  # .94145 is rounded up there
    assert expected.answer_seconds == pytest.approx(answer_seconds, abs=0.06)
    assert expected.occupancy == pytest.approx(10 / agents)


def test_one_two_and_three_agents_are_what_is_derived_by_hand():
    def waits(erlangs: float, agents: int) -> float:
        return outlook(Load(calls_per_hour=3600 * erlangs, handle_seconds=1), agents).wait_probability

    assert waits(0.7, 1) == pytest.approx(0.7)
    assert waits(1, 2) == pytest.approx(1 / 3)
    assert waits(2, 3) == pytest.approx(4 / 9)


def test_fifty_agents_are_those_of_garnett_mandelbaum_and_reiman():
    """Designing a call center with impatient customers (2002): 48 calls a minute of a minute, patience 2 minutes."""
    for_ever = outlook(Load(calls_per_hour=2880, handle_seconds=60), 50)
    assert for_ever.answer_seconds == pytest.approx(20.8, abs=0.05)
    assert for_ever.wait_of(0.9) == pytest.approx(58.1, abs=0.05)
    assert for_ever.occupancy == pytest.approx(0.96)
    impatient = outlook(Load(calls_per_hour=2880, handle_seconds=60, patience_seconds=120), 50)
    assert impatient.abandonment == pytest.approx(0.031, abs=0.0005)
    assert impatient.abandonment * 120 == pytest.approx(3.7, abs=0.05)  # the mean wait, by Little's law
    assert impatient.occupancy == pytest.approx(0.93, abs=0.005)


@pytest.mark.parametrize("agents", [8, 11, 14])
def test_erlang_a_is_what_the_chain_of_callers_solved_step_by_step_gives(agents):
    chain, expected = Chain(arrivals=200 / 3600, handling=180, agents=agents, patience=120), outlook(IMPATIENT, agents)
    assert expected.wait_probability == pytest.approx(chain.wait_probability(), rel=1e-9)
    assert expected.abandonment == pytest.approx(chain.abandonment(), rel=1e-9)
    assert expected.occupancy == pytest.approx(chain.busy(), rel=1e-9)
    within_20, _ = chain.answered(20, ahead=45)
    assert expected.answered_within(20) == pytest.approx(1 - chain.wait_probability() + within_20, rel=1e-7)
    answered, waited = chain.answered(400, ahead=45)
    seconds = waited / (1 - chain.wait_probability() + answered)
    assert expected.answer_seconds == pytest.approx(seconds, rel=5e-4)


def test_erlang_c_is_what_the_chain_of_callers_gives():
    chain, expected = Chain(arrivals=200 / 3600, handling=180, agents=13), outlook(TEN_ERLANGS, 13)
    assert expected.wait_probability == pytest.approx(chain.wait_probability(), rel=1e-9)
    within_20, _ = chain.answered(20, ahead=120)
    assert expected.answered_within(20) == pytest.approx(1 - chain.wait_probability() + within_20, rel=1e-7)


def test_patience_without_end_is_erlang_c():
    patient = outlook(Load(calls_per_hour=200, handle_seconds=180, patience_seconds=300_000), 13)
    for_ever = outlook(TEN_ERLANGS, 13)
    assert patient.wait_probability == pytest.approx(for_ever.wait_probability, rel=5e-3)
    assert patient.answer_seconds == pytest.approx(for_ever.answer_seconds, rel=5e-3)
    assert patient.answered_within(20) == pytest.approx(for_ever.answered_within(20), rel=5e-3)
    assert patient.wait_of(0.9) == pytest.approx(for_ever.wait_of(0.9), rel=5e-3)


def test_patience_without_beginning_is_erlang_b():
    hasty = outlook(Load(calls_per_hour=200, handle_seconds=180, patience_seconds=0.001), 10)
    assert hasty.abandonment == pytest.approx(erlang_b(10, 10), rel=1e-4)


def test_more_work_than_agents_is_a_queue_that_grows_for_ever_unless_callers_give_up():
    grows = outlook(TEN_ERLANGS, 10)
    assert (grows.wait_probability, grows.occupancy, grows.answer_seconds) == (1.0, 1.0, math.inf)
    assert (grows.answered_within(20), grows.longer_than(3600), grows.wait_of(0.5)) == (0.0, 1.0, math.inf)
    assert outlook(IMPATIENT, 5).abandonment == pytest.approx(0.5, abs=0.01)


def test_a_thousand_agents_and_long_patience_neither_overflow_nor_cancel():
    crowded = Load(calls_per_hour=100_000, handle_seconds=120, patience_seconds=600)
    expected = outlook(crowded, 1000)
    assert expected.wait_probability == 1.0
    assert expected.abandonment == pytest.approx(1 - 0.3, abs=1e-9)
    assert expected.answered_within(20) == pytest.approx(0, abs=1e-9)
    assert expected.wait_of(0.5) == pytest.approx(600 * math.log(1 / 0.3), rel=0.01)
    quiet = outlook(crowded, 4000)
    assert quiet.answered_within(20) == pytest.approx(1)
    assert 0 <= quiet.wait_probability < 1e-25


def test_the_longest_wait_of_a_share_of_callers_is_where_so_many_wait_longer():
    expected = outlook(IMPATIENT, 10)
    assert expected.longer_than(expected.wait_of(0.9)) == pytest.approx(0.1, rel=1e-6)
    assert expected.longer_than(0) == pytest.approx(expected.wait_probability)
    assert expected.wait_of(0.3) == 0.0  # more than three in ten do not wait at all


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"calls_per_hour": 0, "handle_seconds": 180}, "calls an hour must be more than 0"),
        ({"calls_per_hour": 10, "handle_seconds": -1}, "the seconds a call takes must be more than 0"),
        ({"calls_per_hour": math.nan, "handle_seconds": 1}, "not nan"),
        ({"calls_per_hour": 10, "handle_seconds": 1, "patience_seconds": 0}, "patience must be more than 0"),
        ({"calls_per_hour": 1e9, "handle_seconds": 180}, "erlangs of work"),
        ({"calls_per_hour": 1e6, "handle_seconds": 1, "patience_seconds": 1e6}, "calls within the callers' patience"),
    ],
)
def test_what_cannot_be_calculated_is_said(given, said):
    with pytest.raises(BadStaffing, match=said):
        Load(**given)


def test_nobody_at_all_is_no_centre():
    with pytest.raises(BadStaffing, match="1 to 20000 agents, not 0"):
        outlook(TEN_ERLANGS, 0)
    with pytest.raises(BadStaffing, match="between 0 % and 100 %"):
        outlook(TEN_ERLANGS, 14).wait_of(1.0)
