"""What an agent is shown to say to a caller because of the group of customers they are of."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from cases.care import Care
from cases.care_tag import care_tags_of
from cases.case import Case
from cases.customer import Customer
from cases.reason import find_reason
from ivr.errors import FlowUnknown
from ivr.language.segment_script import SegmentScript
from ivr.publishing.kept_flow import kept
from records.call_record import CallRecord


class ScriptShown(BaseModel):
    """Callers are of the group who are of each kind that is not empty."""

    model_config = ConfigDict(frozen=True)

    name: str
    tr: str = Field(description="What to say, in Turkish.")
    en: str
    tiers: tuple[str, ...] = ()
    care_tags: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    flow: str
    version: str = Field(description="The version of the flow these words are of.")


def scripts_of_flow(session: Session, flow: str, version: str) -> tuple[ScriptShown, ...]:
    """As that version has them, whatever was published since; none where it is not kept."""
    try:
        body = kept(session, {flow: version})[flow].body
    except FlowUnknown:
        return ()
    scripts = {name: SegmentScript.model_validate(one) for name, one in (json.loads(body).get("scripts") or {}).items()}
    return tuple(
        ScriptShown(name=name, flow=flow, version=version, **script.model_dump()) for name, script in scripts.items()
    )


def for_caller(
    session: Session, scripts: tuple[ScriptShown, ...], customer: Customer | None, case: Case | None, care: Care
) -> tuple[ScriptShown, ...]:
    """Those for somebody of this customer's tier and care tags, with a case of this reason."""
    if not scripts:
        return ()
    reason = find_reason(care.reasons, case.reason) if case and case.reason else None
    groups: Mapping[str, Any] = {
        "tier": customer.tier if customer else None,
        "care_tags": {one.tag for one in care_tags_of(session, customer.id)} if customer else set(),
        "reason": reason.name if reason else None,
    }
    return tuple(one for one in scripts if _script(one).is_for(**groups))


def scripts_of_call(
    session: Session, record: CallRecord, customer: Customer | None, case: Case | None, care: Care
) -> tuple[ScriptShown, ...]:
    """Those for this caller, in the version of the flow that answered them."""
    if record.flow is None or record.flow_version is None:
        return ()
    scripts = scripts_of_flow(session, record.flow, record.flow_version)
    return for_caller(session, scripts, customer, case, care)


def _script(shown: ScriptShown) -> SegmentScript:
    return SegmentScript(**shown.model_dump(exclude={"name", "flow", "version"}))
