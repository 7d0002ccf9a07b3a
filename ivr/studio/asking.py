"""`gather-input-on-call`: with a split on its digits it is a menu, else a question with an open answer."""

import re
from collections.abc import Iterator
from typing import Any, Final

from ivr.studio.liquid import variable
from ivr.studio.matching import Match, matches
from ivr.studio.studio_file import Widget
from ivr.studio.translation import Studio, Translated, Words, language_of

KEY: Final = re.compile(r"[1-9][0-9]{0,2}")
KEYS: Final = "123456789"
EVERYWHERE: Final = ("0", "*")
"""Keys that mean the same at every question."""


def asks(studio: Studio, widget: Widget) -> Translated:
    notes: list[str] = []
    words = studio.words(widget, widget.told("say"), notes) if widget.told("say") else {}
    question = asked(studio, widget, words)
    silent = () if words else (studio.note("todo_silent"),)
    return Translated(node=question.node, notes=(*silent, *notes, *question.notes))


def asked(studio: Studio, widget: Widget, words: Words) -> Translated:
    """The question with these words, which may stand in a widget before it."""
    if any(_is_choice(match, widget) for match in _splits(studio, widget)):
        return _menu(studio, widget, words)
    return _open(studio, widget, words)


def _is_choice(match: Match, widget: Widget) -> bool:
    """Whether the answer is compared with keys of a menu, or with words."""
    if match.answer == f"widgets.{widget.name}.Digits":
        return any(KEY.fullmatch(value) for value in match.values)
    return match.answer == f"widgets.{widget.name}.SpeechResult" and bool(match.values)


def _splits(studio: Studio, widget: Widget) -> list[Match]:
    """What the widgets right after the question compare the answer with."""
    after = dict.fromkeys(filter(None, (widget.leads("keypress"), widget.leads("speech"))))
    return [match for name in after if (split := studio.widgets.get(name)) for match in matches(split)]


def _menu(studio: Studio, widget: Widget, words: Words) -> Translated:
    options: dict[str, dict[str, Any]] = {}
    notes: list[str] = []
    for match in _splits(studio, widget):
        if match.answer == f"widgets.{widget.name}.Digits":
            for key in match.values:
                notes += _key(studio, key, match.to, options)
    for match in _splits(studio, widget):
        if match.answer == f"widgets.{widget.name}.SpeechResult":
            notes += _said(studio, widget, match, options)
    notes += _otherwise(studio, widget)
    menu = {"say": words, "options": {key: _short(option) for key, option in options.items()}, **_seconds(widget)}
    return Translated(node={"menu": menu}, notes=tuple(notes))


def _key(studio: Studio, key: str, to: str | None, options: dict[str, dict[str, Any]]) -> Iterator[str]:
    if KEY.fullmatch(key):
        options.setdefault(key, {"to": studio.node(to)})
    else:
        yield studio.note("zero" if key in EVERYWHERE else "key", key=key, to=studio.node(to))


def _said(studio: Studio, widget: Widget, match: Match, options: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What may be said instead of a key goes to the key that leads to the same place, else to a key of its own."""
    to, words = studio.node(match.to), ", ".join(match.values)
    option = next((option for option in options.values() if option["to"] == to), None)
    free = next((key for key in KEYS if key not in options), None)
    if option is None and free is None:
        yield studio.note("said", words=words, to=to)
        return
    if option is None:
        yield studio.note("todo_key", key=str(free), words=words)
        option = options.setdefault(str(free), {"to": to})
    said = option.setdefault("said", {}).setdefault(language_of(widget) or studio.language, [])
    said += [value for value in match.values if value not in said]


def _otherwise(studio: Studio, widget: Widget) -> Iterator[str]:
    """Where silence and other answers led: our flows have one policy for both."""
    split = studio.widgets.get(widget.leads("keypress") or widget.leads("speech") or "")
    if split and (to := split.leads("noMatch")) and to != widget.name:
        yield studio.note("no_match", to=studio.node(to))
    if (to := widget.leads("timeout")) and to != widget.name:
        yield studio.note("no_answer", to=studio.node(to))


def _short(option: dict[str, Any]) -> Any:
    return option if "said" in option else option["to"]


def _open(studio: Studio, widget: Widget, words: Words) -> Translated:
    most = widget.told("number_of_digits")
    ask: dict[str, Any] = {
        "say": words,
        **_by(widget),
        "most_digits": min(20, max(1, int(most))) if most.isdecimal() else 20,
        **_seconds(widget),
        "keep": variable(f"widgets.{widget.name}.Digits", studio.variables),
    }
    notes = tuple(_otherwise(studio, widget))
    to = widget.leads("keypress") or widget.leads("speech")
    return Translated(node={"ask": ask, "next": studio.node(to)}, notes=notes)


def _by(widget: Widget) -> dict[str, Any]:
    """An answer that only speech leads on from is words, and no number."""
    if not widget.leads("speech"):
        return {"by": "digits"}
    return {"by": "both"} if widget.leads("keypress") else {"by": "speech", "words": True}


def _seconds(widget: Widget) -> dict[str, int]:
    seconds = widget.told("timeout")
    return {"seconds": min(20, max(2, int(seconds)))} if seconds.isdecimal() else {}
