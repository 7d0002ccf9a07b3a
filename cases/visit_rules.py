"""What whoever visits a customer takes along: part `visits` of `care.yaml`, by what the case is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hours.bilingual import Bilingual


@dataclass(frozen=True, kw_only=True)
class VisitRules:
    """`always` is on every checklist; `checklists` add what a case of that reason needs."""

    always: Mapping[str, Bilingual] = field(default_factory=dict)
    checklists: Mapping[str, Mapping[str, Bilingual]] = field(default_factory=dict)

    def checklist(self, reason: str | None) -> dict[str, Bilingual]:
        return {**self.always, **self.checklists.get(reason or "", {})}
