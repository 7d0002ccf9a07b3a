"""Asking another system: a webhook puts the question on the shelf and looks again; the worker goes and fetches."""

from dataclasses import replace
from datetime import datetime

import structlog

from callbacks.board import Board
from callbacks.dips.dip import Answer, Asked, Dip
from callbacks.dips.errors import DipFailed, NotFound
from callbacks.dips.picking import picked

log = structlog.get_logger(__name__)


def answer_to(board: Board, dip: Dip, *, asked_at: datetime) -> Answer | None:
    """The answer, or None while it is on its way. A caller who asked long enough ago has one. Raises FloorUnavailable.

    `asked_at` is when this caller asked first. The same question of several callers at once is fetched once.
    """
    now = board.clock()
    there = board.dips.shelf.look(dip.id)
    if there and (answer := there.answer_for(dip, asked_at=asked_at, now=now)):
        return answer
    if (now - asked_at).total_seconds() >= dip.within_seconds:
        return Answer(way="failed", why="too late")
    if there is None or there.answer is not None or there.seconds_left(now) <= 0:
        board.dips.shelf.put(Asked(dip=dip, asked_at=now))
        board.jobs.dip(dip.id)
    return None


def dip(board: Board, dip_id: str) -> None:
    """The worker's part: fetch, pick, and lay the answer on the shelf. What nobody waits for any more is let go."""
    asked = board.dips.shelf.look(dip_id)
    if asked is None or asked.answer is not None:
        return
    left = asked.seconds_left(board.clock())
    answer = _fetched(board, asked.dip, left) if left > 0 else Answer(way="failed", why="too late")
    if answer.way == "failed":
        log.warning("dip_failed", dip=dip_id, why=answer.why)
    board.dips.shelf.put(replace(asked, answer=answer, answered_at=board.clock()))


def _fetched(board: Board, dip: Dip, seconds: float) -> Answer:
    try:
        body = board.dips.fetching.fetch(dip.url, within_seconds=seconds)
        return Answer(way="ok", values=picked(body, dip.keep))
    except NotFound:
        return Answer(way="not_found")
    except DipFailed as failed:
        return Answer(way="failed", why=str(failed))
