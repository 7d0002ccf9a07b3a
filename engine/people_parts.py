"""What may stand under `people` in `care.yaml`."""

from typing import Annotated, Final

from pydantic import Field

from cases.people_rules import OnboardingRules, OnboardingTier, PeopleRules
from cases.quality_form import QualityForm, Question
from engine.care_part import Name, Part, WordsPart

USUAL: Final = PeopleRules()
Days = Annotated[int, Field(strict=True, ge=1, le=365)]


class QuestionPart(WordsPart):
    weight: Annotated[float, Field(gt=0, le=100)] = Question.weight
    must: bool = Question.must


class FormPart(WordsPart):
    pass_percent: Annotated[float, Field(ge=0, le=100)] = QualityForm.pass_percent
    questions: Annotated[dict[Name, QuestionPart], Field(min_length=1, max_length=50)]

    def form(self, name: str) -> QualityForm:
        questions = {
            each: Question(words=part.both, weight=part.weight, must=part.must) for each, part in self.questions.items()
        }
        return QualityForm(name=name, words=self.both, questions=questions, pass_percent=self.pass_percent)


class OnboardingTierPart(Part):
    minutes: Annotated[int, Field(strict=True, ge=5, le=240)] = OnboardingTier.minutes
    days_ahead: Days = OnboardingTier.days_ahead

    @property
    def tier(self) -> OnboardingTier:
        return OnboardingTier(minutes=self.minutes, days_ahead=self.days_ahead)


class OnboardingPart(Part):
    queue: str = OnboardingRules.queue
    at_once: Annotated[int, Field(strict=True, ge=1, le=1000)] = OnboardingRules.at_once
    usual: OnboardingTierPart = OnboardingTierPart()
    tiers: dict[str, OnboardingTierPart] = Field(default_factory=dict)

    @property
    def rules(self) -> OnboardingRules:
        tiers = {name: part.tier for name, part in self.tiers.items()}
        return OnboardingRules(queue=self.queue, at_once=self.at_once, usual=self.usual.tier, tiers=tiers)


class PeoplePart(Part):
    conduct_certificate: str = USUAL.conduct_certificate
    coaching_days: Days = USUAL.coaching_days
    forms: dict[Name, FormPart] = Field(default_factory=dict)
    onboarding: OnboardingPart = OnboardingPart()

    @property
    def rules(self) -> PeopleRules:
        return PeopleRules(
            conduct_certificate=self.conduct_certificate,
            coaching_days=self.coaching_days,
            forms={name: part.form(name) for name, part in self.forms.items()},
            onboarding=self.onboarding.rules,
        )
