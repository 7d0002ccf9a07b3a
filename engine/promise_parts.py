"""Parts `promises` and `visits` of `care.yaml`: what is promised, how it is watched over, what visits take along."""

from dataclasses import replace

from pydantic import Field

from cases.promise_rules import PromiseKind, PromiseRules
from cases.visit_rules import VisitRules
from engine.care_part import Name, Part, WordsPart


class PromiseKindPart(WordsPart):
    """One that the engine knows already is given other words, hours or manners by it."""

    calendar: Name | None = None
    calls_first: bool = True

    @property
    def kind(self) -> PromiseKind:
        return PromiseKind(words=self.both, calendar=self.calendar, calls_first=self.calls_first)


class PromisesPart(Part):
    calendar: Name | None = None
    kinds: dict[Name, PromiseKindPart] = Field(default_factory=dict)
    warn_percent: int = Field(default=75, ge=1, le=99)
    repeat_percent: int = Field(default=150, ge=101, le=1000)
    call_within_minutes: int = Field(default=60, ge=1, le=1440)
    most_calls: int = Field(default=3, ge=0, le=20)
    queue: Name | None = None
    longest_pause_days: int = Field(default=14, ge=1, le=365)
    customer_grace_days: int = Field(default=7, ge=0, le=90)
    same_day_least_minutes: int = Field(default=60, ge=0, le=720)

    @property
    def rules(self) -> PromiseRules:
        told = {name: value for name, value in self if name != "kinds"}
        ours = PromiseRules(**told)
        return replace(ours, kinds={**ours.kinds, **{name: part.kind for name, part in self.kinds.items()}})


class VisitsPart(Part):
    """`checklists` go by the reason of the case."""

    always: dict[Name, WordsPart] = Field(default_factory=dict)
    checklists: dict[Name, dict[Name, WordsPart]] = Field(default_factory=dict)

    @property
    def rules(self) -> VisitRules:
        lists = {reason: {name: item.both for name, item in items.items()} for reason, items in self.checklists.items()}
        return VisitRules(always={name: item.both for name, item in self.always.items()}, checklists=lists)
