"""What a node decides: said as data, so that somebody else acts on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from ivr.talking.conversation import Conversation


@dataclass(frozen=True, kw_only=True)
class Spoken:
    text: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Played:
    """A sound file of the centre's `audio/`, by name."""

    file: str


Sound = Spoken | Played


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What the caller answered; empty when they kept silent."""

    digits: str = ""
    speech: str = ""
    confidence: float = 0.0
    recording: str = ""
    """The network's name for what was recorded, and for how long, where the caller was."""
    recorded_seconds: int = 0


class Effect:
    """Something asked of the world, or done to it, beyond the flow: a frozen value beside the node that needs it."""

    only_asks: ClassVar[bool] = False
    """Nothing is changed by it, so it may also be done to explain or to try a flow."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How an effect came out: the node's `way` to go on, and values to fill into words.

    `kept` are values that later nodes may use too; `progress` is set when the caller got what they called for.
    `changed` is the conversation with what the effect found out about the caller, when that is more.
    """

    way: str
    values: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    progress: bool = False
    changed: "Conversation | None" = None


TROUBLE = "trouble"
"""The way of an outcome whose store or network could not be reached. A node without such a way leads to a person."""


@dataclass(frozen=True, kw_only=True)
class Go:
    """On to another node, with these sounds on the way; `conversation` carries what the node changed."""

    to: str
    sounds: tuple[Sound, ...] = ()
    conversation: "Conversation | None" = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """Play the prompt, then listen. `secret` answers are never stored or logged, whole or hashed.

    `seconds` of silence count as no answer. `most_digits` None: until the hash key.
    """

    prompt: tuple[Sound, ...]
    most_digits: int | None = 1
    seconds: int = 6
    digits: bool = True
    speech: bool = False
    hints: tuple[str, ...] = ()
    language: str = "tr"
    secret: bool = False
    conversation: "Conversation | None" = None


@dataclass(frozen=True)
class Do:
    """Ask the world; the outcome comes back to the node's `done`."""

    effect: Effect


@dataclass(frozen=True, kw_only=True)
class Wait:
    """Something is under way: these sounds, some seconds, and the same node once more."""

    seconds: int = 1
    sounds: tuple[Sound, ...] = ()
    conversation: "Conversation | None" = None


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Put the caller in line for a person, after these sounds.

    `skills` narrows who may answer; `reason` goes on the call's record.
    """

    queue: str
    owner: bool = False
    skills: str | None = None
    reason: str | None = None
    sounds: tuple[Sound, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Record:
    """A beep, and the caller's own words, up to `seconds`; then the same node hears of the recording.

    0 ends it at a person, `*` begins it anew and `#` ends it. Whoever hangs up meanwhile keyed in `hangup`.
    """

    seconds: int
    sounds: tuple[Sound, ...] = ()
    conversation: "Conversation | None" = None


@dataclass(frozen=True, kw_only=True)
class Enter:
    """Into another flow, and back to the node `back` of this one when that flow comes to its end."""

    flow: str
    back: str


@dataclass(frozen=True)
class Back:
    """This flow is at its end: back to the flow that led here, or hang up where none did."""


@dataclass(frozen=True)
class HangUp:
    """The flow is over."""


Move = Go | Question | Do | Wait | Reach | Record | Enter | Back | HangUp
