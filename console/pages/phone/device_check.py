"""`/desk/device`: whether one is heard and hears, before a caller finds out."""

from typing import Final

from console.pages.page import EVERYBODY, Page, Shown, Visit
from records.database import reading
from staff.agent import agent


def _device(visit: Visit) -> Shown:
    """Its work is done by the browser alone: nothing that is said leaves it."""
    with reading(visit.board.database) as session:
        known = agent(session, visit.who.agent) if visit.who.agent else None
    return {"on_the_table": known is not None and known.endpoint == "phone"}


PAGES: Final = (
    Page(path="/desk/device", roles=EVERYBODY - {"read_only"}, shows=_device, template="phone/device.html"),
)  # fmt: skip
