"""What an answering machine is told: which case and when we call again, and nothing about anybody."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.shipped import shipped
from ivr.machine_message import Window, message_left
from ivr.phrases import read_phrases
from telephony.treatment import Hangup, Say

AFTERNOON = datetime(2026, 11, 24, 12, 37, 20, tzinfo=UTC)
HOURS = timedelta(hours=1)
PHRASES = read_phrases(shipped("centre") / "phrases")
LONGEST_SECONDS = 20
LETTERS_A_SECOND = 14


def told(window: Window | None, language: str, zone: str = "Europe/Istanbul") -> str:
    said, end = message_left(PHRASES, language, case="4812", window=window, zone=ZoneInfo(zone))
    assert isinstance(said, Say) and isinstance(end, Hangup)
    assert said.language == language and len(said.text) / LETTERS_A_SECOND < LONGEST_SECONDS
    return said.text


@pytest.mark.parametrize(
    ("window", "language", "words"),
    [
        (Window(begin=AFTERNOON), "tr", "yirmi dört Kasım Salı saat on beş otuz beş sonrasında"),
        (Window(begin=AFTERNOON, end=AFTERNOON + 2 * HOURS), "tr", "saat on beş otuz beş ile on yedi otuz yedi"),
        (Window(begin=AFTERNOON, end=AFTERNOON + 24 * HOURS), "tr", "saat on beş otuz beş sonrasında"),
        (Window(begin=AFTERNOON), "en", "Tuesday, November twenty-fourth after three thirty-five PM"),
        (Window(begin=AFTERNOON, end=AFTERNOON + HOURS), "en", "between three thirty-five PM and four"),
    ],
)
def test_the_case_and_the_window_are_said(window: Window, language: str, words: str) -> None:
    text = told(window, language)
    assert words in text
    assert ("kırk sekiz, on iki" if language == "tr" else "four eight, one two") in text


def test_times_are_those_where_the_customer_is() -> None:
    assert "on iki otuz beş" in told(Window(begin=AFTERNOON), "tr", "Europe/London")


@pytest.mark.parametrize("language", ["tr", "en"])
def test_who_is_called_no_more_is_told_no_time(language: str) -> None:
    assert ("yeniden" if language == "tr" else "again") not in told(None, language)
