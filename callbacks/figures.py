"""The figures of every queue: what the clock computes every few seconds, and what callers are told from it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import FIRST_STATE, NOT_OVER, Callback
from records.database import reading
from records.handling import Pace, finished_since
from routing.agent_on_floor import AgentOnFloor
from routing.errors import FloorUnavailable
from routing.expected_wait import FEWEST_SAMPLES
from routing.lines import agent_line, queues_of, ring_lines
from routing.queue_figures import LOOK_BACK, MOST_CALLBACKS, QueueFigures

DUE_WITHIN: Final = timedelta(hours=1)
"""A callback that is due later than this is made by those who are there then, and keeps nobody waiting now."""


def keep_figures(board: Board) -> None:
    """Compute every queue's figures from the last hour and from who is there, and leave them on the floor."""
    now = board.clock()
    with reading(board.database) as session:
        paces, owed = finished_since(session, now - LOOK_BACK), _places_owed(session, now)
    weights = _weights(board, in_use=frozenset(paces))
    board.floor.keep_figures(
        {
            queue: _figures(queue, now, paces.get(queue), weights[queue], owed.get(queue, ())).facts()
            for queue in board.policy.queues
        }
    )


def figures_of(board: Board, queue: str) -> QueueFigures | None:
    """How the queue of that name stands; None when nobody has counted lately, or the floor does not answer."""
    name = board.policy.queue(queue).name
    return next(_believed(board, [name]), None)


def owner_free_in(board: Board, agent_id: str) -> float | None:
    """Seconds until this agent may be expected to take a new caller: the rest of the present call, its wrap-up, and
    those who wait for them alone; or a pause. 0 when they are free; None when they take no calls, or we cannot tell.

    What is left of a conversation is taken to be as long as a whole one: how long it has lasted tells nothing
    (exponential talk times). A wrap-up ends at its deadline at the latest.
    """
    try:
        known = board.floor.agent(agent_id)
        if known is None or known.presence != "ready":
            return None
        waiting = board.floor.line_facts(agent_line(agent_id), limit=1).waiting
    except FloorUnavailable:
        return None
    if known.state in ("ready", "not_ready") and not waiting:
        return _pause(known, board.clock())
    usual = _usual(board, known)
    return None if usual is None else _rest(known, usual, board.clock()) + waiting * usual.handle_seconds


def _believed(board: Board, queues: Sequence[str]) -> Iterator[QueueFigures]:
    """The figures of those of these queues that were counted lately, asked for at once."""
    try:
        kept = board.floor.figures(queues)
    except FloorUnavailable:
        return
    known = (QueueFigures.read(queue, facts) for queue, facts in kept.items())
    yield from (figures for figures in known if figures.believed_at(board.clock()))


def _figures(queue: str, now: datetime, pace: Pace | None, agents: float, owed: tuple[datetime, ...]) -> QueueFigures:
    if pace is None:
        return QueueFigures(queue=queue, at=now, agents=agents, callbacks=owed)
    return QueueFigures(
        queue=queue,
        at=now,
        samples=pace.calls,
        ring_seconds=pace.ring_seconds / pace.calls,
        talk_seconds=pace.talk_seconds / pace.calls,
        wrap_up_seconds=pace.wrap_up_seconds / pace.calls,
        agents=agents,
        callbacks=owed,
    )


def _places_owed(session: Session, now: datetime) -> dict[str, tuple[datetime, ...]]:
    """By queue, the places in line of those we owe a call soon, the first one first. Who stands in line already is
    counted on the floor."""
    soon = (Callback.due_at <= now + DUE_WITHIN) & (Callback.state == FIRST_STATE)
    chosen = select(Callback.queue, Callback.place_at).where(NOT_OVER, soon).order_by(Callback.place_at)
    places: dict[str, list[datetime]] = {}
    for queue, place_at in session.execute(chosen.limit(MOST_CALLBACKS)):
        places.setdefault(queue, []).append(place_at)
    return {queue: tuple(several) for queue, several in places.items()}


def _weights(board: Board, *, in_use: frozenset[str]) -> dict[str, float]:
    """By queue, the agents present in any of its rings; one who serves k queues that anybody calls weighs 1/k."""
    people = board.floor.present_in({queue.name: ring_lines(queue) for queue in board.policy.queues.values()})
    waiting = board.floor.counts().waiting
    busy = in_use | {queue for queue, number in waiting.items() if number}
    serves = Counter(agent for queue, agents in people.items() if queue in busy for agent in agents)
    return {
        queue: sum(1 / (serves[agent] + (queue not in busy)) for agent in agents) for queue, agents in people.items()
    }


def _usual(board: Board, agent: AgentOnFloor) -> QueueFigures | None:
    """How long calls of the agent's queues are; of several, of the one most was learned about."""
    known = _believed(board, sorted(queues_of(agent.lines)))
    best = max(known, key=lambda figures: figures.samples, default=None)
    return best if best is not None and best.samples >= FEWEST_SAMPLES else None


def _rest(agent: AgentOnFloor, usual: QueueFigures, now: datetime) -> float:
    """Seconds until the present call is done with."""
    match agent.state:
        case "reserved":
            return usual.handle_seconds
        case "talking":
            return usual.talk_seconds + usual.wrap_up_seconds
        case "wrap_up" if agent.wrap_up_until is not None:
            return min(max((agent.wrap_up_until - now).total_seconds(), 0.0), usual.wrap_up_seconds)
        case _:
            return _pause(agent, now)


def _pause(agent: AgentOnFloor, now: datetime) -> float:
    """Seconds until a pause of our doing ends; 0 without one."""
    return max((agent.paused_until - now).total_seconds(), 0.0) if agent.paused_until else 0.0
