"""Versions and publications as rows for people and programs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ivr.publishing.errors import NoSuchFlow
from ivr.publishing.flow_version import FlowVersion, versions_of
from ivr.publishing.present import present_release
from ivr.publishing.publication import Publication
from ivr.yaml_file import nearest


def version_rows(session: Session, flow: str) -> list[dict[str, Any]]:
    """The versions of a flow, the newest first. Raises NoSuchFlow."""
    published = present_release(session).versions
    rows = versions_of(session, flow)
    if not rows:
        raise NoSuchFlow(flow, "that was published", nearest(flow, list(published)))
    return [version_row(row, published.get(flow)) for row in rows]


def version_row(row: FlowVersion, in_force: str | None) -> dict[str, Any]:
    return {
        "number": row.number,
        "version": row.version,
        "in_force": row.version == in_force,
        "author": row.author,
        "note": row.note,
        "published_at": row.published_at,
    }


def publication_rows(session: Session, found: Sequence[Publication]) -> list[dict[str, Any]]:
    """Each with its changes as numbers of versions: `main 3 → 4`."""
    numbered = select(FlowVersion.flow, FlowVersion.version, FlowVersion.number)
    numbers = {(row.flow, row.version): row.number for row in session.execute(numbered)}
    return [_publication_row(publication, numbers) for publication in found]


def _publication_row(publication: Publication, numbers: dict[tuple[str, str], int]) -> dict[str, Any]:
    changes = [
        {"flow": flow, "before": numbers.get((flow, before)), "after": numbers.get((flow, after))}
        for flow, (before, after) in sorted(publication.changed.items())
    ]
    return {
        "number": publication.number,
        "how": publication.how,
        "release": publication.release,
        "before": publication.before,
        "changes": changes,
        "author": publication.author,
        "note": publication.note,
        "at": publication.at,
    }
