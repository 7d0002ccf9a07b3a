"""How somebody is on the telephone, whatever they came to do: how patient, and what makes them react."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from simulator.people.nearest import did_you_mean
from simulator.people.steps import LONGEST_SECONDS, Step, StepError, read_step


@dataclass(frozen=True, kw_only=True)
class Patience:
    """When somebody hangs up by themselves; None for never. Seconds, but for `repetitions`.

    `waiting` without talking to anybody, `silence` hearing nothing at all, `total` on the line without having talked
    to anybody yet, `repetitions` the nth time the same thing is said to them.
    """

    waiting: float | None = None
    silence: float | None = None
    total: float | None = None
    repetitions: int | None = None


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """Each time this is heard, these steps; `once` only the first time."""

    text: str
    steps: tuple[Step, ...]
    once: bool = False


@dataclass(frozen=True, kw_only=True)
class Manner:
    patience: Patience = Patience()
    reactions: tuple[Reaction, ...] = ()


NO_MANNER = Manner()
MANNER_KEYS = ("patience", "when_hears")


def read_manner(data: Mapping[str, Any]) -> Manner:
    """From `patience: 60` (of waiting) or `patience: {silence: 20, …}` and `when_hears: {text: step or steps}`."""
    return Manner(
        patience=read_patience(data.get("patience")),
        reactions=read_reactions(data.get("when_hears")),
    )


def read_patience(data: Any) -> Patience:
    """Raises StepError."""
    if data is None:
        return Patience()
    if not isinstance(data, Mapping):
        return Patience(waiting=_positive("patience", data))
    names = [field.name for field in fields(Patience)]
    for key in data:
        if key not in names:
            raise StepError(f"patience has no {key!r}, only {', '.join(names)}{did_you_mean(key, names)}")
    given = {str(key): _positive(str(key), value) for key, value in data.items()}
    if "repetitions" in given:
        given["repetitions"] = int(given["repetitions"])
    return Patience(**given)  # type: ignore[arg-type]  # repetitions has just been made whole


def read_reactions(data: Any) -> tuple[Reaction, ...]:
    """Raises StepError."""
    if data is None:
        return ()
    if not isinstance(data, Mapping):
        raise StepError("when_hears is a mapping: what is heard, and the step or steps it leads to")
    return tuple(_reaction(str(text), steps) for text, steps in data.items())


def _reaction(text: str, data: Any) -> Reaction:
    once = isinstance(data, Mapping) and bool(data.get("once"))
    told = {key: value for key, value in data.items() if key != "once"} if isinstance(data, Mapping) else data
    steps = told if isinstance(told, list) else [told]
    if not text.strip() or not steps:
        raise StepError("when_hears needs something to hear and a step to take")
    return Reaction(text=text, steps=tuple(read_step(step) for step in steps), once=once)


def _positive(name: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise StepError(f"{name} must be a number, not {value!r}") from None
    if isinstance(value, bool) or not 0 < number <= LONGEST_SECONDS:
        raise StepError(f"{name} must be more than nothing and have an end, not {value!r}")
    return number
