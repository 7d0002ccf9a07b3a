"""People with telephones that we ring: agents, and customers who are called back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from simulator.exchange import Exchange
from simulator.lines.leg import Leg
from simulator.people.manner import NO_MANNER, Manner
from simulator.people.nearest import did_you_mean
from simulator.people.performance import Performance
from simulator.people.performing import perform
from simulator.people.steps import (
    HangsUp,
    Hears,
    Joins,
    Presses,
    Step,
    StepError,
    Talks,
    Waits,
    read_seconds,
    read_step,
)
from simulator.people.voicemail import play_voicemail

Outcome = Literal[
    "answers", "rings_out", "busy", "declines", "unreachable", "fails", "voicemail", "fax", "says_nothing"
]
GREETING_ENDS = ("beep", "silence", "other")
AMD_BELIEFS = (
    "human", "machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other", "fax", "unknown"
)  # fmt: skip
FOREVER = 4 * 3600.0


@dataclass(frozen=True, kw_only=True)
class Ring:
    """What happens when their telephone rings once: after so many seconds of ringing, this; then these steps.

    A voicemail's `greeting` ends with a beep, in silence, or otherwise. `amd` is what answering machine detection
    believes, if it is wrong. `seconds_to_ring` is how long their network takes to find them.
    """

    outcome: Outcome = "rings_out"
    after: float = 3.0
    steps: tuple[Step, ...] = ()
    greeting: str = ""
    greeting_ends: str = "beep"
    amd: str = ""
    seconds_to_ring: float | None = None
    call_waiting: bool = False
    manner: Manner = NO_MANNER


@dataclass(kw_only=True, eq=False)
class Person:
    """Somebody with a telephone number. The last of their `rings` is repeated for ever."""

    number: str
    name: str
    rings: tuple[Ring, ...]
    rung: int = 0
    performances: list[Performance] = field(default_factory=list)

    def next_ring(self) -> Ring:
        ring = self.rings[min(self.rung, len(self.rings) - 1)]
        self.rung += 1
        return ring

    def follow(self, x: Exchange, leg: Leg, ring: Ring) -> None:
        """They have picked up: start doing what they do."""
        if ring.outcome == "voicemail":
            leg.sidelines.append(x.kernel.spawn(play_voicemail, x, leg, ring.greeting, ring.greeting_ends == "beep"))
            return
        if ring.outcome == "fax":
            x.tell("speech", "(fax) *whistles*", leg)
        performance = Performance(who=self.name, steps=ring.steps, expectant=False)
        self.performances.append(performance)
        x.kernel.spawn(perform, x, performance, leg, manner=ring.manner)


BEHAVIOURS = (
    "answers_after",
    "presses",
    "after_hearing",
    "busy",
    "declines",
    "never_answers",
    "unreachable",
    "fails",
    "voicemail",
    "greeting_ends",
    "fax",
    "says_nothing",
    "amd",
    "seconds_to_ring",
    "call_waiting",
    "hangs_up_after",
    "hangs_up_before_key",
    "steps",
)


def read_ring(behaviour: Mapping[str, Any]) -> Ring:
    """A ring from plain data. Raises StepError.

    `answers_after: 3` seconds of ringing (the default), then `presses: "1"`, perhaps only `after_hearing: "…"`;
    `hangs_up_after: 20` seconds of talk; `hangs_up_before_key: true` when the prompt has begun. Or one of `busy`,
    `declines` (true, or after so many seconds), `never_answers`, `unreachable`, `fails`, `fax`, `says_nothing`,
    `voicemail: "greeting"` (perhaps with `greeting_ends: beep | silence | other`). Or `steps` like a caller's. With any
    of them `amd: machine_start` (what answering machine detection wrongly believes), `seconds_to_ring: 4` (a slow
    network) and `call_waiting: true` (their line is never busy).
    """
    for key in behaviour:
        if key not in BEHAVIOURS:
            meant = did_you_mean(key, BEHAVIOURS)
            raise StepError(f"{key!r} is not a behaviour{meant}; those are {', '.join(BEHAVIOURS)}")
    return replace(
        _outcome(behaviour),
        greeting_ends=_one_of("greeting_ends", behaviour, GREETING_ENDS, "beep"),
        amd=_one_of("amd", behaviour, AMD_BELIEFS, ""),
        seconds_to_ring=read_seconds(behaviour["seconds_to_ring"]) if "seconds_to_ring" in behaviour else None,
        call_waiting=bool(behaviour.get("call_waiting")),
    )


def _outcome(behaviour: Mapping[str, Any]) -> Ring:
    after = read_seconds(behaviour.get("answers_after", 3.0))
    if behaviour.get("voicemail"):
        return Ring(
            outcome="voicemail",
            after=read_seconds(behaviour.get("answers_after", 12.0)),
            greeting=str(behaviour["voicemail"]),
        )
    if behaviour.get("declines"):
        declines = behaviour["declines"]
        return Ring(outcome="declines", after=after if declines is True else read_seconds(declines))
    for key, outcome in NOBODY_SPEAKS.items():
        if behaviour.get(key):
            return Ring(outcome=outcome, after=after)
    return Ring(outcome="answers", after=after, steps=tuple(_steps(behaviour)))


NOBODY_SPEAKS: dict[str, Outcome] = {
    "busy": "busy",
    "never_answers": "rings_out",
    "unreachable": "unreachable",
    "fails": "fails",
    "fax": "fax",
    "says_nothing": "says_nothing",
}


def _one_of(key: str, behaviour: Mapping[str, Any], known: tuple[str, ...], default: str) -> str:
    value = str(behaviour.get(key, default))
    if value != default and value not in known:
        raise StepError(f"{key} is one of {', '.join(known)}, not {value!r}")
    return value


def _steps(behaviour: Mapping[str, Any]) -> list[Step]:
    if "steps" in behaviour:
        if not isinstance(behaviour["steps"], list | tuple):
            raise StepError("steps are a list of steps")
        return [read_step(step) for step in behaviour["steps"]]
    if behaviour.get("hangs_up_before_key"):
        return [Waits(seconds=1.0), HangsUp()]
    steps: list[Step] = []
    if behaviour.get("after_hearing"):
        steps.append(Hears(text=str(behaviour["after_hearing"])))
    if behaviour.get("presses"):
        steps.append(Presses(keys=str(behaviour["presses"])))
    if behaviour.get("hangs_up_after") is not None:
        steps += [Joins(within=FOREVER), Talks(seconds=read_seconds(behaviour["hangs_up_after"])), HangsUp()]
    return steps
