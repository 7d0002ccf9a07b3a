"""How many agents a day of a queue needed, by Erlang, from its own records."""

from datetime import date, timedelta
from typing import Any

from cases.civil_day import ZONE, civil_day
from console.pages.page import Shown, Visit
from console.reports.queue_day import QueueDay, queue_day
from console.reports.staffing_question import StaffingQuestion, questions_of_day, target_of
from routing.erlang import outlook
from routing.errors import BadStaffing

INTERVAL_SECONDS = 1800.0
TARGET = target_of(None, answer_seconds=None, occupancy=None, abandonment=None)
"""80 % within 20 s."""


def staffing_page(visit: Visit) -> Shown:
    queue = visit.query.get("queue", "")
    if queue not in visit.board.policy.queues:
        queue = visit.board.policy.queue("").name
    day = _day(visit)
    known: dict[str, Any] = {"queues": sorted(visit.board.policy.queues), "queue": queue, "day": day.isoformat()}
    try:
        found = queue_day(visit.board.database, ZONE, queue=queue, day=day, interval_seconds=INTERVAL_SECONDS)
        return {**known, "found": found, "rows": _rows(found)}
    except BadStaffing:
        return {**known, "found": None, "rows": []}


def _day(visit: Visit) -> date:
    try:
        return date.fromisoformat(visit.query.get("day", ""))
    except ValueError:
        return civil_day(visit.board.clock()) - timedelta(days=1)


def _rows(found: QueueDay) -> list[dict[str, Any]]:
    """Each half hour: its calls, the agents it needed, and the service level these would have kept."""
    one = StaffingQuestion(calls=max(found.calls.values()), interval_seconds=INTERVAL_SECONDS, target=TARGET,
                           handle_seconds=found.handle_seconds, patience_seconds=found.patience_seconds)  # fmt: skip
    return [
        {"begins": f"{begin:%H:%M}", "calls": question.calls, "needed": (needed := question.needed()),
         "level": outlook(question.load, needed).answered_within(question.target.within_seconds)}
        for begin, question in questions_of_day(one, found.calls).items()
    ]  # fmt: skip
