"""When somebody last talked with a customer, and how often of late: those who lead are to hear them themselves.

A conversation they took from the line counts, and one they were brought into; who only consulted a colleague did not
talk with the customer.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from escalations.transfer.transfer import Transfer
from records.call_record import SIDE, CallRow
from records.handling import Handling


@dataclass(frozen=True, kw_only=True)
class Spoke:
    """`talks` since the moment that was asked for; `last_at` is None where they never did."""

    talks: int = 0
    last_at: datetime | None = None

    def __add__(self, other: "Spoke") -> "Spoke":
        last = max((at for at in (self.last_at, other.last_at) if at is not None), default=None)
        return Spoke(talks=self.talks + other.talks, last_at=last)


def last_spoke(
    session: Session, agent_ids: Collection[str], *, since: datetime, until: datetime
) -> Mapping[str, Spoke]:
    """Of each of them, up to `until`."""
    found = dict.fromkeys(agent_ids, Spoke())
    for chosen in _ways(agent_ids, since, until) if agent_ids else ():
        for row in session.execute(chosen):
            found[row[0]] += Spoke(talks=row[1] or 0, last_at=row[2])
    return found


def _ways(agent_ids: Collection[str], since: datetime, until: datetime) -> Iterator[Select[Any]]:
    """From the line; and brought into somebody else's conversation."""
    line = _counted(Handling.agent_id, Handling.answered_at, since).outerjoin(CallRow, CallRow.sid == Handling.call)
    yield line.where(Handling.agent_id.in_(agent_ids), Handling.answered_at < until,
                     CallRow.direction.is_distinct_from(SIDE))  # fmt: skip
    brought = _counted(Transfer.colleague_id, Transfer.merged_at, since)
    yield brought.where(Transfer.colleague_id.in_(agent_ids), Transfer.merged_at < until)


def _counted(who: InstrumentedAttribute[Any], at: InstrumentedAttribute[Any], since: datetime) -> Select[Any]:
    return select(who, func.sum(case((at >= since, 1), else_=0)), func.max(at)).group_by(who)
