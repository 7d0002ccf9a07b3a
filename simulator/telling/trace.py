"""Everything that happened on the network, in order."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from simulator.lines.leg import Leg

Kind = Literal[
    "webhook",
    "answer",
    "twiml",
    "callback",
    "rest",
    "say",
    "digits",
    "speech",
    "leg",
    "queue",
    "conference",
    "person",
    "message",
    "fault",
    "error",
    "note",
]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened. `leg` is the call SID it concerns ("" for none), `name` who is on that leg.

    `calling` says whether they called us; we called the others.
    """

    seq: int
    at: datetime
    kind: Kind
    leg: str
    name: str
    calling: bool
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "seq": self.seq,
            "at": self.at.isoformat(),
            "kind": self.kind,
            "leg": self.leg,
            "name": self.name,
            "calling": self.calling,
            "text": self.text,
            "data": dict(self.data),
        }


class Trace:
    """A list of entries that only grows. Reading it from another thread is safe: entries never change."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._forgotten = 0
        self._grown = threading.Condition()
        self._held: list[Entry] | None = None
        self._closed = False

    def add(self, at: datetime, kind: Kind, text: str, leg: Leg | None, data: Mapping[str, Any]) -> None:
        entry = Entry(
            seq=self._forgotten + len(self._entries) + 1,
            at=at,
            kind=kind,
            leg=leg.sid if leg else "",
            name=leg.name if leg else "",
            calling=leg is not None and leg.is_inbound,
            text=text,
            data=data,
        )
        if self._held is not None:
            self._held.append(entry)
            return
        self._entries.append(entry)
        self._tell_waiting()

    def hold(self) -> None:
        """Keep new entries back: what they are the effect of is to be written before them."""
        self._held = []

    def release(self) -> None:
        """Write what was held back."""
        held, self._held = self._held or [], None
        for entry in held:
            self._entries.append(replace(entry, seq=self._forgotten + len(self._entries) + 1))
        if held:
            self._tell_waiting()

    def release_after(self, cause: Callable[[], object]) -> None:
        """Write what was held back, and the cause of it before."""
        held, self._held = self._held, None
        cause()
        self._held = held
        self.release()

    def since(self, seq: int = 0) -> list[Entry]:
        """The entries after this sequence number."""
        return self._entries[max(seq - self._forgotten, 0) :]

    def wait(self, seq: int, seconds: float) -> None:
        """Wait, really, until there are entries after this sequence number, or so long."""
        with self._grown:
            self._grown.wait_for(lambda: self._forgotten + len(self._entries) > seq or self._closed, seconds)

    def forget(self, before: datetime) -> None:
        """What was told before this moment is no longer needed. Sequence numbers stay as they are."""
        index = next((n for n, entry in enumerate(self._entries) if entry.at >= before), len(self._entries))
        self._forgotten += index
        self._entries = self._entries[index:]

    def close(self) -> None:
        """It will not grow any more: whoever waits need not."""
        self._closed = True
        self._tell_waiting()

    def _tell_waiting(self) -> None:
        with self._grown:
            self._grown.notify_all()

    def of(self, *kinds: Kind, leg: str | None = None) -> list[Entry]:
        """The entries of these kinds, optionally of one leg only."""
        return [entry for entry in self._entries if entry.kind in kinds and leg in (None, entry.leg)]

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(list(self._entries))
