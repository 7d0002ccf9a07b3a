"""A release read back from the records."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from ivr.language.flow import Flow
from ivr.language.release import Release
from ivr.publishing.kept_flow import kept, read_again
from ivr.publishing.kept_release import versions_in


def release_again(session: Session, id: str, known: Mapping[tuple[str, str], Flow] | None = None) -> Release:
    """The release of this id; flows that are `known` by name and version are not made anew. Raises FlowUnknown."""
    versions = versions_in(session, id)
    found = {name: flow for name, version in versions.items() if (flow := (known or {}).get((name, version)))}
    wanted = {name: version for name, version in versions.items() if name not in found}
    found |= {name: read_again(row) for name, row in kept(session, wanted).items()}
    return Release({name: found[name] for name in versions}, versions)
