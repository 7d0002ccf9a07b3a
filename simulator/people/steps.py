"""What a person does on the telephone, step by step."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from simulator.people.nearest import did_you_mean

if TYPE_CHECKING:
    from simulator.people.acting import Actor

Moment = Literal["greeting", "queued", "agent_ringing", "accepted", "bridged", "talking"]
MOMENTS: tuple[str, ...] = get_args(Moment)

LONGEST_SECONDS = 1e7
"""Nobody does one thing on the telephone for longer: some hundred days."""


class StepError(ValueError):
    """A step that cannot be understood; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Hears:
    """Wait until this text has been spoken to them; fail after `within` seconds."""

    text: str
    within: float = 30.0


@dataclass(frozen=True, kw_only=True)
class Presses:
    """Press keys, as soon as something listens for keys or after `within` seconds of waiting for that."""

    keys: str
    within: float = 10.0


@dataclass(frozen=True, kw_only=True)
class Says:
    """Speak: into a Gather that listens for speech, a recording, or a conversation."""

    text: str
    within: float = 10.0


@dataclass(frozen=True, kw_only=True)
class Waits:
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Joins:
    """Wait until there is another live person to talk to."""

    within: float = 120.0


@dataclass(frozen=True, kw_only=True)
class Talks:
    """Talk with somebody for so many seconds (waiting for them first)."""

    seconds: float
    within: float = 120.0


@dataclass(frozen=True, kw_only=True)
class HangsUp:
    pass


@dataclass(frozen=True, kw_only=True)
class HearsEnd:
    """Wait until the other side hangs up."""

    within: float = 120.0


@dataclass(frozen=True, kw_only=True)
class HangsUpWhen:
    """From here on, hang up at this moment whatever they are doing then."""

    moment: Moment


@dataclass(frozen=True, kw_only=True)
class CallsAgain:
    """Hang up if still on the line, wait, and call the same number again; the remaining steps go on there."""

    after: float = 5.0


@dataclass(frozen=True, kw_only=True)
class Refers:
    """A SIP telephone asks for the call to be transferred to this address (REFER)."""

    target: str


class DoneByItself(ABC):
    """A step that knows how it is done; see `more_steps.py`."""

    @abstractmethod
    async def done_by(self, actor: "Actor") -> None:
        """Raises ActFailed."""


Step = (
    Hears
    | Presses
    | Says
    | Waits
    | Joins
    | Talks
    | HangsUp
    | HearsEnd
    | HangsUpWhen
    | CallsAgain
    | Refers
    | DoneByItself
)
STEP_NAMES: dict[str, Callable[[Any], Step]] = {
    "hears": lambda value: Hears(text=str(value)),
    "presses": lambda value: Presses(keys=read_keys(value)),
    "says": lambda value: Says(text=str(value)),
    "waits": lambda value: Waits(seconds=read_seconds(value)),
    "joins": lambda value: Joins(),
    "talks": lambda value: Talks(seconds=read_seconds(value)),
    "hangs_up": lambda value: HangsUp(),
    "hears_end": lambda value: HearsEnd(),
    "is_hung_up": lambda value: HearsEnd(),
    "hang_up_when": lambda value: HangsUpWhen(moment=read_moment(value)),
    "refers": lambda value: Refers(target=str(value)),
    "calls_again": lambda value: CallsAgain(after=read_seconds(value) if value not in (None, True) else 5.0),
}


def read_step(data: object) -> Step:
    """A step from plain data: `hangs_up`, `{presses: "2"}` or `{hears: "welcome", within: 20}`. Raises StepError."""
    given: Mapping[Any, Any] = {data: None} if isinstance(data, str) else data if isinstance(data, Mapping) else {}
    names = [name for name in given if name != "within"]
    if len(names) != 1 or names[0] not in STEP_NAMES:
        meant = did_you_mean(names[0], STEP_NAMES) if names else ""
        known = ", ".join(STEP_NAMES)
        raise StepError(f"{data!r} is not a step{meant}; a step is one of {known} (and perhaps `within`)")
    try:
        step = STEP_NAMES[names[0]](given[names[0]])
        return _limited(step, given)
    except (TypeError, ValueError) as error:
        raise StepError(f"{names[0]}: {error}") from error


def read_keys(value: object) -> str:
    keys = str(value).replace(" ", "")
    if not keys or set(keys) - set("0123456789*#"):
        raise StepError(f"{value!r} are not keys: a telephone has 0 to 9, * and #")
    return keys


def read_moment(value: object) -> Moment:
    for moment in MOMENTS:
        if value == moment:
            return moment  # type: ignore[return-value]  # MOMENTS are the names of Moment
    meant = did_you_mean(value, MOMENTS)
    raise StepError(f"{value!r} is not a moment to hang up at{meant}; those are {', '.join(MOMENTS)}")


def _limited(step: Step, given: Mapping[Any, Any]) -> Step:
    if "within" not in given:
        return step
    if not is_dataclass(step) or "within" not in (field.name for field in fields(step)):
        raise StepError("`within` means nothing here")
    limited: Step = replace(step, within=read_seconds(given["within"]))  # type: ignore[arg-type]  # it has the field
    return limited


def read_seconds(value: object) -> float:
    """A time somebody can take, of at most some weeks. Raises StepError."""
    try:
        seconds = float(str(value))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= LONGEST_SECONDS:
        raise StepError(f"{value!r} is not a time in seconds")
    return seconds
