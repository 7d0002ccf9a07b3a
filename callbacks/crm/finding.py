"""The port: `find_owner`. A webhook asks and looks; the worker goes and asks the CRM.

A call waits no longer for it than `BUDGET_SECONDS`, counted from when it was asked first: usually it is asked as the
call arrives and looked at a menu later, and nobody waits at all. What comes later is there for the next look.
"""

import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import structlog

from callbacks.board import Board
from callbacks.crm.answers import CrmBusy
from callbacks.crm.crm import CrmOwner
from callbacks.crm.line import CrmLine
from callbacks.crm.shelf import STALE_SECONDS, Said
from callbacks.crm.talking import owner_in_crm
from callbacks.dips.errors import DipFailed
from routing.errors import FloorUnavailable

log = structlog.get_logger(__name__)

BUDGET_SECONDS: Final = 0.3
"""How long a call waits for the CRM at most."""
QUESTION_SECONDS: Final = 3.0
"""How long the worker may take for the talk."""
GLANCE_SECONDS: Final = 0.02


@dataclass(frozen=True, kw_only=True)
class Found:
    """The CRM's last word on a caller: `owner` is None where it knows nobody. `age_seconds` is how old that is."""

    owner: CrmOwner | None
    age_seconds: float


def find_owner(board: Board, phone: str) -> Found | None:
    """Who owns the matter of the caller with this E.164 number; None: nothing is known (yet). Never raises."""
    line = board.outside.crm
    if line is None or not phone.startswith("+"):
        return None
    try:
        said = _waited_for(board, line, _asked(board, line, phone), phone)
    except FloorUnavailable:
        return None
    return _found(said, board.clock())


def ask_crm(board: Board, question: str) -> None:
    """The worker's part. What nobody asks any more, or was answered already, is let go."""
    line = board.outside.crm
    if line is None or not (said := line.shelf.look(question)[0]).phone:
        return
    began, shelf = time.monotonic(), line.shelf
    try:
        owner = owner_in_crm(line.crm, said.phone, within_seconds=QUESTION_SECONDS)
    except DipFailed as failed:
        log.warning("crm_not_asked", why=str(failed))
        shelf.failed(board.clock(), failed.seconds if isinstance(failed, CrmBusy) else 0)
        shelf.put(question, replace(said, phone="", asked_at=None))
        return
    log.info("crm_answered", found=owner is not None, milliseconds=round((time.monotonic() - began) * 1000))
    shelf.answered()
    shelf.put(question, Said(answered_at=board.clock(), owner=owner))


def _asked(board: Board, line: CrmLine, phone: str) -> Said:
    """What was said, after seeing to it that somebody asks where that is not fresh."""
    question, now = line.shelf.id_of(phone), board.clock()
    said, rests_until = line.shelf.look(question)
    fresh = said.answered_at is not None and (now - said.answered_at).total_seconds() < line.crm.fresh_seconds
    under_way = said.asked_at is not None and (now - said.asked_at).total_seconds() < QUESTION_SECONDS
    if fresh or under_way or (rests_until is not None and now < rests_until):
        return said
    said = replace(said, phone=phone, asked_at=now)
    line.shelf.put(question, said)
    board.jobs.ask_crm(question)
    return said


def _waited_for(board: Board, line: CrmLine, said: Said, phone: str) -> Said:
    """What is left of the budget, for a first answer that is on its way; an old one is good enough meanwhile."""
    if line.pause is None or said.asked_at is None or said.answered_at is not None:
        return said
    left = BUDGET_SECONDS - (board.clock() - said.asked_at).total_seconds()
    until = time.monotonic() + min(left, BUDGET_SECONDS)
    while said.asked_at is not None and time.monotonic() + GLANCE_SECONDS < until:
        line.pause(GLANCE_SECONDS)
        said, _ = line.shelf.look(line.shelf.id_of(phone))
    return said


def _found(said: Said, now: datetime) -> Found | None:
    if said.answered_at is None:
        return None
    age = max((now - said.answered_at).total_seconds(), 0)
    return Found(owner=said.owner, age_seconds=age) if age < STALE_SECONDS else None
