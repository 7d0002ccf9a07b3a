"""The single keys of the desk: what each does, and where it lies on the keyboard."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Key:
    """`code` is a place on the keyboard, the same on a Turkish and an English one; `word` tells what it does."""

    code: str
    word: str

    @property
    def letter(self) -> str:
        return self.code.removeprefix("Key")


KEYS: Final = tuple(
    Key(code=f"Key{letter}", word=f"desk.key_{does}")
    for letter, does in (
        ("A", "answer"),
        ("R", "reject"),
        ("M", "mute"),
        ("H", "hold"),
        ("O", "off_record"),
        ("T", "transfer"),
        ("E", "escalate"),
        ("Y", "hand"),
        ("D", "keypad"),
        ("N", "note"),
        ("P", "promise"),
        ("C", "case"),
        ("G", "goodwill"),
        ("B", "callback"),
        ("K", "whose"),
        ("X", "end"),
        ("W", "finish"),
        ("L", "longer"),
        ("S", "status"),
    )
)
"""None of the letters that are elsewhere on a Turkish keyboard, and none with Ctrl or Alt: AltGr is Ctrl and Alt."""
