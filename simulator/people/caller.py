"""People who call one of our numbers and follow a script."""

from dataclasses import dataclass, field

from simulator.exchange import Exchange
from simulator.lines.calls import start_program
from simulator.lines.leg import Ask, Leg
from simulator.people.habits import NO_HABITS, CallsBack, Habits, ending_of
from simulator.people.performance import Performance
from simulator.people.performing import perform
from simulator.people.reacting import LONGEST_CALL_SECONDS
from simulator.people.steps import HangsUpWhen, HearsEnd, Moment, Step
from simulator.twiml.program import run_call

WITHHELD = "withheld"
"""Calls from this number show none."""


@dataclass(frozen=True, kw_only=True)
class Dials:
    """Who calls which of our numbers; from `withheld` they do not say who they are."""

    from_: str
    to: str
    name: str = ""
    forwarded_from: str = ""
    start_after: float = 0.0


@dataclass(kw_only=True, eq=False)
class Caller:
    """A caller and their script. `legs` are the calls made so far; `done` once every step is done or one has failed."""

    id: int
    dials: Dials
    performances: list[Performance]
    habits: Habits = NO_HABITS
    will_call_again: bool = False
    legs: list[Leg] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.dials.name or self.dials.from_

    @property
    def leg(self) -> Leg | None:
        return self.legs[-1] if self.legs else None

    @property
    def sid(self) -> str:
        """The CallSid of their (first) call; "" before it is placed."""
        return self.legs[0].sid if self.legs else ""

    @property
    def performance(self) -> Performance:
        """Of the present call."""
        return self.performances[-1]

    @property
    def done(self) -> bool:
        return self.performance.done and not self.will_call_again

    @property
    def failures(self) -> list[str]:
        return [failure for performance in self.performances for failure in performance.failures]

    @property
    def is_over(self) -> bool:
        """The script is done and nobody is on the line any more."""
        return self.done and all(leg.is_over for leg in self.legs)


def place_call(
    x: Exchange,
    dials: Dials,
    steps: tuple[Step, ...],
    hang_up_when: Moment | None = None,
    *,
    habits: Habits = NO_HABITS,
) -> Caller:
    """A person starts their script with a call to one of our numbers, now or after `start_after` seconds."""
    if hang_up_when is not None:
        steps = (HangsUpWhen(moment=hang_up_when), *steps)
    if not steps and habits is not NO_HABITS:
        steps = (HearsEnd(within=LONGEST_CALL_SECONDS),)
    performance = Performance(who=dials.name or dials.from_, steps=steps)
    caller = Caller(id=x.callers[-1].id + 1 if x.callers else 1, dials=dials, performances=[performance], habits=habits)
    x.callers.append(caller)
    if dials.start_after <= 0:
        _begin(x, caller)
    else:
        x.kernel.after(dials.start_after, lambda: _begin(x, caller))
    return caller


def arrive(x: Exchange, dials: Dials) -> Leg:
    """An inbound call arrives at the network and its number's voice URL is asked."""
    now = x.kernel.now()
    number = x.own(dials.to)
    if number is None:
        raise ValueError(f"{dials.to} is no longer a number of this account")
    status = "ringing" if x.switches.inbound_request_says_ringing else "in-progress"
    leg = Leg(
        sid=x.ids.new("CA"),
        direction="inbound",
        from_=x.switches.withheld_caller_reads if dials.from_ == WITHHELD else dials.from_,
        to=dials.to,
        created_at=now,
        name=dials.name or dials.from_,
        number=number,
        status=status,
        started_at=now,
        call_token=x.ids.new("") + x.ids.new(""),
        forwarded_from=dials.forwarded_from,
        fallback=Ask(url=number.fallback_url, method=number.fallback_method) if number.fallback_url else None,
    )
    x.connect(leg)
    x.tell("leg", f"calls {dials.to}", leg, status=status)
    start_program(x, leg, run_call, x, leg, Ask(url=number.voice_url, method=number.voice_method))
    return leg


def _begin(x: Exchange, caller: Caller) -> None:
    x.kernel.spawn(_call_and_call_again, x, caller, _call(x, caller))


async def _call_and_call_again(x: Exchange, caller: Caller, leg: Leg) -> None:
    """Their calls, one after the other, until one ends in a way they do not call again after."""
    back = caller.habits.calls_back
    for left in range(back.times if back else 0, -1, -1):
        caller.will_call_again = left > 0
        await perform(x, caller.performance, leg, lambda: _call_once_more(x, caller), manner=caller.habits.manner)
        if back is None or left == 0 or not await _wants_again(x, caller, back):
            break
        caller.performances.append(Performance(who=caller.name, steps=_next_steps(caller)))
        leg = _call(x, caller)
    caller.will_call_again = False


async def _wants_again(x: Exchange, caller: Caller, back: CallsBack) -> bool:
    """Did the call end in a way after which they call again? Waits until then; what went wrong was no failure then."""
    last = caller.legs[-1]
    await last.ended
    ending = ending_of(last, caller.performance)
    if "any" not in back.when and ending not in back.when:
        return False
    if ending is not None:
        caller.performance.failures.clear()
    x.tell("person", f"will call again in {back.after:g} s ({(ending or 'any').replace('_', ' ')})", last)
    await x.kernel.sleep(back.after)
    return True


def _next_steps(caller: Caller) -> tuple[Step, ...]:
    later = caller.habits.later_calls
    if not later:
        return caller.performances[0].steps
    return later[min(len(caller.performances), len(later)) - 1]


async def _call_once_more(x: Exchange, caller: Caller) -> Leg:
    return _call(x, caller)


def _call(x: Exchange, caller: Caller) -> Leg:
    leg = arrive(x, caller.dials)
    caller.legs.append(leg)
    return leg
