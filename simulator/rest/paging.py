"""Lists in pages."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request

T = TypeVar("T")
DEFAULT_SIZE = 50
LARGEST_SIZE = 1000


def page_of(name: str, items: Sequence[T], render: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
    """The page the request asks for, with the links to the others as Twilio gives them."""
    size = min(max(request.args.get("PageSize", DEFAULT_SIZE, int), 1), LARGEST_SIZE)
    page = max(request.args.get("Page", 0, int), 0)
    start = page * size
    shown = items[start : start + size]
    more = start + size < len(items)
    return {
        name: [render(item) for item in shown],
        "page": page,
        "page_size": size,
        "start": start,
        "end": start + max(len(shown) - 1, 0),
        "uri": _uri(page, size),
        "first_page_uri": _uri(0, size),
        "next_page_uri": _uri(page + 1, size) if more else None,
        "previous_page_uri": _uri(page - 1, size) if page else None,
    }


def _uri(page: int, size: int) -> str:
    kept = [
        (key, value) for key, value in request.args.items(multi=True) if key not in ("Page", "PageSize", "PageToken")
    ]
    query = [*kept, ("PageSize", str(size)), ("Page", str(page)), *([("PageToken", f"PA{page}")] if page else [])]
    return f"{request.path}?{urlencode(query)}"
