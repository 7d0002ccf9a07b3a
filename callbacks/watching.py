"""The watchdog: nobody waits while somebody who could answer is idle. If it ever happens, it is said, and mended."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Final

import structlog

from callbacks.board import Board
from routing.agent_on_floor import AgentOnFloor
from routing.moving import carry

log = structlog.get_logger(__name__)

PATIENCE: Final = timedelta(seconds=3)
MOST_LOOKED_AT: Final = 100
"""Ready agents looked at in one round: with more than that ready, hardly anybody waits."""


def watch_the_floor(board: Board) -> None:
    """The floor matches at every change, so this finds nothing; what it finds is a defect, told loudly.

    It is told after it was mended: a floor that is being rebuilt, where nobody is matched yet, refuses to be.
    """
    if not any(board.floor.waiting_by_queue().values()):
        return
    for agent, call in islice(_missed(board), MOST_LOOKED_AT):
        carry(board, board.floor.plan_widens(call, now=board.clock()))
        log.error("caller_waits_and_agent_idle", call=call, agent=agent.id)


def _missed(board: Board) -> Iterator[tuple[AgentOnFloor, str]]:
    idle = (
        agent for agent in board.floor.agents() if agent.state == "ready" and agent.since < board.clock() - PATIENCE
    )
    for agent in islice(idle, MOST_LOOKED_AT):
        for line in agent.lines:
            for waiting in board.floor.waiting(line, limit=1):
                known = board.floor.call(waiting.id)
                if known is not None and known.state == "waiting" and agent.id not in known.refused_by:
                    yield agent, waiting.id
