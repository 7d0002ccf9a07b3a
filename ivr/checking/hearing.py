"""How long callers listen."""

import re
import wave
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ivr.language.node import Node, Prompt
from ivr.language.part import Words

A_FILLED_PLACE: Final = "12 34"
"""Stands for what will be filled into words: about as long to say as a short date, time or number."""
AN_UNREAD_FILE: Final = 10.0
"""Seconds of a sound file whose length cannot be read from it."""
_PLACE: Final = re.compile(r"\{[^{}]*\}")


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

    def at(self, node: Node) -> float:
        """Everything said here before the caller gets on, or the longest question where they are asked."""
        each = [self.seconds(prompt) for prompt in node.prompts()]
        return max(each, default=0.0) if node.listens() else sum(each)


WORDS_A_MINUTE: Final = {"tr": 130, "en": 160}


def seconds_of(text: str, language: str) -> float:
    return len(text.split()) * 60 / WORDS_A_MINUTE[language]


def seconds_of_file(path: Path) -> float:
    with wave.open(str(path)) as sound:
        return sound.getnframes() / sound.getframerate()


@cache
def spoken(text: str, language: str) -> float:
    return seconds_of(_PLACE.sub(A_FILLED_PLACE, text), language)


def recorded(path: Path) -> float:
    try:
        return seconds_of_file(path)
    except (OSError, EOFError, wave.Error):
        return AN_UNREAD_FILE
