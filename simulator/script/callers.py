"""The callers of a script."""

from collections.abc import Mapping
from typing import Any

from simulator.people.habits import HABIT_KEYS, read_habits
from simulator.people.steps import LONGEST_SECONDS, Moment, Step, StepError, read_moment, read_step
from simulator.script.mistakes import Mistakes
from simulator.script.parts import ScriptedCaller

CALLER_KEYS = ("from", "to", "start_after", "steps", "hang_up_when", "forwarded_from", *HABIT_KEYS)


def read_caller(name: str, callers: Any, mistakes: Mistakes) -> ScriptedCaller | None:
    data = callers[name]
    if not isinstance(data, Mapping):
        mistakes.add(callers, name, f"caller {name} must be a mapping of keys to values")
        return None
    unknown = [key for key in data if key not in CALLER_KEYS]
    for key in unknown:
        mistakes.unknown(data, key, f"caller {name}", CALLER_KEYS)
    if not data.get("from") and not unknown:
        mistakes.add(callers, name, f"{name} needs `from`, the number they call from")
    return ScriptedCaller(
        name=name,
        from_=str(data.get("from")),
        to=str(data.get("to") or ""),
        start_after=_number(data, "start_after", mistakes),
        steps=_steps(data, mistakes),
        hang_up_when=_moment(data, mistakes),
        forwarded_from=str(data.get("forwarded_from") or ""),
        habits=_habits(data, mistakes),
    )


def _steps(data: Any, mistakes: Mistakes) -> tuple[Step, ...]:
    given, steps = data.get("steps") or [], []
    if not isinstance(given, list):
        mistakes.add(data, "steps", "`steps` must be a list")
        return ()
    for index, step in enumerate(given):
        try:
            steps.append(read_step(step))
        except StepError as error:
            mistakes.add(given, index, str(error))
    return tuple(steps)


def _moment(data: Any, mistakes: Mistakes) -> Moment | None:
    try:
        return read_moment(data["hang_up_when"]) if data.get("hang_up_when") else None
    except StepError as error:
        mistakes.add(data, "hang_up_when", str(error))
        return None


def _habits(data: Any, mistakes: Mistakes) -> Mapping[str, Any]:
    """Each habit is tried alone, so that a mistake is found at its own key."""
    given = {str(key): data[key] for key in HABIT_KEYS if key in data}
    if "calls" in given and data.get("steps"):
        mistakes.add(data, "calls", "give either `steps` or `calls`, not both")
    for key, value in given.items():
        try:
            read_habits({key: value})
        except (StepError, ValueError, TypeError, AttributeError) as error:
            mistakes.add(data, key, str(error))
    return given


def _number(data: Any, key: str, mistakes: Mistakes) -> float:
    try:
        number = float(data.get(key) or 0)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number <= LONGEST_SECONDS:
        mistakes.add(data, key, f"{key} must be a number of seconds")
    return number
