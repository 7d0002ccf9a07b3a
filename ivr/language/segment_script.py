"""What agents are shown to say to a group of customers: versioned with the flow, since it changes with it."""

from collections.abc import Collection
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from ivr.language.part import NodeName, Part

Name = Annotated[str, StringConstraints(min_length=1, max_length=40)]
ScriptWords = Annotated[str, StringConstraints(min_length=1, max_length=600)]


class SegmentScript(Part):
    """For callers of each kind that is named: one of the `tiers`, `care_tags` or `reasons` is enough in each."""

    tiers: tuple[Name, ...] = ()
    care_tags: tuple[NodeName, ...] = ()
    reasons: tuple[NodeName, ...] = ()
    tr: ScriptWords
    en: ScriptWords

    @model_validator(mode="after")
    def _for_somebody(self) -> Self:
        if not (self.tiers or self.care_tags or self.reasons):
            raise ValueError("for whom? name tiers, care_tags or reasons")
        return self

    def is_for(self, *, tier: str | None, care_tags: Collection[str], reason: str | None) -> bool:
        """Whether this caller is of the group."""
        groups = ((self.tiers, {tier}), (self.care_tags, set(care_tags)), (self.reasons, {reason}))
        return all(not named or bool(set(named) & theirs) for named, theirs in groups)


Scripts = Annotated[dict[NodeName, SegmentScript], Field(min_length=1, max_length=40)]
