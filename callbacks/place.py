"""A caller's place in line, as it travels in the URLs of their leg: no loss of Redis can take it from them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self
from urllib.parse import parse_qsl, urlencode

from records.call_record import CallRecord
from routing.instants import from_ms, to_ms
from routing.lines import skills_asked
from routing.told_wait import NOTHING_TOLD, ToldWait

LONGEST_ROUND: Final = 32
BETWEEN: Final = "~"
"""Between the diversions a caller went, in a URL."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """`since` decides order. `round` tells one stay in line from the next: the same questions are then new ones.

    `release` names the flows the call stands on. `choice` is what the caller answered when asked whether they would
    wait for the owner: empty, not asked; "0", nothing. `diverted` are the diversions they went, each as `queue.number`.
    `offered` is when they were last told that we can call them instead.
    """

    call: str
    queue: str
    owner: bool
    since: datetime
    language: str
    customer: str | None = None
    case: str | None = None
    skills: str | None = None
    round: str = "0"
    release: str = ""
    choice: str = ""
    diverted: tuple[str, ...] = ()
    offered: datetime | None = None
    told: ToldWait = NOTHING_TOLD

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
            "b": self.release or None,
            "a": self.choice or None,
            "d": BETWEEN.join(self.diverted) or None,
            "v": str(to_ms(self.offered)) if self.offered else None,
            "t": self.told.written() or None,
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
            release=query.get("b", ""),
            choice=query.get("a", "")[:1],
            diverted=tuple(filter(None, query.get("d", "").split(BETWEEN))),
            offered=_moment(query["v"], now) if "v" in query else None,
            told=ToldWait.read(query.get("t", "")),
        )

    def written(self) -> str:
        """The whole place in one word, for whoever steps out of the line and may come back."""
        return urlencode(self.query())

    @classmethod
    def read(cls, call: str, written: str, now: datetime) -> Self:
        return cls.carried(call, dict(parse_qsl(written)), now)

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
