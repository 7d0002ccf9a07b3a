"""Faults on demand: what goes wrong, how often, and for which requests."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any, Literal, get_args

from simulator.lines.leg import Leg

FaultKind = Literal[
    "create_then_500",
    "refuse_with_500",
    "create_then_hang",
    "too_many_requests",
    "unavailable",
    "rest_slow",
    "rest_refused",
    "rest_reset",
    "list_lag",
    "callback_lost",
    "callback_doubled",
    "callback_swapped",
    "callback_delayed",
    "webhook_lost",
    "webhook_doubled",
    "webhook_swapped",
    "webhook_delayed",
    "webhook_slow",
    "webhook_unreachable",
    "webhook_answer_lost",
    "queue_full",
    "queue_broken",
    "slow_network",
    "network_down",
]
KINDS: tuple[str, ...] = get_args(FaultKind)
NEED_SECONDS = frozenset({"rest_slow", "list_lag", "webhook_delayed", "webhook_slow", "slow_network", "network_down"})
LONGEST_SECONDS = 1e7
SIDES = ("", "callers", "called")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that will go wrong `times` times, after having spared the first `after` chances. Raises ValueError.

    - `create_then_500`, `refuse_with_500`, `create_then_hang`: a REST create makes the thing and answers 500; answers
      500 without making it; makes it and never answers.
    - `too_many_requests`, `unavailable`: a REST request is answered 429 or 503 and not carried out.
    - `rest_slow`: a REST request is carried out and answered `seconds` late. `rest_refused`: its connection is refused
      and nothing is carried out. `rest_reset`: it is carried out, and the connection breaks before the answer.
    - `list_lag`: a REST list does not know yet what is younger than `seconds`.
    - `callback_lost`, `callback_doubled`, `callback_swapped` (held back until the leg's next one has gone),
      `callback_delayed` (by `seconds`): a status callback of a call or a conference.
    - `webhook_lost`: a request for TwiML never arrives and is waited for in vain. `webhook_doubled`: it is made a
      second time, `seconds` later, and the second answer is ignored. `webhook_swapped`: it goes out only after the
      leg's next callback. `webhook_delayed`: it goes out `seconds` late. `webhook_slow`: its answer takes so long.
      `webhook_unreachable`: the connection is refused. `webhook_answer_lost`: it is handled, the answer never comes.
    - `queue_full`, `queue_broken`: an Enqueue finds its queue full, or fails with system-error.
    - `slow_network`: the network takes `seconds` to find a dialled telephone, before it rings.
    - `network_down`: for `seconds`, at once, the application is cut off: no webhook gets through, no REST request gets
      in, and on the legs of one side (`only` is callers, called, or nothing for both) nobody hears anybody. Legs that
      stay so for longer than the switches say come down.

    `only` narrows it to callbacks of this event (`answered`, `participant-join`), or to webhooks and REST requests
    whose path contains this text, or to dialled addresses; `leg` to those about this call: its SID, a number on it or
    the name of who is on it. With `chance` below 1 each chance is taken or spared by a seeded draw.
    """

    kind: FaultKind
    times: int = 1
    after: int = 0
    seconds: float = 0.0
    only: str = ""
    leg: str = ""
    chance: float = 1.0

    def __post_init__(self) -> None:
        for complaint in _complaints(self):
            raise ValueError(f"{self.kind!r} {complaint}")

    def concerns(self, subject: str, leg: Leg | None, about: Sequence[str]) -> bool:
        """Is this request, event or queue one of those it is meant for?"""
        if self.only not in subject:
            return False
        if not self.leg or self.leg in about:
            return True
        return leg is not None and self.leg in (leg.sid, leg.name, leg.from_, leg.to)


def _complaints(fault: Fault) -> list[str]:
    """What makes no sense about a fault."""
    if fault.kind not in KINDS:
        return [f"is not a fault{_nearest(str(fault.kind), KINDS)}; those are {', '.join(KINDS)}"]
    found = []
    for name, least in (("times", 1), ("after", 0)):
        value = getattr(fault, name)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            found.append(f"has {name}={value!r}: that must be a whole number from {least}")
    for name, high in (("seconds", LONGEST_SECONDS), ("chance", 1.0)):
        value = getattr(fault, name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= high:
            found.append(f"has {name}={value!r}: that must be a number from 0" + (" to 1" if high == 1 else ""))
    for name in ("only", "leg"):
        if not isinstance(getattr(fault, name), str):
            found.append(f"has {name}={getattr(fault, name)!r}: that must be text")
    return found or _contradictions(fault)


def _contradictions(fault: Fault) -> list[str]:
    found = []
    if fault.chance == 0:
        found.append("would never happen with a chance of 0")
    if fault.kind in NEED_SECONDS and fault.seconds == 0:
        found.append("needs to know for how many `seconds`")
    if fault.kind == "network_down" and fault.only not in SIDES:
        found.append(f"has a side in `only`, {' or '.join(SIDES[1:])}, not {fault.only!r}")
    if fault.kind == "network_down" and (fault.times, fault.after, fault.chance, fault.leg) != (1, 0, 1.0, ""):
        found.append("happens once, now, to everybody: times, after, chance and leg mean nothing here")
    return found


def _nearest(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f" (did you mean {near[0]}?)" if near else ""


class FaultPlan:
    """The faults still to come."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._left: list[list[int]] = []
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)
        self._left.append([fault.after, fault.times])

    def strikes(
        self, *kinds: FaultKind, subject: str, leg: Leg | None = None, about: Sequence[str] = ()
    ) -> Fault | None:
        """The fault that strikes now, if any; asking uses up one chance.

        `subject` is an event's name or a path; `leg` the call it is about, or `about` texts that name one.
        """
        for fault, left in zip(self._faults, self._left, strict=True):
            if left[1] > 0 and fault.kind in kinds and fault.concerns(subject, leg, about):
                if left[0] > 0:
                    left[0] -= 1
                elif fault.chance >= 1 or self._random.random() < fault.chance:
                    left[1] -= 1
                    return fault
        return None

    @property
    def pending(self) -> list[tuple[Fault, int]]:
        """Faults that can still strike, and how often."""
        return [(fault, left[1]) for fault, left in zip(self._faults, self._left, strict=True) if left[1] > 0]

    def clear(self) -> None:
        self._faults.clear()
        self._left.clear()


def read_fault(data: Mapping[str, Any]) -> Fault:
    """A fault from plain data, such as `{kind: callback_lost, only: answered, times: 2}`. Raises ValueError."""
    names = {field.name for field in fields(Fault)}
    unknown = [f"{key}{_nearest(str(key), sorted(names))}" for key in data if key not in names]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: a fault has {', '.join(sorted(names))}")
    if "kind" not in data:
        raise ValueError(f"a fault has a kind; those are {', '.join(KINDS)}")
    return Fault(**data)
