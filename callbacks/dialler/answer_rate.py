"""How many of those we call pick up: in a queue where few do, an agent who rings first waits for nothing most times."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select
from sqlalchemy.orm import Session

from callbacks.callback import Callback
from records.owed_call import CALLBACK
from telephony.attempt import MACHINES, AttemptRow

LOOKS_BACK: Final = timedelta(days=7)
LEAST_CALLS: Final = 20
"""With fewer, one person more or less would decide."""
PICKED_UP: Final = ("in-progress", "completed")
"""The network's words for a leg that was answered; whoever did not pick up ended otherwise."""


def answer_rate(session: Session, queue: str, *, now: datetime) -> float | None:
    """The share of the last week's calls to customers of a queue that a person answered; None where too few were made.

    Machines are nobody; whoever the network could not tell from one is a person. Calls that never left do not count.
    """
    chosen = (
        select(func.count(), func.sum(case((by_a_person(), 1), else_=0)))
        .select_from(AttemptRow)
        .join(Callback, Callback.id == AttemptRow.subject)
        .where(
            AttemptRow.kind == CALLBACK,
            AttemptRow.created_at >= now - LOOKS_BACK,
            AttemptRow.state == "done",
            Callback.queue == queue,
        )
    )
    made, answered = session.execute(chosen).one()
    return answered / made if made >= LEAST_CALLS else None


def by_a_person() -> ColumnElement[bool]:
    machine = or_(*[AttemptRow.answered_by.startswith(word) for word in MACHINES])
    return and_(AttemptRow.status.in_(PICKED_UP), not_(func.coalesce(machine, False)))
