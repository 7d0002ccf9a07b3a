"""What a centre has settled about the people who answer: forms for listening, coaching, and calls to new owners."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.quality_form import QualityForm


@dataclass(frozen=True, kw_only=True)
class OnboardingTier:
    """How long such a call is, and how many days ahead it may be booked."""

    minutes: int = 20
    days_ahead: int = 14


@dataclass(frozen=True, kw_only=True)
class OnboardingRules:
    """`queue` makes the calls; empty: none are booked. `at_once` of them may begin within the same half hour.

    `tiers` are those of customers; `usual` is for everybody else.
    """

    queue: str = ""
    at_once: int = 2
    usual: OnboardingTier = field(default_factory=OnboardingTier)
    tiers: Mapping[str, OnboardingTier] = field(default_factory=dict)

    def tier(self, name: str | None) -> OnboardingTier:
        return self.tiers.get(name or "", self.usual)


@dataclass(frozen=True, kw_only=True)
class PeopleRules:
    """`conduct_certificate` does not count while somebody is coached about how they treated a customer; empty: every
    certificate goes on counting. `coaching_days` is how long a coach has.
    """

    conduct_certificate: str = ""
    coaching_days: int = 14
    forms: Mapping[str, QualityForm] = field(default_factory=dict)
    onboarding: OnboardingRules = field(default_factory=OnboardingRules)
