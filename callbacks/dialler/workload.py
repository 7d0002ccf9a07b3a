"""What the last weeks tell of an hour to come: how many call, how long a call takes, who is there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from records.handling import Handling
from records.queue_stay import QueueStay

WEEKS: Final = 4
A_WEEK: Final = timedelta(days=7)
AROUND: Final = timedelta(hours=2)
"""Who took a call so near that time of that weekday was at work then, also while nobody called."""
USUAL_SECONDS: Final = 300.0
"""How long a call keeps an agent where nobody has counted yet."""


@dataclass(frozen=True, kw_only=True)
class Workload:
    """`arrivals` are calls an hour by queue; `weeks` of the last ones somebody worked at that time, and `seen` is in
    how many of these each agent did. None: nobody knows anything of that time."""

    arrivals: Mapping[str, float] = field(default_factory=dict)
    handle_seconds: float = USUAL_SECONDS
    weeks: int = 0
    seen: Mapping[str, int] = field(default_factory=dict)

    def attendance(self, agent: str) -> float:
        """How likely they are there: 1 where nothing is known of that time."""
        return self.seen.get(agent, 0) / self.weeks if self.weeks else 1.0


def workload(session: Session, begin: datetime, end: datetime) -> Workload:
    """Of the same time of the same weekday in the last weeks before it."""
    back = [week * A_WEEK for week in range(1, WEEKS + 1)]
    worked: Sequence[Any] = session.execute(union_all(*(_worked(begin - each, end - each) for each in back))).all()
    came: Sequence[Any] = session.execute(union_all(*(_came(begin - each, end - each) for each in back))).all()
    weeks = len({row[0] for row in worked})
    calls, seconds = sum(row[2] for row in worked), sum(row[3] or 0.0 for row in worked)
    hours = (end - begin) / timedelta(hours=1) * max(weeks, 1)
    arrivals: Counter[str] = Counter()
    for _, queue, number in came:
        arrivals[queue] += number
    return Workload(
        arrivals={queue: number / hours for queue, number in arrivals.items()},
        handle_seconds=seconds / calls if calls else USUAL_SECONDS,
        weeks=weeks,
        seen=Counter(row[1] for row in worked),
    )


def _worked(begin: datetime, end: datetime) -> Select[str, str, int, float]:
    """Rows (which week, agent, calls, seconds they kept them)."""
    took = Handling.ring_seconds + func.coalesce(Handling.talk_seconds, 0) + func.coalesce(Handling.wrap_up_seconds, 0)
    then = Handling.answered_at.between(begin - AROUND, end + AROUND)
    rows = select(literal(begin.isoformat()), Handling.agent_id, func.count(), func.sum(took))
    return rows.where(then).group_by(Handling.agent_id)


def _came(begin: datetime, end: datetime) -> Select[str, str, int]:
    """Rows (which week, queue, callers)."""
    then = QueueStay.entered_at >= begin, QueueStay.entered_at < end
    return select(literal(begin.isoformat()), QueueStay.queue, func.count()).where(*then).group_by(QueueStay.queue)
