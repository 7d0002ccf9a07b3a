"""What a Say sounds like: which words are spoken, how long they take, and the silences between them."""

import re
from dataclasses import dataclass

from simulator.twiml.document import Verb

BREAKS = {"none": 0.0, "x-weak": 0.1, "weak": 0.25, "medium": 0.5, "strong": 0.75, "x-strong": 1.2}
"""Seconds of a break by its strength."""

LONGEST_BREAK_SECONDS = 10.0
LETTERS_FOR_ONE_SPELLED = 5
"""A letter or digit read out by itself takes as long as a short word."""

SPELLED = ("characters", "spell-out", "digits", "telephone")
RATES = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "fast": 1.5, "x-fast": 2.0}
SECONDS = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)(ms|s)")
PERCENT = re.compile(r"(\d{1,4})%")


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """Words as a listener understands them; `letters` measures how long they take, `silence` is in seconds."""

    text: str
    letters: float
    silence: float


def spoken(say: Verb) -> Spoken:
    """What is heard of a Say, following its speech markup."""
    pieces = [_piece(part) for part in say.parts] or [_words(say.text)]
    text = " ".join("".join(piece.text for piece in pieces).split())
    return Spoken(text=text, letters=sum(one.letters for one in pieces), silence=sum(one.silence for one in pieces))


def _piece(part: str | Verb) -> Spoken:
    if isinstance(part, str):
        return _words(part)
    if part.name == "break":
        return Spoken(text=" ", letters=0, silence=_break_seconds(part))
    if part.name == "sub" and part.get("alias"):
        return _words(part.get("alias"))
    inside = [_piece(one) for one in part.parts]
    text = "".join(one.text for one in inside)
    letters = sum(one.letters for one in inside) / _rate(part)
    if part.name == "say-as" and part.get("interpret-as") in SPELLED:
        letters = float(LETTERS_FOR_ONE_SPELLED * len("".join(text.split())))
    return Spoken(text=text, letters=letters, silence=sum(one.silence for one in inside))


def _words(text: str) -> Spoken:
    return Spoken(text=text, letters=float(len(" ".join(text.split()))), silence=0.0)


def _break_seconds(one: Verb) -> float:
    given = SECONDS.fullmatch(one.get("time").strip())
    if given is None:
        return BREAKS.get(one.get("strength", "medium"), BREAKS["medium"])
    seconds = float(given[1]) / (1000 if given[2] == "ms" else 1)
    return min(seconds, LONGEST_BREAK_SECONDS)


def _rate(part: Verb) -> float:
    """How much faster than usual: a word, or a percentage between 20% and 200%."""
    given = part.get("rate") if part.name == "prosody" else ""
    percent = PERCENT.fullmatch(given)
    return min(max(int(percent[1]), 20), 200) / 100 if percent else RATES.get(given, 1.0)
