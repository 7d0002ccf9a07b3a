"""What a waiting caller is told: an interval people understand, and never a worse one without a reason."""

from datetime import UTC, datetime, timedelta

import pytest

from callbacks.place import Place
from engine.shipped import shipped
from ivr.phrases import Phrases, read_phrases
from ivr.waiting_question import by_when
from ivr.waiting_words import about, interval, where_they_stand
from routing.expected_wait import ExpectedWait

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TEN_MINUTES = ExpectedWait(low_seconds=480, high_seconds=720, ahead=3, agents=2, handle_seconds=240)


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return read_phrases(shipped("centre") / "phrases")


def place() -> Place:
    return Place(call="CA1", queue="destek", owner=False, since=NOW, language="en")


def wait(low: float, high: float) -> ExpectedWait:
    return ExpectedWait(low_seconds=low, high_seconds=high)


@pytest.mark.parametrize(
    ("expected", "tr", "en"),
    [
        (wait(0, 40), "bir dakikadan az", "less than a minute"),
        (wait(10, 170), "en çok 3 dakika", "up to 3 minutes"),
        (wait(480, 720), "8 ile 12 dakika arası", "8 to 12 minutes"),
        (wait(120, 120), "yaklaşık 2 dakika", "about 2 minutes"),
        (wait(60, 61), "1 ile 2 dakika arası", "1 to 2 minutes"),
    ],
)
def test_a_wait_is_an_interval_in_whole_minutes(phrases: Phrases, expected: ExpectedWait, tr: str, en: str) -> None:
    assert (interval(phrases, "tr", expected), interval(phrases, "en", expected)) == (tr, en)


@pytest.mark.parametrize(
    ("seconds", "told"), [(21, "about a minute"), (61, "about 2 minutes"), (240, "about 4 minutes")]
)
def test_when_one_person_is_free_is_rounded_up(phrases: Phrases, seconds: float, told: str) -> None:
    assert about(phrases, "en", seconds) == told


def test_position_and_wait_are_told_together_and_remembered(phrases: Phrases) -> None:
    words, told = where_they_stand(phrases, place(), 3, TEN_MINUTES, NOW)
    assert "Your position is 3. We expect you to wait 8 to 12 minutes." in words.text
    assert (told.told.position, told.told.wait, told.told.wait_at, told.told.at) == (3, TEN_MINUTES, NOW, NOW)


def test_a_position_is_only_told_again_when_it_is_no_worse(phrases: Phrases) -> None:
    _, told = where_they_stand(phrases, place(), 3, None, NOW)
    worse, told = where_they_stand(phrases, told, 5, None, NOW)
    assert "position" not in worse.text and told.told.position == 3
    same, told = where_they_stand(phrases, told, 3, None, NOW)
    better, told = where_they_stand(phrases, told, 2, None, NOW)
    assert "position is 3" in same.text and "position is 2" in better.text and told.told.position == 2


def test_a_wait_that_grows_for_no_reason_is_told_as_what_is_left_of_the_first(phrases: Phrases) -> None:
    _, told = where_they_stand(phrases, place(), 3, TEN_MINUTES, NOW)
    later = NOW + timedelta(minutes=2)
    words, _ = where_they_stand(phrases, told, 3, TEN_MINUTES, later)
    assert "6 to 10 minutes" in words.text


def test_a_wait_that_grows_is_told_with_its_reason(phrases: Phrases) -> None:
    _, told = where_they_stand(phrases, place(), 3, TEN_MINUTES, NOW)
    fewer = ExpectedWait(low_seconds=900, high_seconds=1100, ahead=3, agents=1, handle_seconds=240)
    words, _ = where_they_stand(phrases, told, 3, fewer, NOW + timedelta(minutes=1))
    assert "Fewer of our colleagues are here now. We expect you to wait 15 to 19 minutes." in words.text


def test_that_nobody_can_tell_is_said_once(phrases: Phrases) -> None:
    first, told = where_they_stand(phrases, place(), 3, None, NOW)
    second, _ = where_they_stand(phrases, told, 3, None, NOW)
    assert "cannot tell" in first.text and "cannot tell" not in second.text


def test_the_moment_of_a_call_has_its_day_unless_it_is_today(phrases: Phrases) -> None:
    today, tomorrow = "2026-11-23T15:30+03:00", "2026-11-24T09:15+03:00"
    assert by_when(phrases, "tr", today, NOW) == "saat on beş otuza kadar"
    assert by_when(phrases, "en", today, NOW) == "by three thirty PM"
    assert by_when(phrases, "tr", tomorrow, NOW) == "yirmi dört Kasım Salı saat dokuz on beşe kadar"
    assert by_when(phrases, "en", tomorrow, NOW).startswith("by Tuesday, November")
