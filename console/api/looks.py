"""What of a customer's an answer shows, as the audit names it."""

import json
from collections.abc import Callable
from typing import Final

from console.api.operation import Asked, Operation

OF_ONE: Final = ("customer", "case", "call")
"""Parameters of a path that name something of one customer."""
LISTS: Final = {"/customers": ("customer", "id"), "/cases": ("case", "number"), "/calls": ("call", "sid")}
"""Lists of such, and what each item is called."""


def looked_at(operation: Operation, asked: Asked, body: Callable[[], str]) -> list[str]:
    """Subjects the answer to this reading shows; none for what changes something, which is in the audit as it is.

    Who asks whether somebody may be cut off, and is told no, has looked at the entry that says so.
    """
    if operation.method != "GET":
        return []
    if operation.path == "/hardship/check":
        entry = json.loads(body())["entry"]
        return [f"hardship:{entry['id']}"] if entry else []
    if operation.path in LISTS:
        kind, name = LISTS[operation.path]
        return [f"{kind}:{item[name]}" for item in json.loads(body())["items"]]
    return [f"{kind}:{asked.path[kind]}" for kind in OF_ONE if kind in asked.path]
