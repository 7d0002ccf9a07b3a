"""What an answering machine is told: about which case, and when we call again. Anybody may listen to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from ivr.phrases import Phrases
from ivr.speech.forms import read
from telephony.treatment import Document, Hangup

PLAIN_MINUTES: Final = 5


@dataclass(frozen=True, kw_only=True)
class Window:
    """When we call again: not before `begin`, and where an end was promised, before that."""

    begin: datetime
    end: datetime | None = None


def message_left(phrases: Phrases, language: str, *, case: str, window: Window | None, zone: tzinfo) -> Document:
    """Short, and nothing personal: no name, no reason. `zone` is the customer's; without a window we call no more."""
    words = [phrases.text("machine_message", language, case=read(case, "pairs", language).spoken)]
    words += [_window_in_words(phrases, language, window, zone)] if window else []
    return (phrases.saying(language, *words, phrases.text("machine_call_us", language)), Hangup())


def _window_in_words(phrases: Phrases, language: str, window: Window, zone: tzinfo) -> str:
    begin = _plain_time(window.begin.astimezone(zone).replace(tzinfo=None))
    end = window.end.astimezone(zone).replace(tzinfo=None) if window.end else None
    told = {"day": _said(begin, "date", language), "begin": _said(begin, "time", language)}
    if end is None or end <= begin or end.date() != begin.date():
        return phrases.text("machine_after", language, **told)
    return phrases.text("machine_between", language, **told, end=_said(end, "time", language))


def _plain_time(begin: datetime) -> datetime:
    """Five minutes before and after are the same to whoever listens; we call no earlier than we said."""
    return begin - timedelta(minutes=begin.minute % PLAIN_MINUTES, seconds=begin.second, microseconds=begin.microsecond)


def _said(moment: datetime, form: str, language: str) -> str:
    return read(moment.isoformat(), form, language).spoken
