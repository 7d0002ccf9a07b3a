"""What the person on a leg hears."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator.clockwork.task import Signal


@dataclass(kw_only=True)
class Utterance:
    """Something spoken or played to a leg. `cut_at` is when it was cut short, if it was."""

    text: str
    started_at: datetime
    seconds: float
    cut_at: datetime | None = None

    def heard_at(self, letters: int) -> datetime:
        """When its first so many letters have been spoken."""
        share = letters / len(self.text) if self.text else 1.0
        return self.started_at + timedelta(seconds=self.seconds * share)

    def reached(self, letters: int) -> bool:
        """Was it allowed to get that far before it was cut?"""
        return self.cut_at is None or self.heard_at(letters) <= self.cut_at


class Ear:
    def __init__(self) -> None:
        self.utterances: list[Utterance] = []
        self.changed = Signal()

    def begin(self, text: str, now: datetime, seconds: float) -> Utterance:
        utterance = Utterance(text=text, started_at=now, seconds=seconds)
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
