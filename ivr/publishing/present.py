"""What is in force at this moment."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ivr.publishing.kept_release import versions_in
from ivr.publishing.pointer import in_force


@dataclass(frozen=True, kw_only=True)
class Present:
    """The release in force as it was when we looked, flow by flow; None and nothing before the first."""

    release: str | None
    versions: Mapping[str, str]


def present_release(session: Session) -> Present:
    release = in_force(session)
    return Present(release=release, versions=versions_in(session, release) if release else {})
