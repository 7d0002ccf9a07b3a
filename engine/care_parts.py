"""What may stand in `care.yaml`, part by part. What the file leaves out is as `Care` has it."""

from pydantic import Field, ValidationInfo, field_validator

from cases.privacy import Privacy
from engine.care_part import Name, Part, WordsPart
from engine.case_parts import DepartmentPart, DispositionPart, ReasonAlertPart, ReasonPart
from engine.follow_up_parts import FollowUpsPart
from engine.goodwill_parts import GoodwillPart
from engine.ownership_parts import OwnershipPart
from engine.people_parts import PeoplePart
from engine.plan_part import PlanPart
from engine.promise_parts import PromisesPart, VisitsPart
from ivr.file_fault import NotAllowed


class PrivacyPart(Part):
    """Defaults are those of `Privacy`."""

    calls_days: int = Field(default=Privacy.calls_days, ge=0, le=36_500)
    recordings_days: int = Field(default=Privacy.recordings_days, ge=0, le=36_500)
    cases_days: int = Field(default=Privacy.cases_days, ge=0, le=36_500)
    customers_days: int = Field(default=Privacy.customers_days, ge=0, le=36_500)
    night_from: int = Field(default=Privacy.night_from, ge=0, le=23)
    night_until: int = Field(default=Privacy.night_until, ge=0, le=24)

    @property
    def periods(self) -> Privacy:
        return Privacy(**self.model_dump())


class CareFile(Part):
    reasons: dict[Name, ReasonPart] = Field(default_factory=dict)
    care_tags: dict[Name, WordsPart] = Field(default_factory=dict)
    departments: dict[Name, DepartmentPart] = Field(default_factory=dict)
    dispositions: dict[Name, DispositionPart] = Field(default_factory=dict)
    reason_alert: ReasonAlertPart = ReasonAlertPart()
    follow_ups: FollowUpsPart = FollowUpsPart()
    goodwill: GoodwillPart = GoodwillPart()
    privacy: PrivacyPart = PrivacyPart()
    payment_plan: PlanPart = PlanPart()
    ownership: OwnershipPart = OwnershipPart()
    promises: PromisesPart = PromisesPart()
    visits: VisitsPart = VisitsPart()
    people: PeoplePart = PeoplePart()

    @field_validator("ownership")
    @classmethod
    def _of_known_reasons(cls, part: OwnershipPart, told: ValidationInfo) -> OwnershipPart:
        unknown = sorted(set(part.update_every_hours) - set(told.data.get("reasons", {})))
        if unknown:
            raise NotAllowed("update_no_reason", names=", ".join(unknown))
        return part
