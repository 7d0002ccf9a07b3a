"""All flows as they would be in force, looked at together: one error of the checker, and nothing is published."""

from collections.abc import Mapping
from pathlib import Path

from ivr.checking.check import check
from ivr.checking.finding import Finding
from ivr.checking.surroundings import Surroundings
from ivr.errors import FlowInvalid
from ivr.language.written import Written
from ivr.publishing.publishing import Check
from ivr.publishing.written_flow import WrittenFlow


def findings_in(surroundings: Surroundings, flows: Mapping[str, WrittenFlow]) -> list[Finding]:
    """Everything the checker finds in flows that are published together."""
    written = [Written(flow=one.flow, path=Path(f"{name}.yaml"), text=one.source) for name, one in flows.items()]
    return check(surroundings, written)


def checked_against(surroundings: Surroundings) -> Check:
    """What a centre with these surroundings may publish."""

    def refuse_errors(flows: Mapping[str, WrittenFlow]) -> None:
        found = findings_in(surroundings, flows)
        if errors := [finding.sentence() for finding in found if finding.level == "error"]:
            raise FlowInvalid(errors)

    return refuse_errors
