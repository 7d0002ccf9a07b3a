"""`/desk`: where an agent works all day. Each part of it can also be had by itself."""

from collections.abc import Callable
from typing import Any, Final

from console.pages.desk.asks import asks, precedents
from console.pages.desk.key import KEYS
from console.pages.desk.known import known, seen_of_caller, seen_of_story, story
from console.pages.desk.mine import mine, seen_of_mine
from console.pages.desk.present import present
from console.pages.desk.work import REASONS_AWAY, seen_at_work, standing, work
from console.pages.page import EVERYBODY, Page, Shown, Visit

AT_A_DESK: Final = EVERYBODY - {"read_only"}


def _desk(visit: Visit) -> Shown:
    """All of it at once: what is seen without a script is complete."""
    here = present(visit)
    parts: tuple[Callable[..., dict[str, Any]], ...] = (seen_at_work, seen_of_caller, seen_of_story, seen_of_mine)
    shown: dict[str, Any] = {"here": here, "reasons_away": REASONS_AWAY, "keys": KEYS}
    for part in parts:
        shown |= part(visit, here)
    return shown


def _keys(visit: Visit) -> Shown:
    return {"keys": KEYS}


def _part(name: str, shows: Callable[[Visit], Shown]) -> Page:
    return Page(path=f"/desk/parts/{name}", roles=AT_A_DESK, shows=shows, template=f"desk/{name}.html")


PAGES = (
    Page(path="/desk", roles=AT_A_DESK, shows=_desk, template="desk/desk.html", stream="desk"),
    Page(path="/desk/keys", roles=AT_A_DESK, shows=_keys, template="desk/keys.html"),
    Page(path="/desk/asks/<what>", roles=AT_A_DESK, shows=asks, template="desk/ask.html"),
    _part("standing", standing),
    _part("work", work),
    _part("known", known),
    _part("story", story),
    _part("mine", mine),
    _part("precedents", precedents),
)
