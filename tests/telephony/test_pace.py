"""Twilio starts one call a second for us: whoever asks sooner waits in our own line, not in theirs."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis

from telephony.errors import PaceUnavailable
from telephony.pace import Pace

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_the_first_call_goes_at_once_and_the_next_ones_a_second_apart(redis: Redis) -> None:
    pace = Pace(redis, "centre", 1)
    assert [pace.slot(NOON) for _ in range(3)] == [NOON, NOON + timedelta(seconds=1), NOON + timedelta(seconds=2)]


@pytest.mark.parametrize("microseconds", [1, 499, 500, 999])
def test_a_slot_that_is_free_is_free_now_and_not_in_the_next_millisecond(redis: Redis, microseconds: int) -> None:
    now = NOON + timedelta(microseconds=microseconds)
    assert Pace(redis, "centre", 1).slot(now) == now


def test_a_quiet_minute_does_not_save_up_a_burst(redis: Redis) -> None:
    pace = Pace(redis, "centre", 1)
    pace.slot(NOON)
    later = NOON + timedelta(minutes=1)
    assert [pace.slot(later), pace.slot(later)] == [later, later + timedelta(seconds=1)]


def test_five_calls_a_second_are_a_fifth_of_a_second_apart(redis: Redis) -> None:
    pace = Pace(redis, "centre", 5)
    assert [pace.slot(NOON) for _ in range(2)] == [NOON, NOON + timedelta(milliseconds=200)]


def test_two_sites_do_not_slow_each_other_down(redis: Redis) -> None:
    assert Pace(redis, "izmir", 1).slot(NOON) == Pace(redis, "ankara", 1).slot(NOON) == NOON


def test_many_processes_asking_at_once_never_get_the_same_moment(redis: Redis) -> None:
    pace = Pace(redis, "centre", 10)
    start = threading.Barrier(8)
    slots: list[datetime] = []

    def ask() -> None:
        start.wait()
        slots.extend(pace.slot(NOON) for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(slots) == [NOON + timedelta(milliseconds=100 * n) for n in range(80)]


def test_a_redis_that_is_down_says_so() -> None:
    with pytest.raises(PaceUnavailable):
        Pace(Redis(host="127.0.0.1", port=1, socket_connect_timeout=0.1), "centre", 1).slot(NOON)


@pytest.mark.parametrize("per_second", [0, -1])
def test_a_pace_of_nothing_is_refused(redis: Redis, per_second: float) -> None:
    with pytest.raises(ValueError, match="pace"):
        Pace(redis, "centre", per_second)
