"""What a node looks like: by what it does for the caller, so that a new kind has a look without being told of here."""

from typing import Final, Literal, get_args

from ivr.language.node import Node

Look = Literal["says", "asks", "decides", "does", "person", "flow", "ends", "engine", "missing"]
LOOKS: Final[tuple[Look, ...]] = get_args(Look)

LOOK_OF: Final[dict[str, Look]] = {"say": "says", "play": "says", "subflow": "flow", "back": "flow"}


def look_of(node: Node) -> Look:
    """Told by kind where that says most, else by what the node does: asks, decides, does something, or ends."""
    if node.kind in LOOK_OF:
        return LOOK_OF[node.kind]
    if node.listens():
        return "asks"
    ways = node.ways()
    if not ways:
        return "person" if node.reaches() else "ends"
    return "does" if any(way.kind in ("next", "error", "timeout") for way in ways) else "decides"
