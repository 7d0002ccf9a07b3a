"""`make-http-request` and `run-function`: a data dip."""

import re
from typing import Any
from urllib.parse import quote, urlsplit

from ivr.studio.liquid import CALLER, PLACE, parsed, variable
from ivr.studio.studio_file import Widget
from ivr.studio.translation import PERSON, Studio, Translated

MOST_VALUES = 6


def requests(studio: Studio, widget: Widget) -> Translated:
    """Read by GET; what is sent to another system is no question, and not done during a call."""
    if (method := widget.told("method").upper() or "GET") != "GET":
        return studio.person(studio.note("todo_request", what=f"{method} {widget.told('url')}"))
    return _dip(studio, widget, "failed")


def runs(studio: Studio, widget: Widget) -> Translated:
    """A function of Twilio's is asked at its address like any other system."""
    if not widget.told("url"):
        return studio.person(studio.note("todo_widget", type=widget.type))
    return _dip(studio, widget, "fail", studio.note("todo_function"))


def _dip(studio: Studio, widget: Widget, failed: str, *notes: str) -> Translated:
    address, lost = _address(studio, widget)
    if lost or PLACE.search(urlsplit(widget.told("url")).netloc):
        return studio.person(studio.note("todo_address", url=widget.told("url")))
    dip: dict[str, Any] = {"get": address}
    if keep := dict(list(_kept(studio, widget).items())[:MOST_VALUES]):
        dip["keep"] = keep
    dip |= {"ok": studio.led(widget, "success"), "failed": studio.names.get(widget.leads(failed) or "", PERSON)}
    host = urlsplit(address).hostname or ""
    return Translated(node={"dip": dip}, notes=(studio.note("todo_host", host=host), *notes))


def _address(studio: Studio, widget: Widget) -> tuple[str, list[str]]:
    """With our names for what Studio fills in, and with what cannot be."""
    given = [(str(one.get("key", "")), str(one.get("value", ""))) for one in widget.properties.get("parameters") or ()]
    lost: list[str] = []

    def filled(place: re.Match[str]) -> str:
        name = "phone" if place[1] in CALLER else variable(place[0], studio.variables)
        if name is None:
            lost.append(place[0])
        return f"{{{name}}}"

    def part(value: str) -> str:
        return value if PLACE.search(value) else quote(value)

    more = "&".join(f"{quote(key)}={part(value)}" for key, value in given)
    url = widget.told("url")
    address = url + ("&" if "?" in url else "?") * bool(more) + more
    return PLACE.sub(filled, address), lost


def _kept(studio: Studio, widget: Widget) -> dict[str, str]:
    """Values of the answer that something later in the flow uses."""
    before = f"widgets.{widget.name}.parsed."
    return {kept: name.removeprefix(before) for name, kept in studio.variables.items() if parsed(name, widget.name)}
