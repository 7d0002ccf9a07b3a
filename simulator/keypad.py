"""The keypad and the voice of whoever is on a leg, and the Gather that listens to them, if one does."""

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


class Keypad:
    """Keys pressed while nothing listens are lost, unless the network is told to keep them."""

    def __init__(self) -> None:
        self._listener: Listener | None = None
        self.dead = False
        """The line is dead: no key and no word gets through."""
        self.kept = ""
        self.changed = Signal()

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
