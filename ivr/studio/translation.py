"""What a widget becomes, and what everybody who translates one needs to know."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ivr.studio.liquid import Variables, spoken
from ivr.studio.naming import plain_name
from ivr.studio.studio_file import Widget
from ivr.studio.wording import worded

PERSON: Final = "someone"
"""The node to which 0, silence and mistakes lead."""
END: Final = "the_end"
"""The node where calls end whose widget leads nowhere."""
MARKUP: Final = re.compile(r"</?[A-Za-z][^<>]*>")
"""Tags by which Studio's voices are told how to speak (SSML)."""

Words = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Translated:
    """A node as it will be written. `notes` are comments beside it; a `todo` among them needs somebody's hand."""

    node: dict[str, Any]
    notes: tuple[str, ...] = ()

    @property
    def todos(self) -> int:
        return sum(note.startswith("todo:") for note in self.notes)


@dataclass(frozen=True, kw_only=True)
class Studio:
    """The flow that is being translated. `language` is what its words are in, `reader` who reads the comments."""

    widgets: Mapping[str, Widget]
    names: Mapping[str, str]
    variables: Variables
    queues: frozenset[str]
    queue: str
    language: str
    reader: str = field(default="tr")

    def node(self, widget: str | None) -> str:
        """The node a widget becomes; the end where there is none."""
        return self.names.get(widget or "", END)

    def led(self, widget: Widget, event: str) -> str:
        return self.node(widget.leads(event))

    def words(self, widget: Widget, text: str, notes: list[str]) -> Words:
        """Words in the language the widget speaks; what cannot be filled in is left out, and noted."""
        filled, lost = spoken(MARKUP.sub(" ", text), self.variables)
        notes += [self.note("todo_markup")] * bool(MARKUP.search(text))
        notes += [self.note("lost", what=what) for what in lost]
        return {language_of(widget) or self.language: filled}

    def note(self, which: str, /, **filled: str) -> str:
        return worded(self.reader, which, **filled)

    def person(self, *why: str) -> Translated:
        """A person takes over, and the reasons are written beside it."""
        return Translated(node={"agent": {"queue": self.queue}}, notes=why)

    def queue_named(self, name: str) -> str | None:
        plain = plain_name(name)
        return plain if plain in self.queues else None


def language_of(widget: Widget) -> str | None:
    """`tr-TR` → `tr`; None for languages callers are not spoken to in."""
    code = widget.told("language")[:2].lower()
    return code if code in ("tr", "en") else None
