"""Versions of a flow or a file of the centre as a table shows them: who published what, and the way back to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.api.centre_files import FileVersionShown
from console.api.flows import VersionShown


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """`looked_at` is the page that shows its text, or beside `compared_at`, a part of a page, the difference to what is
    in force. `asked_as` is how the API is told to put it back."""

    number: int
    published_at: datetime
    author: str
    note: str
    in_force: bool
    looked_at: str
    asked_as: int | str
    how: str = "publish"
    restores: int | None = None
    compared_at: str | None = None


def lines_of_flow(flow: str, versions: Iterable[VersionShown]) -> dict[str, Any]:
    return {
        "versions": tuple(_of_flow(flow, one) for one in versions),
        "put_back": f"/api/v1/flows/{flow}/rollback",
        "sure": "studio.roll_back_sure",
        "then": f"/studio/flows/{flow}?show=versions",
        "none_yet": "studio.never_published",
    }


def lines_of_file(name: str, versions: Iterable[FileVersionShown]) -> dict[str, Any]:
    """The newest first: it is in force."""
    shown = tuple(versions)
    return {
        "versions": tuple(_of_file(name, one, in_force=one is shown[0]) for one in shown),
        "put_back": f"/api/v1/centre-files/{name}/rollback",
        "sure": "studio.roll_back_rules_sure",
        "then": f"/studio/policy/{name}",
        "none_yet": "studio.file_never_published",
    }


def _of_flow(flow: str, one: VersionShown) -> VersionLine:
    asked = f"before={one.number}&after=published"
    return VersionLine(
        number=one.number,
        published_at=one.published_at,
        author=one.author,
        note=one.note,
        in_force=one.in_force,
        asked_as=str(one.number),
        looked_at=f"?show=difference&{asked}",
        compared_at=f"/studio/flows/{flow}/parts/difference?{asked}",
    )


def _of_file(name: str, one: FileVersionShown, *, in_force: bool) -> VersionLine:
    return VersionLine(
        number=one.number,
        published_at=one.published_at,
        author=one.author,
        note=one.note,
        in_force=in_force,
        asked_as=one.number,
        how=one.how,
        restores=one.restores,
        looked_at=f"/studio/policy/{name}?text={one.number}",
    )
