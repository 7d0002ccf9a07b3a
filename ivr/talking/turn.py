"""One turn of a conversation: from where the caller stands until we must hear them, hand them over or let them go."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cases.identification import Caller
from ivr.language.move import Effect, HangUp, Outcome, Question, Reach, Record, Sound, Wait
from ivr.language.release import Release
from ivr.talking.conversation import Conversation
from ivr.talking.talk import Talk

Perform = Callable[[Talk, Effect], Outcome]
"""Does what a node asks of the world. Never raises: trouble is the outcome `trouble`."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What a turn is played in: the flows of the call's release, who calls, the present, and the world."""

    release: Release
    caller: Caller
    now: datetime
    perform: Perform
    number: str = ""
    """The number of ours that was called."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One node passed in a turn: its flow and name, and the outcome of what was asked of the world there."""

    flow: str
    node: str
    outcome: str | None = None

    def __str__(self) -> str:
        return f"{self.flow}.{self.node}"


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What a turn comes to: what is heard, what happens then, and where the caller now is."""

    sounds: tuple[Sound, ...]
    then: Question | Wait | Reach | Record | HangUp
    conversation: Conversation
    visited: tuple[Step, ...]
    outcomes: tuple[tuple[str, Conversation, Outcome], ...] = ()
    """What was asked of the world, in turn: at which node, of whom, and how it came out."""
