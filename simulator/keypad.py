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
        self.listener: Listener | None = None
        self.kept = ""
        self.changed = Signal()

    def listen(self, listener: Listener) -> None:
        self.listener = listener
        self.changed.fire()

    def stop(self, listener: Listener) -> None:
        if self.listener is listener:
            self.listener = None
