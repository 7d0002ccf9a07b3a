"""What may stand under `ownership` in `care.yaml`."""

from datetime import timedelta
from typing import Annotated, Final

from pydantic import Field

from cases.ownership_rules import OwnershipRules
from engine.care_part import Name, Part

USUAL: Final = OwnershipRules()


class OwnershipPart(Part):
    offer_stands_hours: Annotated[float, Field(gt=0, le=720)] = 24
    bounces_force_lead: Annotated[int, Field(strict=True, ge=0, le=20)] = USUAL.bounces_force_lead
    lead_seconds: Annotated[float, Field(ge=0, le=600)] = USUAL.lead_seconds
    update_every_hours: dict[Name, Annotated[float, Field(ge=1, le=2160)]] = Field(default_factory=dict)
    updates_in: str = USUAL.updates_in

    @property
    def rules(self) -> OwnershipRules:
        return OwnershipRules(
            offer_stands=timedelta(hours=self.offer_stands_hours),
            bounces_force_lead=self.bounces_force_lead,
            lead_seconds=self.lead_seconds,
            update_every={reason: timedelta(hours=hours) for reason, hours in self.update_every_hours.items()},
            updates_in=self.updates_in,
        )
