"""The figures rules are held against, as they are now: of each queue, and of the centre."""

from collections.abc import Mapping

from sqlalchemy import func, select

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback
from cases.promise import OURS, Promise
from console.alerts.alert import CENTRE
from console.alerts.rule import OF_QUEUES, AlertRule
from console.floor.centre_now import QueueNow, centre_now
from records.database import reading

Figures = Mapping[tuple[str, str], float | None]
"""(metric, queue or `*`) → how it stands; None: no data."""


def measured(board: Board, rules: tuple[AlertRule, ...]) -> Figures:
    """Only what some rule asks for is looked up."""
    wanted = {rule.metric for rule in rules}
    found: dict[tuple[str, str], float | None] = {}
    if wanted & set(OF_QUEUES):
        centre = centre_now(board)
        for queue in centre.queues:
            waits = (centre.at - queue.longest_since).total_seconds() if queue.longest_since else 0.0
            found |= {(metric, queue.queue): value for metric, value in _of_queue(queue, waits).items()}
    if "callbacks_late" in wanted:
        found["callbacks_late", CENTRE] = _callbacks_late(board)
    if "promises_broken" in wanted:
        found["promises_broken", CENTRE] = _promises_broken(board)
    return found


def subjects_of(rule: AlertRule, figures: Figures) -> list[str]:
    """The queues a rule is about, or the centre."""
    known = [subject for metric, subject in figures if metric == rule.metric]
    return [subject for subject in known if subject == CENTRE or not rule.queues or subject in rule.queues]


def _of_queue(queue: QueueNow, waits_seconds: float) -> dict[str, float | None]:
    return {
        "waiting": queue.waiting,
        "longest_wait_seconds": waits_seconds,
        "ready_agents": queue.agents.get("ready", 0),
        "service_level": queue.level,
        "abandonment": queue.abandonment,
    }


def _callbacks_late(board: Board) -> int:
    with reading(board.database) as session:
        late = select(func.count()).select_from(Callback).where(NOT_OVER, Callback.due_at < board.clock())
        return session.scalar(late) or 0


def _promises_broken(board: Board) -> int:
    standing = (Promise.status == "broken", Promise.party == OURS, Promise.made_good_at.is_(None))
    with reading(board.database) as session:
        return session.scalar(select(func.count()).select_from(Promise).where(*standing)) or 0
