"""One thing a page may want to look at anew: ids and a topic. What is to be seen the page asks for, as itself."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Event:
    """`desks` are the agents whose desks it is for, None for all of them; `floor`: whether the floor shows it.

    Events of one change share its `id`: a page that heard of one and not of the others hears all of them again.
    """

    id: str
    topic: str
    kind: str
    call: str = ""
    agent: str = ""
    reservation: str = ""
    about: str = ""
    desks: frozenset[str] | None = frozenset()
    floor: bool = True

    def shown(self, *, of_whom: bool = True) -> dict[str, Any]:
        """What leaves the house."""
        if not of_whom:
            return {"id": self.id, "topic": self.topic}
        names = ("call", "agent", "reservation", "about")
        told = {name: getattr(self, name) for name in names if getattr(self, name)}
        return {"id": self.id, "topic": self.topic, "kind": self.kind, **told}


def as_stream(events: list[Event], *, of_whom: bool = True) -> str:
    """As an EventSource reads them."""
    rows = (json.dumps(one.shown(of_whom=of_whom), ensure_ascii=False, separators=(",", ":")) for one in events)
    return "".join(f"id: {one.id}\ndata: {row}\n\n" for one, row in zip(events, rows, strict=True))


def everything(id: str) -> Event:
    """Look at all of it: what happened meanwhile is not known any more."""
    return Event(id=id, topic="everything", kind="gap", desks=None)
