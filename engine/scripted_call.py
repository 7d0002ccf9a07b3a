"""A scripted call: who is at work, who calls and does what, and how it must come out.

    title: {tr: Sahibi cevap verir, en: The owner answers}
    by_day: true                                  # the demo's clock goes on to an hour at which people may be called
    rules:                                        # not the shipped centre's: it is played in a centre of its own
      callbacks: {returns: {abandoned: true}}
    agents: {ayse: ready, burak: ready}           # everybody else is logged out
    people:                                       # whose telephone does what when it rings
      Ayşe: {phone: "+905550000001", answers_after: 2, presses: "1"}
      Elif: {browser: elif, takes_after: 3, steps: [joins, {talks: 5}]}      # or at a desk, see `engine.scripted_desks`
    callers:                                      # the simulator's steps; see simulator/README.md
      Mehmet: {from: "+905321234567", to: "+908502220000", steps: [{hears: hoş geldiniz}, joins, {talks: 5}, hangs_up]}
    promises:                                     # whom we call back, promised when the script begins
      Mehmet: {case: "4812", phone: "+905321234567", within_hours: 4}
    broken:                                       # promised for now, and kept by nobody: we call first, to say so
      Ayşe: {case: "4811", kind: delivery, what: A new one is sent}
    messages:                                     # who writes to us, how many seconds after it begins
      - {from: "+905321234567", to: "+908502220000", text: ARA, after: 2}
    flow_calls:                                   # whom we call so that they hear a flow
      Fatma: {flow: survey, phone: "+905329998877", purpose: service}
    faults: [{kind: …}]                           # what goes wrong
    lasts: 60                                     # seconds it may take at most
    meanwhile:                                    # what people at desks do through the API, see `engine.scripted_acts`
      - {when: {Ayşe: yöneticinizle}, api: POST escalations, with: {call: "{Mehmet}", trigger: agent}}
    then:                                         # what people do through the API when the calls are over
      - wrap_up: {caller: Mehmet, disposition: solved, next_action: …, due_in_days: 1}
      - {api: "POST escalations/{Mehmet.escalation}/outcome", with: {outcome: same}}
    expect:
      calls: {Mehmet: {outcome: answered, agent_id: ayse, case_number: "4812"}}
      agents: {ayse: ready}
      rings: {"+905550000001": 1}                 # how often a telephone rang
      hears: {Mehmet: [Ayşe Demir aranıyor]}      # in this order, among other things, from us or from each other
      never_hears: {Mehmet: ["4812"]}
      cases: {"4812": {owner_id: ayse}}
      callbacks: {Mehmet: {state: kept, why: reached}}   # promised above, or made since to this person's telephone
      flow_calls: {Fatma: {outcome: reached}}
      transfers: {Mehmet: {state: done}}          # the newest of the call, and so escalations
      silence: {Mehmet: 5}                        # seconds they may hear nothing and nobody, once they met somebody
      shows: {"notices?agent=ayse": {kind: …}}    # whatever the API shows; of a list, one like this

The same file runs on the real clock over HTTP (`sahip call FILE`) and on virtual time in the tests. One with `rules`
(`engine.script_rules`) has virtual time for `sahip call` too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol

from engine.script_file import ScriptFile, problems
from engine.scripted_acts import Acts
from engine.scripted_desks import Browser, Desks
from engine.scripted_outcome import differences, otherwise
from engine.scripted_owing import Owed
from engine.scripted_scene import it_is_day, nobody_else_is_owed_a_call, whoever_talks_finishes
from ivr.yaml_file import Where, place, plain, read_mapping

LONGEST_SECONDS: Final = 120.0
SETTLES_SECONDS: Final = 3.0
"""After the last caller is done: the last events come in and the journal is written."""


class ScriptInvalid(Exception):
    """The scripted call cannot be understood; the message has file, line and column."""


@dataclass(frozen=True, kw_only=True)
class Script:
    path: Path
    title: Mapping[str, str]
    by_day: bool = False
    rules: Mapping[str, Any] = field(default_factory=dict)
    agents: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    callers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    promises: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    broken: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    messages: Sequence[Mapping[str, Any]] = ()
    flow_calls: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    faults: Sequence[Mapping[str, Any]] = ()
    lasts: float = LONGEST_SECONDS
    meanwhile: Sequence[Mapping[str, Any]] = ()
    then: Sequence[Mapping[str, Any]] = ()
    expect: Mapping[str, Any] = field(default_factory=dict)
    tree: Any = field(default=None, compare=False, repr=False)
    """The file as it was written, for the places of mistakes that only whoever plays it can see."""

    @property
    def numbers(self) -> set[str]:
        """The telephones of those who are called, or call and let their number be seen."""
        told = [*self.people.values(), *self.promises.values(), *self.flow_calls.values()]
        named = {str(one["phone"]) for one in told if "phone" in one}
        named |= {str(one["from"]) for one in self.callers.values()}
        return {number for number in named if number.startswith("+")}

    def mistake(self, where: Where, what: str) -> ScriptInvalid:
        return ScriptInvalid(f"{place(self.path, self.tree, where)}{what}")

    def refused(self, where: Where, told: Mapping[str, Any], why: str) -> ScriptInvalid:
        """The network does not understand this part of the script, or the step in it that the reason is about."""
        return self.mistake(_nearer(where, told, why), f"{where[-1]}: {why}")


def _nearer(where: Where, told: Mapping[str, Any], why: str) -> Where:
    """The step a reason quotes, or whose name it begins with; else the part as a whole."""
    steps = told.get("steps")
    for index, step in enumerate(steps if isinstance(steps, list) else ()):
        named = next(iter(step), "") if isinstance(step, Mapping) else step
        if repr(step) in why or why.startswith(f"{named}: "):
            return (*where, "steps", index)
    return where


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a caller of the script went through: the SID of their (last) call, and what went otherwise than they did."""

    call: str
    over: bool
    failures: Sequence[str]


class Stage(Protocol):
    """Where a script is played: the real processes over HTTP, or one process on virtual time."""

    def now(self) -> datetime: ...

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Our REST API."""

    def begin(self, script: Script) -> None:
        """People at their telephones, faults in the network, callers dialling."""

    def seats(self, script: Script, name: str, token: str) -> Browser:
        """Somebody of the script sits at a browser, signed in with this token. Raises ScriptInvalid."""

    def callers(self) -> Mapping[str, Told]: ...

    def let_pass(self, seconds: float) -> None: ...

    def leap_to(self, moment: datetime) -> None:
        """For the engine and the network alike."""

    def writes(self, from_: str, to: str, body: str) -> None:
        """Somebody sends a text message to one of our numbers."""

    def rings(self, number: str) -> int:
        """How often this telephone has rung since `begin`."""

    def heard(self, name: str) -> Sequence[str]:
        """What was said to this person since `begin`, by us or by others on the line."""

    def silence(self, name: str) -> float:
        """The longest time, in seconds, they heard nothing and nobody since they first met anybody."""


def read_script(path: Path) -> Script:
    """Raises FlowInvalid or ScriptInvalid with every place and what is wrong there."""
    tree = read_mapping(path, places=True)
    told = plain(path, tree)
    if wrong := problems(path, tree, told):
        raise ScriptInvalid("\n".join(wrong))
    return Script(path=path, tree=tree, **{name: told[name] for name in ScriptFile.model_fields if name in told})


def play(stage: Stage, script: Script) -> list[str]:
    """Play it through; what comes back is everything that went otherwise."""
    if script.by_day:
        it_is_day(stage, script.numbers)
    nobody_else_is_owed_a_call(stage, script.numbers, script.lasts)
    desks = Desks(stage, script)
    failures = [*desks.begin(), *_take_places(stage, script)]
    began = stage.now()
    stage.begin(script)
    owed, acts = Owed(stage, script, began), Acts(stage, script, began)
    failures += owed.begins()
    while stage.now() < began + timedelta(seconds=script.lasts) and _goes_on(stage, owed):
        stage.let_pass(0.25)
        desks.looked_at()
        failures += acts.done_now()
    failures += acts.never_done()
    whoever_talks_finishes(stage)
    failures += _of_the_callers(stage, script)
    stage.let_pass(SETTLES_SECONDS)
    failures += [fault for act in script.then for fault in _afterwards(stage, acts, act)]
    failures += _otherwise_owed(stage, owed)
    desks.close()
    return failures + list(otherwise(stage, script.expect))


def _of_the_callers(stage: Stage, script: Script) -> Iterator[str]:
    for name, told in stage.callers().items():
        yield from (f"{name}: {failure}" for failure in told.failures)
        if not told.over:
            yield f"{name} is still on the line after {script.lasts:g} s"


def _goes_on(stage: Stage, owed: Owed) -> bool:
    """Somebody is on the line, or a call we owe has not come out as it should yet."""
    if not all(told.over for told in stage.callers().values()):
        return True
    return any(True for _ in _otherwise_owed(stage, owed))


def _otherwise_owed(stage: Stage, owed: Owed) -> Iterator[str]:
    for what, path, facts in owed.expected():
        if path:
            yield from differences(stage, what, path, facts)
        else:
            yield f"{what}: there is none"


def _take_places(stage: Stage, script: Script) -> Iterator[str]:
    """Everybody the script names is where it says; everybody else has gone home."""
    status, listed = stage.ask("GET", "/api/v1/agents?limit=200")
    if status != 200:
        yield f"the API does not list agents: {status} {listed}"
        return
    for agent in listed["items"]:
        state = script.agents.get(agent["id"], "logged_out")
        if agent["state"] == "wrap_up":
            stage.ask("DELETE", f"/api/v1/agents/{agent['id']}/wrap-up")
        if agent["state"] != state or agent["reason"]:
            answer, told = stage.ask("PUT", f"/api/v1/agents/{agent['id']}/presence", {"state": state})
            if answer != 200:
                yield f"{agent['id']} cannot be {state}: {answer} {told}"


def _afterwards(stage: Stage, acts: Acts, act: Mapping[str, Any]) -> Iterator[str]:
    if "api" in act:
        yield from acts.does(act)
        return
    wrap_up = dict(act["wrap_up"])
    call = stage.callers()[wrap_up.pop("caller")].call
    due = stage.now() + timedelta(days=wrap_up.pop("due_in_days", 1))
    status, told = stage.ask("POST", f"/api/v1/calls/{call}/wrap-up", wrap_up | {"next_action_due": due.isoformat()})
    if status != 200:
        yield f"the wrap-up was refused: {status} {told}"
