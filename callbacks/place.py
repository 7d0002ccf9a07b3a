"""A caller's place in line, as it travels in the URLs of their leg: no loss of Redis can take it from them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from records.call_record import CallRecord
from routing.instants import from_ms, to_ms
from routing.lines import skills_asked

LONGEST_ROUND: Final = 32


@dataclass(frozen=True, kw_only=True)
class Place:
    """`since` decides order. `round` tells one stay in line from the next: the same questions are then new ones."""

    call: str
    queue: str
    owner: bool
    since: datetime
    language: str
    customer: str | None = None
    case: str | None = None
    skills: str | None = None
    round: str = "0"

    def query(self) -> dict[str, str]:
        carried = {
            "q": self.queue,
            "o": str(int(self.owner)),
            "at": str(to_ms(self.since)),
            "l": self.language,
            "c": self.customer,
            "k": self.case,
            "w": self.skills,
            "r": self.round,
        }
        return {name: value for name, value in carried.items() if value is not None}

    @classmethod
    def carried(cls, call: str, query: Mapping[str, str], now: datetime) -> Self:
        """Back from a URL; what is missing in it becomes the most ordinary place: a new one, in the first queue."""
        return cls(
            call=call,
            queue=query.get("q", ""),
            owner=query.get("o") == "1",
            since=min(_moment(query.get("at", ""), now), now),
            language=query.get("l", "tr"),
            customer=query.get("c"),
            case=query.get("k"),
            skills=query.get("w"),
            round=query.get("r", "0")[:LONGEST_ROUND],
        )

    @classmethod
    def recorded(cls, record: CallRecord, *, round: str, now: datetime) -> Self:
        """The place of a call as the journal tells it."""
        return cls(
            call=record.sid,
            queue=record.queue or "",
            owner=record.owner_id is not None,
            since=record.place_at or record.arrived_at or now,
            language=record.language or "tr",
            customer=record.customer_id,
            case=record.case_number,
            skills=_skills(record),
            round=round,
        )

    def once_more(self, now: datetime) -> Self:
        """The caller comes back into line: the same place, another round."""
        return replace(self, round=str(to_ms(now)))


def _skills(record: CallRecord) -> str | None:
    """What the flow asked for beyond the policy, as the plan shows it."""
    lines = (str(row[1]) for row in record.plan or () if isinstance(row, list) and len(row) > 1)
    return next(filter(None, map(skills_asked, lines)), None)


def _moment(milliseconds: str, now: datetime) -> datetime:
    try:
        return from_ms(milliseconds)
    except (ValueError, OverflowError):
        return now
