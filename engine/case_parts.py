"""What `care.yaml` may say of cases: reasons, departments, dispositions, and when a reason is worth an alarm."""

from datetime import timedelta

from pydantic import Field

from cases.department import Department
from cases.disposition import Disposition
from cases.reason import Reason
from cases.reason_week import ReasonAlert
from engine.care_part import Name, Part, Phrase, WordsPart

USUAL = ReasonAlert()


class ReasonPart(WordsPart):
    also: tuple[Phrase, ...] = ()

    def reason(self, name: str) -> Reason:
        return Reason(name=name, words=self.both, also=self.also)


class DepartmentPart(WordsPart):
    calendar: Name
    within_hours: float = Field(gt=0, le=2000)
    lead: Name | None = None

    def department(self, name: str) -> Department:
        within = timedelta(hours=self.within_hours)
        return Department(name=name, words=self.both, calendar=self.calendar, within=within, lead=self.lead)


class DispositionPart(WordsPart):
    settles: bool = False
    compliment: bool = False

    def disposition(self, name: str) -> Disposition:
        return Disposition(name=name, words=self.both, settles=self.settles, compliment=self.compliment)


class ReasonAlertPart(Part):
    least_cases: int = Field(default=USUAL.least_cases, ge=1)
    share_percent: float = Field(default=USUAL.share_percent, gt=0, le=100)
    rise_percent: float = Field(default=USUAL.rise_percent, ge=0)
    not_for: tuple[Name, ...] = tuple(sorted(USUAL.not_for))

    @property
    def rule(self) -> ReasonAlert:
        return ReasonAlert(
            least_cases=self.least_cases,
            share_percent=self.share_percent,
            rise_percent=self.rise_percent,
            not_for=frozenset(self.not_for),
        )
