"""How this centre calls people back: what `callbacks.yaml` says, each part as its own noun."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Final, Literal

from cases.dialable import USUAL_KINDS, Kind

First = Literal["agent", "customer"]
Why = Literal["no_answer", "busy", "machine", "failed"]
"""How a call to a customer ends that reached nobody."""


@dataclass(frozen=True, kw_only=True)
class LineRules:
    """How long the owner is waited for, and how often an agent may ask for a moment."""

    owner_wait: timedelta = timedelta(minutes=30)
    snooze: timedelta = timedelta(minutes=10)
    most_snoozes: int = 2
    overdue_boost_seconds: float = 300
    """A callback whose promised time has passed is served so much sooner."""


@dataclass(frozen=True, kw_only=True)
class LegRules:
    """The call to the customer. `first` is who is rung first, by queue where `first_by_queue` says so.

    With `customer_first_below` an answer rate of the last week under that share has the customer rung first.
    """

    first: First = "agent"
    first_by_queue: Mapping[str, First] = field(default_factory=dict)
    customer_first_below: float = 0
    ring_seconds: int = 30
    longest: timedelta = timedelta(hours=1)
    unheard: timedelta = timedelta(minutes=3)
    """Who answered and heard nothing of us is called again after so long, twice as long each further time."""
    detect_machines: bool = True
    leave_message: bool = True


@dataclass(frozen=True, kw_only=True)
class Again:
    """After so long it is tried again, until so many tries have ended like this."""

    after: timedelta
    most: int


AGAIN: Final[Mapping[Why, Again]] = MappingProxyType({
    "no_answer": Again(after=timedelta(minutes=30), most=3),
    "busy": Again(after=timedelta(minutes=5), most=4),
    "machine": Again(after=timedelta(hours=2), most=2),
    "failed": Again(after=timedelta(minutes=15), most=2),
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NumberRules:
    """Which numbers are called at all: `cases/dialable.py` tells by them. Countries stand in the policy."""

    types: tuple[Kind, ...] = USUAL_KINDS
    deny_prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BudgetRules:
    """So many calls and text messages at most; 0: any number. A block is a thousand neighbouring numbers."""

    per_number_a_day: int = 3
    per_block_an_hour: int = 10
    per_country_an_hour: int = 0
    per_hour: int = 0
    messages_per_number_a_day: int = 20
    messages_per_block_an_hour: int = 30


@dataclass(frozen=True, kw_only=True)
class BreakerRules:
    """When hardly anybody answers, something is wrong: calling stops for a while, and leads are told."""

    look_back: timedelta = timedelta(minutes=15)
    least_calls: int = 20
    answered_below: float = 0.1
    pause: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class SlotRules:
    """Times a customer may choose from, and how much of those at work then is promised away."""

    every: timedelta = timedelta(minutes=30)
    days_ahead: int = 5
    offered: int = 3
    share: float = 0.5
    earliest: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class MakingRules:
    """How callers come to be called. With `key_while_waiting` a waiting caller may press 2 for it at any time; who must
    expect to wait longer than `offer_over`, or has, is told so, and again after `offer_again`. They are called within
    `line_within_hours` hours of work. With `by_message` a message that says so makes a call within
    `message_within_hours` hours of work. With `code_for_other_number` a number that does not call us itself proves by a
    code in a text message that it is theirs.
    """

    key_while_waiting: bool = True
    offer_over: timedelta = timedelta(minutes=3)
    offer_again: timedelta = timedelta(minutes=5)
    line_within_hours: int = 2
    by_message: bool = True
    message_within_hours: int = 4
    code_for_other_number: bool = False


@dataclass(frozen=True, kw_only=True)
class ReturnRules:
    """Who gave up waiting, and who left a message, is called without having asked."""

    abandoned: bool = False
    abandoned_after_seconds: float = 30
    abandoned_within: timedelta = timedelta(hours=2)
    voicemails: bool = True


@dataclass(frozen=True, kw_only=True)
class CalendarRules:
    """What an agent's calendar says of a callback beside its case: calendars are read on other people's computers."""

    names: bool = False
    phones: bool = False


@dataclass(frozen=True, kw_only=True)
class DiallerRules:
    line: LineRules = field(default_factory=LineRules)
    leg: LegRules = field(default_factory=LegRules)
    again: Mapping[Why, Again] = field(default_factory=lambda: AGAIN)
    numbers: NumberRules = field(default_factory=NumberRules)
    budgets: BudgetRules = field(default_factory=BudgetRules)
    breaker: BreakerRules = field(default_factory=BreakerRules)
    slots: SlotRules = field(default_factory=SlotRules)
    making: MakingRules = field(default_factory=MakingRules)
    returns: ReturnRules = field(default_factory=ReturnRules)
    calendar: CalendarRules = field(default_factory=CalendarRules)

    def first_for(self, queue: str) -> First:
        return self.leg.first_by_queue.get(queue, self.leg.first)
