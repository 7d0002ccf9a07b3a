"""Lists in pages. A page token names the item before the page, so that nothing new on top shows an item twice."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request

T = TypeVar("T")
DEFAULT_SIZE = 50
LARGEST_SIZE = 1000
PAGING = ("Page", "PageSize", "PageToken")


def sid_of(item: Any) -> str:
    return str(item.sid)


def page_of(
    name: str, items: Sequence[T], render: Callable[[T], dict[str, Any]], key: Callable[[T], str] = sid_of
) -> dict[str, Any]:
    """The page the request asks for, with the links to the others as Twilio gives them. `key` tells items apart."""
    size = min(max(request.args.get("PageSize", DEFAULT_SIZE, int), 1), LARGEST_SIZE)
    page = max(request.args.get("Page", 0, int), 0)
    start = _start(items, key, page * size, size)
    shown = items[start : start + size]
    rest = items[start + size :]
    after = f"PA{key(shown[-1])}.{key(rest[0])}-{len(rest)}" if rest else ""
    before = f"PB{key(shown[0])}.-{len(items) - start}" if page and shown else ""
    return {
        name: [render(item) for item in shown],
        "page": page,
        "page_size": size,
        "start": page * size,
        "end": page * size + max(len(shown) - 1, 0),
        "uri": _uri(page, size, request.args.get("PageToken", "")),
        "first_page_uri": _uri(0, size, ""),
        "next_page_uri": _uri(page + 1, size, after) if after else None,
        "previous_page_uri": _uri(page - 1, size, before) if page else None,
    }


def _start(items: Sequence[T], key: Callable[[T], str], otherwise: int, size: int) -> int:
    """Where the page starts: after the token's first item or at its second (`PA`), or before its first (`PB`).

    When those are gone, as many are left as the token says.
    """
    token = request.args.get("PageToken", "")
    direction, (known, _, left) = token[:2], token[2:].rpartition("-")
    if direction not in ("PA", "PB") or not left.isdecimal():
        return otherwise
    first, _, second = known.partition(".")
    places = {key(item): place for place, item in enumerate(items)}
    by_count = max(len(items) - int(left), 0)
    if direction == "PA":
        return places[first] + 1 if first in places else places.get(second, by_count)
    return max(places.get(first, by_count) - size, 0)


def _uri(page: int, size: int, token: str) -> str:
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in PAGING]
    query = [*kept, ("PageSize", str(size)), ("Page", str(page)), *([("PageToken", token)] if token else [])]
    return f"{request.path}?{urlencode(query)}"
