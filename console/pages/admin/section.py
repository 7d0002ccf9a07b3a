"""The sections of `/admin`: each a page, and the part of it that is painted again after something was done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from console.pages.page import Page, Viewer, Visit
from console.role import Role, Scope, roles_that_may

SCOPES: Final[Mapping[str, Scope]] = {
    "people": "accounts:read",
    "skills": "agents:write",
    "numbers": "flows:write",
    "keys": "accounts:read",
    "webhooks": "events:read",
    "audit": "privacy:read",
    "privacy": "privacy:read",
    "system": "privacy:read",
}
"""Section → what somebody must be able to ask to open it; in the order in which they stand on the page."""
Shows = Callable[[Visit], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Section:
    name: str
    path: str
    here: bool


def whole_and_part(
    name: str, shows: Shows, *, path: str | None = None, template: str | None = None
) -> tuple[Page, ...]:
    """`/admin/<path>` and `/admin/parts/<path>`, of one section."""
    where, which = path or name, template or name
    return (
        Page(path=f"/admin/{where}", roles=roles(name), shows=framed(name, shows), template=f"admin/{which}.html"),
        Page(path=f"/admin/parts/{where}", roles=roles(name), shows=shows, template=f"admin/parts/{which}.html"),
    )


def framed(name: str, shows: Shows) -> Shows:
    """With the list of sections beside it."""
    return lambda visit: {**shows(visit), "sections": sections(visit.viewer, name)}


def sections(viewer: Viewer, here: str = "") -> tuple[Section, ...]:
    """Those they may open."""
    return tuple(
        Section(name=name, path=f"/admin/{name}", here=name == here)
        for name, scope in SCOPES.items()
        if viewer.who.may(scope)
    )


def roles(name: str) -> frozenset[Role]:
    return roles_that_may(SCOPES[name])
