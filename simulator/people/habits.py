"""What a caller is like over several calls: their manner, whether they call again, and what they do then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from simulator.lines.leg import Leg
from simulator.people.manner import MANNER_KEYS, NO_MANNER, Manner, read_manner
from simulator.people.nearest import did_you_mean
from simulator.people.performance import Performance
from simulator.people.steps import LONGEST_SECONDS, Step, StepError, read_step

Ending = Literal["cut_off", "no_answer", "busy", "gave_up", "any"]
ENDINGS: tuple[str, ...] = get_args(Ending)
HABIT_KEYS = (*MANNER_KEYS, "calls_again", "calls")


@dataclass(frozen=True, kw_only=True)
class CallsBack:
    """Call again `after` seconds, at most `times` times, when a call ended like this.

    `cut_off`: the other side was gone before they were done. `no_answer`: nobody picked up. `busy`: they were
    rejected. `gave_up`: they lost patience. `any`: however it ended, also well.
    """

    when: tuple[str, ...] = ("cut_off", "no_answer", "busy")
    after: float = 30.0
    times: int = 1


@dataclass(frozen=True, kw_only=True)
class Habits:
    """`later_calls` are the steps of the second call, the third, …; the last ones are repeated."""

    manner: Manner = NO_MANNER
    calls_back: CallsBack | None = None
    later_calls: tuple[tuple[Step, ...], ...] = ()


NO_HABITS = Habits()


def read_habits(data: Mapping[str, Any]) -> tuple[Habits, tuple[Step, ...]]:
    """Habits, and the steps of the first of `calls` if those are given. Raises StepError."""
    for key in data:
        if key not in HABIT_KEYS:
            raise StepError(f"{key!r} is not known of a caller{did_you_mean(key, HABIT_KEYS)}")
    calls = _calls(data.get("calls"))
    back = read_calls_back(data.get("calls_again"))
    if len(calls) > 1 and back is None:
        back = CallsBack(when=("any",), times=len(calls) - 1)
    habits = Habits(manner=read_manner(data), calls_back=back, later_calls=calls[1:])
    return habits, calls[0] if calls else ()


def read_calls_back(data: Any) -> CallsBack | None:
    """From `calls_again: 30` (seconds after a call that came to nothing) or `{when: […], after: 30, times: 2}`."""
    if data is None or data is False:
        return None
    if not isinstance(data, Mapping):
        return CallsBack() if data is True else CallsBack(after=_number("calls_again", data))
    known = ("when", "after", "times")
    for key in data:
        if key not in known:
            raise StepError(f"calls_again has no {key!r}{did_you_mean(key, known)}")
    times, after = _number("times", data.get("times", 1)), _number("after", data.get("after", 30.0))
    return CallsBack(when=_endings(data.get("when")), after=after, times=int(times))


def ending_of(leg: Leg, performance: Performance) -> Ending | None:
    """How a call came to nothing; None when it did not."""
    if performance.gave_up:
        return "gave_up"
    if leg.status in ("no-answer", "failed", "busy") and leg.ended_by != "person":
        return "busy" if leg.status == "busy" else "no_answer"
    return "cut_off" if performance.next_step < len(performance.steps) and leg.ended_by != "person" else None


def _endings(data: Any) -> tuple[str, ...]:
    if data is None:
        return CallsBack().when
    given = [data] if isinstance(data, str) else data if isinstance(data, Sequence) else [data]
    for one in given:
        if one not in ENDINGS:
            raise StepError(f"{one!r} is not an ending; those are {', '.join(ENDINGS)}{did_you_mean(one, ENDINGS)}")
    return tuple(given)


def _calls(data: Any) -> tuple[tuple[Step, ...], ...]:
    if data is None:
        return ()
    if not isinstance(data, Sequence) or isinstance(data, str) or not all(isinstance(call, list) for call in data):
        raise StepError("calls is a list of calls, and each call a list of steps")
    return tuple(tuple(read_step(step) for step in call) for call in data)


def _number(name: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise StepError(f"{name} must be a number, not {value!r}") from None
    if not 0 <= number <= LONGEST_SECONDS:
        raise StepError(f"{name} must not be less than nothing, nor without end")
    return number
