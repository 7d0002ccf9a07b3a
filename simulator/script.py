"""Scripted calls: YAML files that say who is there, who calls, what they do, and what goes wrong.

    people:                              # whoever may be rung, by name; everybody else lets it ring out
      Ayşe:
        phone: "+905321110001"
        answers_after: 3                 # seconds of ringing
        presses: "1"                     # to accept; also after_hearing, hangs_up_after, busy, declines, voicemail, …
      Ali:
        phone: "+905321110002"
        rings:                           # the first ring, the second, …; the last one is repeated
          - never_answers: true
          - {answers_after: 2, presses: "1"}
    callers:
      Mehmet:
        from: "+905551112233"
        to: "+908502550000"              # may be left out when there is only one number
        start_after: 0
        steps:
          - hears: Hoş geldiniz
          - presses: "2"
          - {hears: sıradasınız, within: 20}
          - joins
          - talks: 30
          - hangs_up
    faults:
      - {kind: callback_lost, only: answered}
    title: …                             # these, and setup, agents, lasts, then, are for whoever runs the script;
    expect: …                            # they are handed on as plain data

Steps are described in `people/steps.py`, behaviours in `people/person.py`, faults in `faults.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from simulator.faults import Fault, read_fault
from simulator.people.caller import Caller
from simulator.people.person import Ring, read_ring
from simulator.people.steps import Moment, Step, StepError, read_moment, read_step
from simulator.simulator import Simulator

HANDED_ON = ("title", "setup", "agents", "lasts", "then", "expect")
KEYS = ("people", "callers", "faults", *HANDED_ON)
CALLER_KEYS = ("from", "to", "start_after", "steps", "hang_up_when", "forwarded_from")


class ScriptError(ValueError):
    """A script that cannot be read: file, line, column and why."""

    def __init__(self, source: str, line: int, column: int, why: str) -> None:
        super().__init__(f"{source}:{line}:{column}: {why}")
        self.line = line
        self.column = column
        self.why = why


@dataclass(frozen=True, kw_only=True)
class ScriptedPerson:
    name: str
    phone: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True, kw_only=True)
class ScriptedCaller:
    name: str
    from_: str
    to: str = ""
    start_after: float = 0.0
    steps: tuple[Step, ...] = ()
    hang_up_when: Moment | None = None
    forwarded_from: str = ""


@dataclass(frozen=True, kw_only=True)
class Script:
    """A scripted call. `more` is plain data for whoever runs it, such as what to expect."""

    people: tuple[ScriptedPerson, ...] = ()
    callers: tuple[ScriptedCaller, ...] = ()
    faults: tuple[Fault, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    source: str = field(default="script", compare=False)


def load_script(path: Path) -> Script:
    """Read a script file. Raises ScriptError, which names file, line and column."""
    return read_script(path.read_text("utf-8"), str(path))


def read_script(text: str, source: str = "script") -> Script:
    try:
        data = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise ScriptError(source, line, column, error.problem or "not YAML") from error
    return _Reader(source).script(data)


def play_script(sim: Simulator, script: Script) -> list[Caller]:
    """Put the people and faults of a script in place and let its callers call."""
    for person in script.people:
        sim.person(person.phone, person.name, rings=person.rings)
    for fault in script.faults:
        sim.fault(**vars(fault))
    return [_play_caller(sim, caller, script) for caller in script.callers]


def _play_caller(sim: Simulator, caller: ScriptedCaller, script: Script) -> Caller:
    numbers = list(sim.exchange.numbers)
    if not caller.to and len(numbers) != 1:
        raise ScriptError(script.source, 1, 1, f"{caller.name}: `to` is missing, and there is not just one number")
    return sim.place_call(
        caller.from_,
        caller.to or numbers[0],
        caller.steps,
        name=caller.name,
        hang_up_when=caller.hang_up_when,
        start_after=caller.start_after,
        forwarded_from=caller.forwarded_from,
    )


class _Reader:
    """Turns YAML nodes into a Script, keeping track of where everything stands in the file."""

    def __init__(self, source: str) -> None:
        self.source = source

    def script(self, data: Any) -> Script:
        self._mapping(data, "a script", KEYS)
        people, callers = self._named(data, "people"), self._named(data, "callers")
        return Script(
            people=tuple(self.person(str(name), people[name], people) for name in people),
            callers=tuple(self.caller(str(name), callers[name], callers) for name in callers),
            faults=tuple(self.fault(each, data) for each in self._list(data, "faults")),
            more={key: plain(data[key]) for key in HANDED_ON if key in data},
            source=self.source,
        )

    def person(self, name: str, data: Any, parent: Any) -> ScriptedPerson:
        self._mapping(data, f"person {name}", parent=parent, key=name)
        if "phone" not in data:
            self.fail(parent, name, f"{name} has no phone")
        behaviour = {key: value for key, value in data.items() if key not in ("phone", "rings")}
        rings = self._list(data, "rings") or [behaviour]
        if "rings" in data and behaviour:
            self.fail(data, next(iter(behaviour)), "give either `rings` or one behaviour, not both")
        return ScriptedPerson(
            name=name,
            phone=str(data["phone"]),
            rings=tuple(self.ring(each, data, index) for index, each in enumerate(rings)),
        )

    def ring(self, data: Any, parent: Any, index: int) -> Ring:
        try:
            return read_ring(data)
        except (StepError, ValueError, AttributeError, TypeError) as error:
            where: tuple[Any, Any] = (parent["rings"], index) if "rings" in parent else (parent, None)
            raise self.error(*where, str(error)) from error

    def caller(self, name: str, data: Any, parent: Any) -> ScriptedCaller:
        self._mapping(data, f"caller {name}", CALLER_KEYS, parent=parent, key=name)
        if "from" not in data:
            self.fail(parent, name, f"{name} needs `from`, the number they call from")
        steps = self._list(data, "steps")
        moment = data.get("hang_up_when")
        return ScriptedCaller(
            name=name,
            from_=str(data["from"]),
            to=str(data.get("to") or ""),
            start_after=self.number(data, "start_after"),
            steps=tuple(self.step(step, steps, index) for index, step in enumerate(steps)),
            hang_up_when=self.moment(data, moment) if moment else None,
            forwarded_from=str(data.get("forwarded_from") or ""),
        )

    def step(self, data: Any, steps: Any, index: int) -> Step:
        try:
            return read_step(data)
        except StepError as error:
            raise self.error(steps, index, str(error)) from error

    def moment(self, data: Any, moment: Any) -> Moment:
        try:
            return read_moment(moment)
        except StepError as error:
            raise self.error(data, "hang_up_when", str(error)) from error

    def number(self, data: Any, key: str) -> float:
        try:
            return float(data.get(key) or 0)
        except (TypeError, ValueError) as error:
            raise self.error(data, key, f"{key} must be a number") from error

    def fault(self, data: Any, parent: Any) -> Fault:
        try:
            return read_fault(data)
        except (ValueError, AttributeError, TypeError) as error:
            raise self.error(parent, "faults", str(error)) from error

    def fail(self, node: Any, key: Any, why: str) -> None:
        raise self.error(node, key, why)

    def error(self, node: Any, key: Any, why: str) -> ScriptError:
        line, column = _position(node, key)
        return ScriptError(self.source, line, column, why)

    def _mapping(
        self, data: Any, what: str, allowed: Sequence[str] = (), *, parent: Any = None, key: Any = None
    ) -> None:
        if not isinstance(data, Mapping):
            raise self.error(parent, key, f"{what} must be a mapping of keys to values")
        for name in data if allowed else ():
            if name not in allowed:
                self.fail(data, name, f"{name!r} is not known here; {what} has {', '.join(allowed)}")

    def _named(self, data: Any, key: str) -> Any:
        value = data.get(key) or {}
        self._mapping(value, f"`{key}`", parent=data, key=key)
        return value

    def _list(self, data: Any, key: str) -> Any:
        value = data.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fail(data, key, f"`{key}` must be a list")
        return value


def _position(node: Any, key: Any) -> tuple[int, int]:
    """Line and column, counted from one, of a key or an item, or of the node itself."""
    marks = getattr(node, "lc", None)
    if marks is None:
        return 1, 1
    if key is not None and marks.data and key in marks.data:
        line, column = marks.data[key][:2]
    else:
        line, column = marks.line, marks.col
    return line + 1, column + 1


def plain(data: Any) -> Any:
    """The same data without any trace of YAML."""
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    return data
