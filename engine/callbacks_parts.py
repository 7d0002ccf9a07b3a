"""What may stand in `callbacks.yaml`. Defaults are those of the rules themselves."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from callbacks.dialler.rules import (
    AGAIN,
    Again,
    BreakerRules,
    BudgetRules,
    CalendarRules,
    DiallerRules,
    First,
    LegRules,
    LineRules,
    MakingRules,
    NumberRules,
    ReturnRules,
    SlotRules,
    Why,
)
from cases.dialable import Kind
from engine.care_part import Name, Part

Minutes = Annotated[float, Field(gt=0, le=43_200)]
Share = Annotated[float, Field(ge=0, le=1)]
Prefix = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{0,14}$")]
USUAL: Final = DiallerRules()


def minutes(span: timedelta) -> float:
    return span.total_seconds() / 60


class LinePart(Part):
    owner_wait_minutes: Annotated[float, Field(ge=0, le=30)] = minutes(USUAL.line.owner_wait)
    snooze_minutes: Minutes = minutes(USUAL.line.snooze)
    most_snoozes: Annotated[int, Field(ge=0, le=20)] = USUAL.line.most_snoozes
    overdue_boost_seconds: Annotated[float, Field(ge=0, le=86_400)] = USUAL.line.overdue_boost_seconds

    @property
    def rules(self) -> LineRules:
        return LineRules(
            owner_wait=timedelta(minutes=self.owner_wait_minutes),
            snooze=timedelta(minutes=self.snooze_minutes),
            most_snoozes=self.most_snoozes,
            overdue_boost_seconds=self.overdue_boost_seconds,
        )


class LegPart(Part):
    first: First = USUAL.leg.first
    first_by_queue: dict[Name, First] = Field(default_factory=dict)
    customer_first_below: Share = USUAL.leg.customer_first_below
    ring_seconds: Annotated[int, Field(ge=5, le=120)] = USUAL.leg.ring_seconds
    longest_minutes: Minutes = minutes(USUAL.leg.longest)
    unheard_minutes: Minutes = minutes(USUAL.leg.unheard)
    detect_machines: bool = USUAL.leg.detect_machines
    leave_message: bool = USUAL.leg.leave_message

    @property
    def rules(self) -> LegRules:
        return LegRules(
            first=self.first,
            first_by_queue=self.first_by_queue,
            customer_first_below=self.customer_first_below,
            ring_seconds=self.ring_seconds,
            longest=timedelta(minutes=self.longest_minutes),
            unheard=timedelta(minutes=self.unheard_minutes),
            detect_machines=self.detect_machines,
            leave_message=self.leave_message,
        )


class AgainPart(Part):
    after_minutes: Minutes
    most: Annotated[int, Field(ge=1, le=50)]

    @property
    def rules(self) -> Again:
        return Again(after=timedelta(minutes=self.after_minutes), most=self.most)


class NumbersPart(Part):
    types: Annotated[tuple[Kind, ...], Field(min_length=1)] = USUAL.numbers.types
    deny_prefixes: tuple[Prefix, ...] = ()

    @property
    def rules(self) -> NumberRules:
        return NumberRules(types=self.types, deny_prefixes=self.deny_prefixes)


class BudgetsPart(Part):
    per_number_a_day: Annotated[int, Field(ge=0)] = USUAL.budgets.per_number_a_day
    per_block_an_hour: Annotated[int, Field(ge=0)] = USUAL.budgets.per_block_an_hour
    per_country_an_hour: Annotated[int, Field(ge=0)] = USUAL.budgets.per_country_an_hour
    per_hour: Annotated[int, Field(ge=0)] = USUAL.budgets.per_hour
    messages_per_number_a_day: Annotated[int, Field(ge=0)] = USUAL.budgets.messages_per_number_a_day
    messages_per_block_an_hour: Annotated[int, Field(ge=0)] = USUAL.budgets.messages_per_block_an_hour

    @property
    def rules(self) -> BudgetRules:
        return BudgetRules(**self.model_dump())


class BreakerPart(Part):
    look_back_minutes: Minutes = minutes(USUAL.breaker.look_back)
    least_calls: Annotated[int, Field(ge=1)] = USUAL.breaker.least_calls
    answered_below: Share = USUAL.breaker.answered_below
    pause_minutes: Minutes = minutes(USUAL.breaker.pause)

    @property
    def rules(self) -> BreakerRules:
        return BreakerRules(
            look_back=timedelta(minutes=self.look_back_minutes),
            least_calls=self.least_calls,
            answered_below=self.answered_below,
            pause=timedelta(minutes=self.pause_minutes),
        )


class SlotsPart(Part):
    every_minutes: Annotated[int, Field(ge=5, le=240)] = 30
    days_ahead: Annotated[int, Field(ge=0, le=60)] = USUAL.slots.days_ahead
    offered: Annotated[int, Field(ge=1, le=8)] = USUAL.slots.offered
    share: Share = USUAL.slots.share
    earliest_minutes: Annotated[float, Field(ge=0, le=43_200)] = minutes(USUAL.slots.earliest)

    @property
    def rules(self) -> SlotRules:
        return SlotRules(
            every=timedelta(minutes=self.every_minutes),
            days_ahead=self.days_ahead,
            offered=self.offered,
            share=self.share,
            earliest=timedelta(minutes=self.earliest_minutes),
        )


class MakingPart(Part):
    key_while_waiting: bool = USUAL.making.key_while_waiting
    offer_over_minutes: Minutes = minutes(USUAL.making.offer_over)
    offer_again_minutes: Minutes = minutes(USUAL.making.offer_again)
    line_within_hours: Annotated[int, Field(ge=1, le=80)] = USUAL.making.line_within_hours
    by_message: bool = USUAL.making.by_message
    message_within_hours: Annotated[int, Field(ge=1, le=80)] = USUAL.making.message_within_hours
    code_for_other_number: bool = USUAL.making.code_for_other_number

    @property
    def rules(self) -> MakingRules:
        return MakingRules(
            key_while_waiting=self.key_while_waiting,
            offer_over=timedelta(minutes=self.offer_over_minutes),
            offer_again=timedelta(minutes=self.offer_again_minutes),
            line_within_hours=self.line_within_hours,
            by_message=self.by_message,
            message_within_hours=self.message_within_hours,
            code_for_other_number=self.code_for_other_number,
        )


class ReturnsPart(Part):
    abandoned: bool = USUAL.returns.abandoned
    abandoned_after_seconds: Annotated[float, Field(ge=0)] = USUAL.returns.abandoned_after_seconds
    abandoned_within_minutes: Minutes = minutes(USUAL.returns.abandoned_within)
    voicemails: bool = USUAL.returns.voicemails

    @property
    def rules(self) -> ReturnRules:
        return ReturnRules(
            abandoned=self.abandoned,
            abandoned_after_seconds=self.abandoned_after_seconds,
            abandoned_within=timedelta(minutes=self.abandoned_within_minutes),
            voicemails=self.voicemails,
        )


class CalendarPart(Part):
    names: bool = USUAL.calendar.names
    phones: bool = USUAL.calendar.phones

    @property
    def rules(self) -> CalendarRules:
        return CalendarRules(names=self.names, phones=self.phones)


class CallbacksFile(Part):
    line: LinePart = LinePart()
    leg: LegPart = LegPart()
    again: dict[Why, AgainPart] = Field(default_factory=dict)
    numbers: NumbersPart = NumbersPart()
    budgets: BudgetsPart = BudgetsPart()
    breaker: BreakerPart = BreakerPart()
    slots: SlotsPart = SlotsPart()
    making: MakingPart = MakingPart()
    returns: ReturnsPart = ReturnsPart()
    calendar: CalendarPart = CalendarPart()

    @property
    def rules(self) -> DiallerRules:
        again: Mapping[Why, Again] = {**AGAIN, **{why: part.rules for why, part in self.again.items()}}
        return DiallerRules(
            line=self.line.rules,
            leg=self.leg.rules,
            again=again,
            numbers=self.numbers.rules,
            budgets=self.budgets.rules,
            breaker=self.breaker.rules,
            slots=self.slots.rules,
            making=self.making.rules,
            returns=self.returns.rules,
            calendar=self.calendar.rules,
        )
