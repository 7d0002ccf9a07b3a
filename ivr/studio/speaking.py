"""`say-play`, `set-variables` and `send-message`."""

from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from ivr.studio.asking import asked
from ivr.studio.liquid import CALLER
from ivr.studio.naming import LONGEST_VARIABLE, plain_name
from ivr.studio.studio_file import Widget
from ivr.studio.translation import Studio, Translated, language_of

MOST_VALUES: Final = 6


def says(studio: Studio, widget: Widget) -> Translated:
    """Words or a sound. Words before a question that has none are the question's."""
    after = studio.widgets.get(widget.leads("audioComplete") or "")
    if widget.told("say") and after and after.type == "gather-input-on-call" and not after.told("say"):
        notes: list[str] = []
        words = studio.words(widget, widget.told("say"), notes)
        question = asked(studio, after, words)
        return Translated(node=question.node, notes=(*notes, *question.notes))
    return _played(studio, widget) if widget.told("play") else _said(studio, widget)


def _said(studio: Studio, widget: Widget) -> Translated:
    notes = list(_spoken_otherwise(studio, widget))
    words = studio.words(widget, widget.told("say"), notes)
    return Translated(node={"say": words, "next": studio.led(widget, "audioComplete")}, notes=tuple(notes))


def _spoken_otherwise(studio: Studio, widget: Widget) -> list[str]:
    notes = []
    if widget.told("loop") not in ("", "1"):
        notes.append(studio.note("todo_loop", times=widget.told("loop")))
    if widget.told("language") and language_of(widget) is None:
        notes.append(studio.note("todo_language", language=widget.told("language")))
    return notes


def _played(studio: Studio, widget: Widget) -> Translated:
    url = widget.told("play")
    sound = PurePosixPath(unquote(urlsplit(url).path))
    ending = sound.suffix.lower() if sound.suffix.lower() in (".wav", ".mp3") else ".mp3"
    node = {"play": f"{plain_name(sound.stem)}{ending}", "next": studio.led(widget, "audioComplete")}
    return Translated(node=node, notes=(studio.note("todo_audio", url=url), *_spoken_otherwise(studio, widget)))


def keeps(studio: Studio, widget: Widget) -> Translated:
    """Fixed values are kept; what Studio computed is noted."""
    written = {str(one.get("key", "")): str(one.get("value", "")) for one in widget.properties.get("variables") or ()}
    fixed = {name: value for name, value in written.items() if "{{" not in value and "{%" not in value}
    kept = {plain_name(name, LONGEST_VARIABLE): value[:80] for name, value in list(fixed.items())[:MOST_VALUES]}
    left = [name for name in written if plain_name(name, LONGEST_VARIABLE) not in kept]
    notes = (studio.note("todo_values", names=", ".join(left)),) if left else ()
    if not kept:
        return studio.person(*notes or (studio.note("todo_widget", type=widget.type),))
    return Translated(node={"set": kept, "next": studio.led(widget, "next")}, notes=notes)


def writes(studio: Studio, widget: Widget) -> Translated:
    """A text message to the caller."""
    if widget.told("to").strip("{ }") not in ("", *CALLER):
        return studio.person(studio.note("todo_reader", to=widget.told("to")))
    notes: list[str] = []
    node = {
        "message": {"text": studio.words(widget, widget.told("body"), notes)},
        "next": studio.led(widget, "sent"),
        "not_sent": studio.led(widget, "failed"),
    }
    return Translated(node=node, notes=tuple(notes))
