"""Answers kept for later: only those to GET, only where the server allows it, and only when the network is told to."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator.exchange import Exchange
from simulator.lines.leg import Ask
from simulator.wire.transport import Answer

MAX_AGE = re.compile(r"\b(?:s-)?max-?age\s*=\s*\"?(\d{1,9})")
FORBIDDEN = ("no-store", "no-cache", "private")


@dataclass(frozen=True, kw_only=True)
class KeptAnswer:
    answer: Answer
    until: datetime


def kept_answer(x: Exchange, ask: Ask) -> Answer | None:
    """The answer this URL gave before, if it may still be used. Call parameters do not count as part of the URL."""
    kept = x.kept_answers.get(ask.url) if ask.method == "GET" else None
    if kept is None or kept.until <= x.kernel.now():
        return None
    x.tell("note", f"answer of {ask.url} taken from the cache")
    return kept.answer


def keep_answer(x: Exchange, ask: Ask, answer: Answer) -> None:
    if not x.switches.get_answers_are_cached or ask.method != "GET":
        return
    control = answer.header("Cache-Control").lower()
    age = MAX_AGE.search(control)
    if age is not None and not any(word in control for word in FORBIDDEN):
        x.kept_answers[ask.url] = KeptAnswer(answer=answer, until=x.kernel.now() + timedelta(seconds=int(age[1])))
