"""Which widget is translated how."""

from collections.abc import Callable, Mapping
from typing import Final

from ivr.studio.asking import asks
from ivr.studio.fetching import requests, runs
from ivr.studio.handing_over import dials, goes_to_flex, queues, records
from ivr.studio.parting import parts
from ivr.studio.speaking import keeps, says, writes
from ivr.studio.studio_file import Widget
from ivr.studio.translation import Studio, Translated

TRANSLATED: Final[Mapping[str, Callable[[Studio, Widget], Translated]]] = {
    "say-play": says,
    "gather-input-on-call": asks,
    "split-based-on": parts,
    "set-variables": keeps,
    "enqueue-call": queues,
    "connect-call-to": dials,
    "send-to-flex": goes_to_flex,
    "send-message": writes,
    "make-http-request": requests,
    "run-function": runs,
    "record-voicemail": records,
}
TEXT_ONLY: Final = ("send-and-wait-for-reply", "send-to-auto-pilot")


def translated(studio: Studio, widget: Widget) -> Translated:
    """What has no counterpart leads to a person, and says why."""
    if translate := TRANSLATED.get(widget.type):
        return translate(studio, widget)
    return studio.person(studio.note("todo_text_only" if widget.type in TEXT_ONLY else "todo_widget", type=widget.type))
