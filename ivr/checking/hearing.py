"""How long callers listen."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ivr.errors import SoundUnreadable
from ivr.language.node import Node, Prompt
from ivr.language.part import Words
from ivr.speech.seconds import seconds_of
from ivr.speech.sound_file import seconds_of_file

AN_UNREAD_FILE: Final = 10.0
"""Seconds of a sound file whose length cannot be read from it."""


@dataclass(frozen=True)
class Hearing:
    """What callers of this language hear; `audio` is the folder of sound files."""

    language: str
    audio: Path | None

    def seconds(self, prompt: Prompt) -> float:
        if prompt.file is not None:
            return recorded(self.audio / prompt.file) if self.audio else AN_UNREAD_FILE
        return self.words(prompt.words)

    def words(self, words: Words | None) -> float:
        return spoken(*words.spoken_in(self.language)) if words else 0.0

    def before(self, node: Node, label: str) -> float:
        """Everything a caller hears at this node who goes on by this way; the longest of what is said in turn."""
        heard = node.heard_before(label)
        return sum(max(map(self.seconds, each), default=0.0) for each in heard) + node.busy_seconds()

    def asked(self, node: Node) -> float:
        """The longest question of this node."""
        return max(map(self.seconds, node.prompts()), default=0.0)


@cache
def spoken(text: str, language: str) -> float:
    return seconds_of(text, language)


def recorded(path: Path) -> float:
    try:
        return seconds_of_file(path)
    except SoundUnreadable:
        return AN_UNREAD_FILE
