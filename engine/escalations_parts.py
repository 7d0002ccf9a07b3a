"""What may stand in `escalations.yaml`. Defaults are those of the rules themselves."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Final, Self

from pydantic import Field, field_validator, model_validator

from engine.care_part import Name, Part, WordsPart
from escalations.decision_rules import TABLE, Row, Tell, Wants, When
from escalations.rota_rules import RotaRules
from escalations.rules import EscalationRules, TransferRules
from escalations.trigger_rules import TRIGGER_RULES, TriggerRule
from escalations.words import Decision, Trigger
from ivr.file_fault import NotAllowed

USUAL: Final = TransferRules()
Step = Annotated[int, Field(strict=True, ge=1, le=5)]
Least = Annotated[int, Field(strict=True, ge=1, le=1000)]


class TransferPart(Part):
    ring_seconds: Annotated[int, Field(ge=5, le=60)] = USUAL.ring_seconds
    most_rung: Annotated[int, Field(ge=1, le=10)] = USUAL.most_rung
    longest_consult_seconds: Annotated[int, Field(ge=15, le=900)] = int(USUAL.longest_consult.total_seconds())
    longest_advice_seconds: Annotated[int, Field(ge=15, le=1800)] = int(USUAL.longest_advice.total_seconds())
    longest_choice_seconds: Annotated[int, Field(ge=5, le=60)] = int(USUAL.longest_choice.total_seconds())
    longest_merged_minutes: Annotated[int, Field(ge=5, le=240)] = int(USUAL.longest_merged.total_seconds()) // 60
    word_every_seconds: Annotated[int, Field(ge=10, le=60)] = int(USUAL.word_every.total_seconds())
    later_in_minutes: Annotated[int, Field(ge=1, le=60)] = int(USUAL.later_in.total_seconds()) // 60
    called_within_hours: Annotated[int, Field(ge=1, le=80)] = USUAL.called_within_hours

    @property
    def rules(self) -> TransferRules:
        return TransferRules(
            ring_seconds=self.ring_seconds,
            most_rung=self.most_rung,
            longest_consult=timedelta(seconds=self.longest_consult_seconds),
            longest_advice=timedelta(seconds=self.longest_advice_seconds),
            longest_choice=timedelta(seconds=self.longest_choice_seconds),
            longest_merged=timedelta(minutes=self.longest_merged_minutes),
            word_every=timedelta(seconds=self.word_every_seconds),
            later_in=timedelta(minutes=self.later_in_minutes),
            called_within_hours=self.called_within_hours,
        )


class FlagPart(Part):
    """Of what is so or is not."""

    on: bool = True

    @property
    def rule(self) -> TriggerRule:
        return TriggerRule(on=self.on)


class AskedPart(Part):
    """Whoever asks is heard: there is nothing to be set."""

    @property
    def rule(self) -> TriggerRule:
        return TriggerRule()


class CountPart(FlagPart):
    least: Least

    @property
    def rule(self) -> TriggerRule:
        return TriggerRule(on=self.on, least=self.least)


class CallsPart(CountPart):
    within_days: Annotated[int, Field(strict=True, ge=1, le=90)] = TRIGGER_RULES["repeat_calls"].within_days

    @property
    def rule(self) -> TriggerRule:
        return TriggerRule(on=self.on, least=self.least, within_days=self.within_days)


class MinutesPart(FlagPart):
    minutes: Annotated[float, Field(gt=0, le=480)]

    @property
    def rule(self) -> TriggerRule:
        return TriggerRule(on=self.on, least=self.minutes)


class MonthsPart(FlagPart):
    first_months: Annotated[int, Field(strict=True, ge=1, le=24)]

    @property
    def rule(self) -> TriggerRule:
        return TriggerRule(on=self.on, least=self.first_months)


class TriggersPart(Part):
    caller_asked: AskedPart | None = None
    agent_asked: AskedPart | None = None
    repeat_calls: CallsPart | None = None
    broken_promise: CountPart | None = None
    bounces: CountPart | None = None
    wait: MinutesPart | None = None
    hold: MinutesPart | None = None
    hardship: FlagPart | None = None
    public_complaint: FlagPart | None = None
    newcomer: MonthsPart | None = None
    conduct_complaint: FlagPart | None = None

    @property
    def rules(self) -> Mapping[str, TriggerRule]:
        """What is left out stays as it is."""
        told: dict[str, Any] = {name: getattr(self, name) for name in TRIGGER_RULES}
        return {name: part.rule if (part := told[name]) is not None else usual
                for name, usual in TRIGGER_RULES.items()}  # fmt: skip


class WhenPart(Part):
    because: tuple[Trigger, ...] = ()
    also: tuple[Trigger, ...] = ()
    wants: tuple[Wants, ...] = ()
    steps: tuple[Step, ...] = ()
    tiers: tuple[Name, ...] = ()
    live: bool | None = None
    waiting: bool | None = None
    lead_free: bool | None = None
    peer_free: bool | None = None
    buddy_free: bool | None = None

    @property
    def when(self) -> When:
        sets = ("because", "also", "wants", "steps", "tiers")
        flags = ("live", "waiting", "lead_free", "peer_free", "buddy_free")
        told: dict[str, Any] = {name: frozenset(getattr(self, name)) for name in sets}
        return When(**told, **{name: getattr(self, name) for name in flags})


class RowPart(Part):
    name: Name
    why: WordsPart
    when: WhenPart = WhenPart()
    then: Decision
    tell: tuple[Tell, ...] = ()

    @property
    def row(self) -> Row:
        return Row(name=self.name, then=self.then, words=self.why.both, when=self.when.when, tell=frozenset(self.tell))


class RotaPart(Part):
    talks: Annotated[int, Field(strict=True, ge=0, le=1000)] = RotaRules.talks
    within_days: Annotated[int, Field(strict=True, ge=1, le=365)] = RotaRules.within.days

    @property
    def rules(self) -> RotaRules:
        return RotaRules(talks=self.talks, within=timedelta(days=self.within_days))


class EscalationsFile(Part):
    queue: Name = EscalationRules.queue
    sponsor: Name | None = None
    triggers: TriggersPart = TriggersPart()
    decisions: tuple[RowPart, ...] | None = None
    transfer: TransferPart = TransferPart()
    rota: RotaPart = RotaPart()

    @field_validator("decisions")
    @classmethod
    def _always_decides(cls, rows: tuple[RowPart, ...] | None) -> tuple[RowPart, ...] | None:
        if rows == ():
            raise NotAllowed("nothing_decided")
        if rows and rows[-1].when != WhenPart():
            raise NotAllowed("last_decides")
        return rows

    @model_validator(mode="after")
    def _each_name_once(self) -> Self:
        names = [row.name for row in self.decisions or ()]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise NotAllowed("decisions_twice", names=", ".join(twice))
        return self

    @property
    def rules(self) -> EscalationRules:
        table = tuple(row.row for row in self.decisions) if self.decisions else TABLE
        return EscalationRules(
            queue=self.queue,
            sponsor=self.sponsor,
            triggers=self.triggers.rules,
            table=table,
            transfer=self.transfer.rules,
            rota=self.rota.rules,
        )
