"""What somebody who waits is being asked about a call to them, as the URL of their answer carries it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self, cast

from routing.instants import from_ms, to_ms

Phase = Literal["promised", "number", "confirm", "code"]
PHASE, ASKED, HOURS, OWNER, NUMBER, CALLBACK = "cb", "ca", "ch", "co", "cn", "ci"


@dataclass(frozen=True, kw_only=True)
class Asking:
    """`at` is when they asked for it, and `hours` after it they are called at the latest; with `owner` the agent who
    has their case calls, else whoever is free when it is their turn. `number` is the one keyed in; empty: the one they
    call from. `callback` is what was promised by now: they are out of the line, and whoever hangs up is called.
    """

    phase: Phase
    at: datetime
    hours: int
    owner: str = ""
    number: str = ""
    callback: str = ""

    def query(self) -> dict[str, str]:
        told = {PHASE: self.phase, ASKED: str(to_ms(self.at)), HOURS: str(self.hours)}
        more = {OWNER: self.owner, NUMBER: self.number, CALLBACK: self.callback}
        return told | {name: value for name, value in more.items() if value}

    @classmethod
    def carried(cls, query: Mapping[str, str]) -> Self | None:
        """Back from a URL; None where nothing of it was asked."""
        try:
            return cls(
                phase=cast(Phase, query[PHASE]),
                at=from_ms(query[ASKED]),
                hours=int(query[HOURS]),
                owner=query.get(OWNER, ""),
                number=query.get(NUMBER, ""),
                callback=query.get(CALLBACK, ""),
            )
        except (KeyError, ValueError, OverflowError):
            return None
