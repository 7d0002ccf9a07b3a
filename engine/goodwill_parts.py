"""What `care.yaml` may say about goodwill: kinds, tiers and facts, with amounts in lira."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from cases.goodwill_rules import KINDS, TIERS, Appeal, GoodwillKind, GoodwillRules, Line, Tier
from cases.money import kurus_of
from engine.care_part import Name, Part, WordsPart
from ivr.file_fault import NotAllowed


def _kurus(written: object) -> int:
    kurus = kurus_of(str(written)) if isinstance(written, str | int | float) else None
    if kurus is None:
        raise NotAllowed("lira")
    return kurus


Lira = Annotated[int, BeforeValidator(_kurus)]
"""Written as lira, kept as kuruş."""


class GoodwillKindPart(WordsPart):
    line: Line = "budget"
    why: Literal["needed", "optional"] = "needed"
    evidence_from: Lira | None = None
    voucher_days: Annotated[int, Field(strict=True, ge=1, le=3650)] | None = None


class TierPart(Part):
    roles: Annotated[frozenset[Literal["agent", "lead", "manager"]], Field(min_length=1)]
    months: Annotated[int, Field(strict=True, ge=0, le=600)] = 0
    budget: Lira = 0
    surprise: Lira = 0
    limits: dict[Name, Lira] = Field(default_factory=dict)
    approves: bool = False


class AppealPart(WordsPart):
    days: Annotated[int, Field(strict=True, ge=1, le=365)] = 30
    answer_within_days: Annotated[int, Field(strict=True, ge=1, le=90)] = 7


class GoodwillPart(Part):
    """Kinds and tiers are the file's own where it has any; otherwise those of `GoodwillRules`."""

    centre_budget: Lira | None = None
    kinds: dict[Name, GoodwillKindPart] = Field(default_factory=dict)
    tiers: dict[Name, TierPart] = Field(default_factory=dict)
    facts: dict[Name, Annotated[tuple[Name, ...], Field(min_length=1)]] = Field(default_factory=dict)
    propose_after: Annotated[int, Field(strict=True, ge=2, le=1000)] = 3
    propose_within_days: Annotated[int, Field(strict=True, ge=1, le=3650)] = 90
    appeal: AppealPart | None = None
    sample_percent: Annotated[int, Field(strict=True, ge=0, le=100)] = 5
    rules_owner: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None

    @model_validator(mode="after")
    def _limits_are_of_kinds(self) -> Self:
        kinds = self.kinds or KINDS
        for name, tier in self.tiers.items():
            for kind in tier.limits:
                if kind not in kinds:
                    raise NotAllowed("limit_no_kind", tier=name, kind=kind)
        if taken := {"reason", "tier"} & self.facts.keys():
            raise NotAllowed("facts_taken", names=", ".join(sorted(taken)))
        return self

    def rules(self) -> GoodwillRules:
        return GoodwillRules(
            kinds={name: _kind(name, part) for name, part in self.kinds.items()} or KINDS,
            tiers=tuple(_tier(name, part) for name, part in self.tiers.items()) or TIERS,
            centre_budget=self.centre_budget,
            facts=self.facts,
            propose_after=self.propose_after,
            propose_within_days=self.propose_within_days,
            rules_owner=self.rules_owner,
            appeal=_appeal(self.appeal) if self.appeal else Appeal(),
            sample_percent=self.sample_percent,
        )


def _appeal(part: AppealPart) -> Appeal:
    return Appeal(words=part.both, days=part.days, answer_within_days=part.answer_within_days)


def _kind(name: str, part: GoodwillKindPart) -> GoodwillKind:
    return GoodwillKind(
        name=name,
        words=part.both,
        line=part.line,
        needs_reason=part.why == "needed",
        evidence_from=part.evidence_from,
        voucher_days=part.voucher_days,
    )


def _tier(name: str, part: TierPart) -> Tier:
    return Tier(name=name, **{**dict(part), "roles": frozenset(part.roles)})
