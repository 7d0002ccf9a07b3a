"""What a script says, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.people.person import Ring
from simulator.people.steps import Moment, Step
from simulator.trouble.faults import Fault


@dataclass(frozen=True, kw_only=True)
class ScriptedPerson:
    """Somebody who is rung: at a `phone`, or at a browser when that is `client:…` and they are one of the devices."""

    name: str
    phone: str
    rings: tuple[Ring, ...]
    at_browser: bool = False


@dataclass(frozen=True, kw_only=True)
class ScriptedCaller:
    name: str
    from_: str
    to: str = ""
    start_after: float = 0.0
    steps: tuple[Step, ...] = ()
    hang_up_when: Moment | None = None
    forwarded_from: str = ""
    habits: Mapping[str, Any] = field(default_factory=dict)
    """Patience, reactions, calling again: checked plain data, for `read_habits`."""


@dataclass(frozen=True, kw_only=True)
class ScriptedMessage:
    from_: str
    text: str
    to: str = ""
    after: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Script:
    """A scripted call. `more` is plain data for whoever runs it, such as what to expect."""

    people: tuple[ScriptedPerson, ...] = ()
    callers: tuple[ScriptedCaller, ...] = ()
    faults: tuple[Fault, ...] = ()
    messages: tuple[ScriptedMessage, ...] = ()
    numbers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    switches: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    source: str = field(default="script", compare=False)
