"""Every figure a centre is judged by, defined once: service level in four forms, ASA, AHT, occupancy, abandonment.

Pure functions over frozen values; each example in a docstring is a test. Where nothing happened the figure is None,
"no data": never 0, and never 100 %.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

Ending = Literal["answered", "abandoned", "flowed_out", "callback"]
"""How a caller's time in a queue ended: an agent met them; they hung up; they were led elsewhere (another queue, a
flow, a voicemail); they chose to be called back. The last is neither answered nor abandoned."""
Formula = Literal["SL1", "SL2", "SL3", "SL4"]
Missed = Literal[
    "rejected", "no_answer", "busy", "unreachable", "agent_left", "dropped", "caller_gone", "not_rung", "other"
]
"""Why an offer came to nothing. `not_rung`: we never rang, which is our doing and not the agent's."""
Party = Literal["caller", "agent", "network"]

SHORT_ABANDON_SECONDS: Final = 5.0
"""Who leaves the queue sooner gave us no chance. A policy may set it otherwise."""
FORMULAS: Final[Mapping[Formula, str]] = {
    "SL1": "At / A",
    "SL2": "(At + Bt) / (A + B)",
    "SL3": "At / (A + B)",
    "SL4": "At / (A + B - Bt)",
}
"""A answered, B abandoned, t: within the target time. SL1 is Asterisk's and Flex's, SL2 Asterisk's second, SL3 the one
we go by (Genesys' shape), SL4 a common fourth. SL3 has switches: see `Switches`."""
AT_WORK: Final = ("reserved", "talking", "wrap_up")
"""States of an agent who is busy with a call."""


@dataclass(frozen=True, kw_only=True)
class Stay:
    """One caller's time in one queue: from entering it until met by an agent, or gone from it."""

    waited_seconds: float
    ending: Ending


@dataclass(frozen=True, kw_only=True)
class Switches:
    """What SL3 counts, applied whenever it is computed, to the past as well. -S: who left sooner than
    `SHORT_ABANDON_SECONDS` does not count; -B: nobody who abandoned does; +F: who flowed out counts as not answered."""

    without_short: bool = True
    without_abandoned: bool = False
    with_flowed_out: bool = False

    @property
    def told(self) -> str:
        """SL3 as it is computed with these."""
        abandoned = "" if self.without_abandoned else " + B - S" if self.without_short else " + B"
        return f"At / (A{abandoned}{' + F' if self.with_flowed_out else ''})"


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Stays counted: A, At, B, Bt, S, F, callbacks; and the seconds the answered waited, together."""

    answered: int = 0
    answered_in_time: int = 0
    abandoned: int = 0
    abandoned_in_time: int = 0
    short: int = 0
    flowed_out: int = 0
    callbacks: int = 0
    answered_waited_seconds: float = 0.0

    @property
    def offered(self) -> int:
        """Everybody who came to the queue and is no longer in it."""
        return self.answered + self.abandoned + self.flowed_out + self.callbacks


@dataclass(frozen=True, kw_only=True)
class Handled:
    """One conversation in seconds: talk without hold, hold, and the wrap-up after it."""

    talk_seconds: float
    hold_seconds: float = 0.0
    wrap_up_seconds: float = 0.0

    @property
    def seconds(self) -> float:
        return self.talk_seconds + self.hold_seconds + self.wrap_up_seconds


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A callback whose window is over: `in_time` when we called inside it."""

    in_time: bool


def tally(stays: Iterable[Stay], *, target_seconds: float, short_seconds: float = SHORT_ABANDON_SECONDS) -> Tally:
    """Count them. Within the target is at or below it; short is below `short_seconds`.

    Answered after 5, 20 and 40 s; abandoned after 3, 15 and 60 s; one led elsewhere, one to be called back; target
    20 s: A = 3, At = 2, B = 3, Bt = 2, S = 1, F = 1, 65 s waited by the answered.
    """
    stays = list(stays)
    answered = [stay.waited_seconds for stay in stays if stay.ending == "answered"]
    abandoned = [stay.waited_seconds for stay in stays if stay.ending == "abandoned"]
    return Tally(
        answered=len(answered),
        answered_in_time=sum(1 for waited in answered if waited <= target_seconds),
        abandoned=len(abandoned),
        abandoned_in_time=sum(1 for waited in abandoned if waited <= target_seconds),
        short=sum(1 for waited in abandoned if waited < short_seconds),
        flowed_out=sum(1 for stay in stays if stay.ending == "flowed_out"),
        callbacks=sum(1 for stay in stays if stay.ending == "callback"),
        answered_waited_seconds=sum(answered),
    )


DEFAULT: Final = Switches()


def service_level(counted: Tally, formula: Formula = "SL3", switches: Switches = DEFAULT) -> float | None:
    """The share of callers served in time. Of the example in `tally`: SL1 = 2/3, SL2 = (2+2)/(3+3) = 2/3,
    SL3 = 2/(3+3-1) = 2/5 (with -S; without it 2/6; -B 2/3; +F and -S 2/6), SL4 = 2/(3+3-2) = 1/2."""
    a, in_time, b, b_in_time = counted.answered, counted.answered_in_time, counted.abandoned, counted.abandoned_in_time
    match formula:
        case "SL1":
            return _share(in_time, a)
        case "SL2":
            return _share(in_time + b_in_time, a + b)
        case "SL3":
            return _share(in_time, a + _abandoned_that_count(counted, switches) + _flowed_out(counted, switches))
        case "SL4":
            return _share(in_time, a + b - b_in_time)


def service_levels(counted: Tally, switches: Switches = DEFAULT) -> dict[Formula, float | None]:
    """All four, side by side."""
    return {formula: service_level(counted, formula, switches) for formula in FORMULAS}


def average_speed_of_answer(counted: Tally) -> float | None:
    """ASA: seconds the answered waited, in the mean. Of the example in `tally`: 65/3 = 21.67 s."""
    return _share(counted.answered_waited_seconds, counted.answered)


def abandonment(counted: Tally, *, without_short: bool = True) -> float | None:
    """The share who gave up, of those who were answered or gave up. Of the example in `tally`: (3-1)/(3+3-1) = 2/5
    without the short, 3/6 with them. Who is to be called back did not give up."""
    short = counted.short if without_short else 0
    return _share(counted.abandoned - short, counted.answered + counted.abandoned - short)


def callback_level(owed: Iterable[Owed]) -> float | None:
    """The service level of callbacks: the share called inside the promised window. Of four, one of them late: 3/4."""
    kept = [one.in_time for one in owed]
    return _share(sum(kept), len(kept))


def average_handle_time(conversations: Iterable[Handled]) -> Handled | None:
    """AHT and its parts: means over conversations. Of 100 + 0 + 30 s and 200 + 20 + 50 s: 150 + 10 + 40 = 200 s."""
    known = list(conversations)
    if not known:
        return None
    return Handled(
        talk_seconds=sum(one.talk_seconds for one in known) / len(known),
        hold_seconds=sum(one.hold_seconds for one in known) / len(known),
        wrap_up_seconds=sum(one.wrap_up_seconds for one in known) / len(known),
    )


def occupancy(seconds_in_state: Mapping[str, float]) -> float | None:
    """The share of the time an agent was there for calls in which they had one. Reserved 60, talking 2 400, wrap-up
    540, ready 1 000, not ready 900, logged out 5 000 s: 3 000 / 4 000 = 75 %. Breaks are neither."""
    busy = sum(seconds_in_state.get(state, 0.0) for state in AT_WORK)
    return _share(busy, busy + seconds_in_state.get("ready", 0.0))


def missed_reason(why: str) -> Missed:
    """What the floor calls the failure of an offer, as reports count it."""
    return _MISSED.get(why, "other")


def who_hung_up(by: str | None, *, status: str | None = None) -> Party | None:
    """Who ended a conversation, or a call without one. `by` is what the room or the leg told, `status` the carrier's
    last word: a leg that failed was cut off by the network, whoever's it was. None: nobody told us."""
    if by is None:
        return None
    if status == "failed" or by not in ("caller", "agent"):
        return "network"
    return "caller" if by == "caller" else "agent"


_MISSED: Final[Mapping[str, Missed]] = {
    "rejected": "rejected",
    "no_answer": "no_answer",
    "busy": "busy",
    "failed": "unreachable",
    "unreachable": "unreachable",
    "agent_left": "agent_left",
    "dropped": "dropped",
    "caller_gone": "caller_gone",
    "stepped_aside": "caller_gone",
    "other_wish": "caller_gone",
    "not_rung": "not_rung",
}


def _abandoned_that_count(counted: Tally, switches: Switches) -> int:
    if switches.without_abandoned:
        return 0
    return counted.abandoned - (counted.short if switches.without_short else 0)


def _flowed_out(counted: Tally, switches: Switches) -> int:
    return counted.flowed_out if switches.with_flowed_out else 0


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
