"""When we call again, as an answering machine is told: carried in the address of what it hears."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from routing.instants import from_ms, to_ms

BEGIN: Final = "from"
END: Final = "to"


@dataclass(frozen=True, kw_only=True)
class Window:
    """Not before `begin`, and where an end was promised, before that."""

    begin: datetime
    end: datetime | None = None

    def query(self) -> dict[str, str]:
        return {BEGIN: str(to_ms(self.begin)), **({END: str(to_ms(self.end))} if self.end else {})}

    @classmethod
    def carried(cls, query: Mapping[str, str]) -> Self | None:
        begin = _moment(query.get(BEGIN, ""))
        return cls(begin=begin, end=_moment(query.get(END, ""))) if begin else None


def _moment(milliseconds: str) -> datetime | None:
    try:
        return from_ms(milliseconds)
    except (ValueError, OverflowError):
        return None
