"""The demo's time can be moved on, for all its processes at once."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.demo_clock import LeapingClock, clock_of, leaps_file, present
from simulator.clockwork.clock import LONGEST_LEAP_SECONDS, RealClock
from tests.house import demo_settings

SLACK = timedelta(seconds=20)


def test_without_a_leap_it_is_now(tmp_path):
    assert abs(LeapingClock(tmp_path / "leaps")() - datetime.now(UTC)) < SLACK


def test_every_process_of_the_demo_sees_the_leaps_of_the_telephone_page(tmp_path):
    clock, network = LeapingClock(tmp_path / "leaps"), RealClock(leaps=tmp_path / "leaps")
    network.leap(600)
    assert abs(clock() - network()) < SLACK
    network.leap(86_400)
    assert abs(clock() - network()) < SLACK
    assert clock() - datetime.now(UTC) > timedelta(days=1)


def test_a_network_started_again_lives_in_the_same_time(tmp_path):
    RealClock(leaps=tmp_path / "leaps").leap(600)
    assert RealClock(leaps=tmp_path / "leaps")() - datetime.now(UTC) > timedelta(seconds=590)


def test_a_forgotten_leap_is_forgotten(tmp_path):
    clock = LeapingClock(tmp_path / "leaps")
    RealClock(leaps=tmp_path / "leaps").leap(600)
    clock()
    (tmp_path / "leaps").unlink()
    assert abs(clock() - datetime.now(UTC)) < SLACK


@pytest.mark.parametrize("seconds", [-1, LONGEST_LEAP_SECONDS + 1, float("nan")])
def test_time_does_not_go_back_nor_over_the_horizon(seconds, tmp_path):
    clock = RealClock(leaps=tmp_path / "leaps")
    with pytest.raises(ValueError, match="time does not go back"):
        clock.leap(seconds)
    assert not (tmp_path / "leaps").exists()


def test_only_a_demo_has_such_a_clock():
    demo = demo_settings("sqlite://", "redis://127.0.0.1:1")
    assert isinstance(clock_of(demo), LeapingClock)
    assert leaps_file(demo).parent == demo.var
    assert clock_of(demo.model_copy(update={"mode": "production"})) is present
