"""The places in the head of each page: those somebody may open."""

from dataclasses import dataclass
from typing import Final

from console.pages.page import EVERYBODY, LEADING, WATCHING, Page, Viewer
from console.role import Role


@dataclass(frozen=True, kw_only=True)
class Place:
    path: str
    word: str
    here: bool


PLACES: Final[tuple[tuple[str, frozenset[Role]], ...]] = (
    ("desk", EVERYBODY - {"read_only"}),
    ("floor", WATCHING),
    ("studio", WATCHING),
    ("reports", WATCHING),
    ("admin", LEADING),
)


def places(page: Page, viewer: Viewer) -> tuple[Place, ...]:
    """The desk is for those who take calls."""
    return tuple(
        Place(path=f"/{name}", word=f"base.{name}", here=page.path.split("/")[1] == name)
        for name, roles in PLACES
        if viewer.who.role in roles and (name != "desk" or viewer.who.agent)
    )
