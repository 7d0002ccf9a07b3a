"""The rarer things people do: trying one key after the other, leaving questions unanswered, interrupting."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.lines.ear import fold
from simulator.people.steps import STEP_NAMES, DoneByItself, StepError, read_keys

if TYPE_CHECKING:
    from simulator.people.acting import Actor


SECONDS_BETWEEN_TRIES = 1.0


@dataclass(frozen=True, kw_only=True)
class TriesKeys(DoneByItself):
    """Press the first keys, and each further ones when asked again: wrong keys before the right ones."""

    keys: tuple[str, ...]
    within: float = 30.0

    async def done_by(self, actor: "Actor") -> None:
        for index, keys in enumerate(self.keys):
            if index:
                await actor.waits(SECONDS_BETWEEN_TRIES)
            await actor.presses(keys, self.within)


@dataclass(frozen=True, kw_only=True)
class LeavesUnanswered(DoneByItself):
    """Say and press nothing while so many questions are asked; go on when the next one is."""

    questions: int
    within: float = 120.0

    async def done_by(self, actor: "Actor") -> None:
        await actor.lets_pass(self.questions, self.within)


@dataclass(frozen=True, kw_only=True)
class TalksOver(DoneByItself):
    """Begin to speak at once, whatever is being said, and whether anything listens or not."""

    text: str

    async def done_by(self, actor: "Actor") -> None:
        await actor.speaks(self.text)


@dataclass(frozen=True, kw_only=True)
class PressesAtOnce(DoneByItself):
    """Press keys without waiting for anything to listen."""

    keys: str

    async def done_by(self, actor: "Actor") -> None:
        await actor.types(self.keys)


@dataclass(frozen=True, kw_only=True)
class NeverHears(DoneByItself):
    """From the beginning of the call to its end this must not be said to them."""

    text: str

    async def done_by(self, actor: "Actor") -> None:
        actor.must_not_hear(self.text)


@dataclass(frozen=True, kw_only=True)
class IsAlone(DoneByItself):
    """Wait until there is nobody to talk to any more: put on hold, or left."""

    within: float = 120.0

    async def done_by(self, actor: "Actor") -> None:
        await actor.is_left_alone(self.within)


def _keys(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise StepError("tries_keys is a list of keys, such as ['9', '2']")
    return tuple(read_keys(keys) for keys in value)


def _questions(value: object) -> int:
    count = int(str(value)) if value not in (None, True) else 1
    if count < 1:
        raise StepError("leaves_unanswered is a number of questions")
    return count


def _text(value: object) -> str:
    if not fold(str(value or "")):
        raise StepError("there is no text")
    return str(value)


STEP_NAMES.update(
    {
        "tries_keys": lambda value: TriesKeys(keys=_keys(value)),
        "leaves_unanswered": lambda value: LeavesUnanswered(questions=_questions(value)),
        "talks_over": lambda value: TalksOver(text=_text(value)),
        "presses_at_once": lambda value: PressesAtOnce(keys=read_keys(value)),
        "is_alone": lambda value: IsAlone(),
        "never_hears": lambda value: NeverHears(text=_text(value)),
    }
)
