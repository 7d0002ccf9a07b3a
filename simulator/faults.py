"""Faults on demand: what goes wrong, how often, and for which requests."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

FaultKind = Literal[
    "create_then_500",
    "refuse_with_500",
    "create_then_hang",
    "too_many_requests",
    "unavailable",
    "callback_lost",
    "callback_doubled",
    "callback_swapped",
    "callback_delayed",
    "webhook_doubled",
    "webhook_unreachable",
    "queue_full",
    "slow_network",
]
KINDS: tuple[str, ...] = get_args(FaultKind)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that will go wrong `times` times, after having spared the first `after` chances.

    - `create_then_500`, `refuse_with_500`, `create_then_hang`: a REST create makes the thing and answers 500; answers
      500 without making it; makes it and never answers.
    - `too_many_requests`, `unavailable`: a REST request is answered 429 or 503 and not carried out.
    - `callback_lost`, `callback_doubled`, `callback_swapped` (held back until the leg's next one has gone),
      `callback_delayed` (by `seconds`): a status callback of a call or a conference.
    - `webhook_doubled`: a request for TwiML is made a second time, `seconds` later; the second answer is ignored.
    - `webhook_unreachable`: a request for TwiML fails to connect.
    - `queue_full`: an Enqueue finds its queue full.
    - `slow_network`: the network takes `seconds` to find a dialled telephone, before it rings.

    `only` narrows it to callbacks of this event (`answered`, `participant-join`), or to webhooks and REST requests
    whose path contains this text, or to dialled addresses. With `chance`
    below 1 each chance is taken or spared by a seeded draw.
    """

    kind: FaultKind
    times: int = 1
    after: int = 0
    seconds: float = 0.0
    only: str = ""
    chance: float = 1.0


class FaultPlan:
    """The faults still to come."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._left: list[list[int]] = []
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)
        self._left.append([fault.after, fault.times])

    def strikes(self, *kinds: FaultKind, subject: str) -> Fault | None:
        """The fault that strikes now, if any; asking uses up one chance. `subject` is an event's name or a path."""
        for fault, left in zip(self._faults, self._left, strict=True):
            if fault.kind in kinds and fault.only in subject and left[1] > 0:
                if left[0] > 0:
                    left[0] -= 1
                elif fault.chance >= 1 or self._random.random() < fault.chance:
                    left[1] -= 1
                    return fault
        return None

    def clear(self) -> None:
        self._faults.clear()
        self._left.clear()


def read_fault(data: Mapping[str, Any]) -> Fault:
    """A fault from plain data, such as `{kind: callback_lost, only: answered, times: 2}`. Raises ValueError."""
    names = {field.name for field in fields(Fault)}
    unknown = [str(key) for key in data if key not in names]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: a fault has {', '.join(sorted(names))}")
    if data.get("kind") not in KINDS:
        raise ValueError(f"{data.get('kind')!r} is not a fault; those are {', '.join(KINDS)}")
    return Fault(**data)
