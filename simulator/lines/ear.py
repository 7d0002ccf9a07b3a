"""What the person on a leg hears."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from simulator.clockwork.task import Signal

Sound = Literal["say", "play", "tone", "silence", "voice"]
ENDLESS_SECONDS = 4 * 3600.0
"""Music and silence that go on for as long as the call may last."""
TONE_SECONDS = 0.25
"""How long the tone of a key sounds."""


@dataclass(kw_only=True)
class Utterance:
    """Something spoken or played to a leg. `cut_at` is when it was cut short, if it was.

    A `voice` is another person on the line, whose name is in `who`; everything else comes from the network.
    """

    text: str
    started_at: datetime
    seconds: float
    kind: Sound = "say"
    language: str = ""
    who: str = ""
    cut_at: datetime | None = None

    def heard_at(self, letters: int) -> datetime:
        """When its first so many letters have been spoken."""
        if self.seconds >= ENDLESS_SECONDS:
            return self.started_at
        share = letters / len(self.text) if self.text else 1.0
        return self.started_at + timedelta(seconds=self.seconds * share)

    @property
    def ends_at(self) -> datetime:
        """When it is over: cut short, or said to its end."""
        whole = self.started_at + timedelta(seconds=self.seconds)
        return min(whole, self.cut_at) if self.cut_at else whole

    def reached(self, letters: int) -> bool:
        """Was it allowed to get that far before it was cut?"""
        return self.cut_at is None or self.heard_at(letters) <= self.cut_at


class Ear:
    def __init__(self) -> None:
        self.utterances: list[Utterance] = []
        self.changed = Signal()
        self.dead = False
        """The line is dead: nothing more is heard."""

    def begin(self, text: str, now: datetime, seconds: float, **about: Any) -> Utterance:
        """Something starts to be heard. `about` are more fields of the Utterance."""
        utterance = Utterance(text=text, started_at=now, seconds=seconds, **about)
        if not self.dead:
            self.utterances.append(utterance)
        self.changed.fire()
        return utterance

    def cut(self, utterance: Utterance, now: datetime) -> None:
        utterance.cut_at = now
        self.changed.fire()


def fold(text: str) -> str:
    """Letters as a listener compares them: case ignored the Turkish way; `İptal`, `iptal` and `IPTAL` are one word."""
    lowered = text.replace("İ", "i").replace("I", "i").replace("ı", "i").casefold()
    return " ".join(lowered.replace("\u0307", "").split())
