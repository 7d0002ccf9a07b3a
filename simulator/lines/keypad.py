"""The keypad and the voice of whoever is on a leg, and the Gather that listens to them, if one does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from simulator.clockwork.task import Signal


class Listener(Protocol):
    def press(self, key: str) -> None: ...

    def speak(self, text: str) -> bool:
        """Take speech; False if only keys are listened for."""
        ...

    @property
    def takes_speech(self) -> bool: ...

    @property
    def takes_keys(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Speaking:
    """Somebody has begun to say something and will need so many seconds for it."""

    text: str
    begun_at: datetime
    seconds: float


class Keypad:
    """Keys pressed while nothing listens are lost, unless the network is told to keep them.

    `speaking` is what is just being said, for listeners that follow words as they come; most wait for the whole.
    """

    def __init__(self) -> None:
        self._listener: Listener | None = None
        self.dead = False
        """The line is dead: no key and no word gets through."""
        self.kept = ""
        self.changed = Signal()
        self.speaking: Speaking | None = None
        self.voice = Signal()

    def begin_to_speak(self, speaking: Speaking) -> None:
        self.speaking = speaking
        self.voice.fire()

    def fall_silent(self) -> None:
        self.speaking = None
        self.voice.fire()

    @property
    def listener(self) -> Listener | None:
        """The Gather, or whatever else it is, that keys and words would reach now."""
        return None if self.dead else self._listener

    def listen(self, listener: Listener) -> None:
        self._listener = listener
        self.changed.fire()

    def stop(self, listener: Listener) -> None:
        if self._listener is listener:
            self._listener = None
