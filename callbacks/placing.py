"""A call is made: once for each attempt, when the pace allows it, by one process; what came of it is returned.

The claim is committed before the request leaves. A request whose outcome nobody knows is never sent again: only proof
moves its attempt on (`callbacks/proving.py`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from callbacks.board import Board
from records.database import writing
from telephony.attempt import Attempt, claim, postpone, rejected, sent, unknown
from telephony.errors import AccountTrouble, CallRefused, OutcomeUnknown, TryLater

log = structlog.get_logger(__name__)

STALE_CLAIM: Final = timedelta(seconds=5)
"""A process that was frozen between its claim and its request does not send it: others may hold it for lost by then."""
LEAST_PATIENCE_SECONDS: Final = 0.5


@dataclass(frozen=True, kw_only=True)
class Order:
    """What the leg hears once it is answered, who is asked when a document of it cannot be had, who is told how it
    fares, how long it rings and how long it may last.

    With `detect_machine` the network finds out first who answered; with `machine_told` it tells that address beside.
    """

    url: str
    fallback: str
    status_callback: str
    ring_seconds: int
    longest_seconds: int
    detect_machine: bool = False
    machine_told: str | None = None


@dataclass(frozen=True, kw_only=True)
class Rings:
    """Twilio made the call."""

    leg: str


@dataclass(frozen=True, kw_only=True)
class NotYet:
    """Twilio did nothing and asks for patience: the same attempt may be dialled from `at` on."""

    at: datetime


@dataclass(frozen=True, kw_only=True)
class InDoubt:
    """The telephone may ring, or not."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """For good. `ours`: it is our account that is refused, not the number."""

    code: int
    ours: bool


Placed = Rings | NotYet | InDoubt | Refused


def held_until(board: Board, attempt: Attempt) -> datetime | None:
    """Before this moment the attempt may not be dialled; None when it may be now. The pace is asked once for each."""
    now = board.clock()
    not_before = attempt.not_before
    if not_before is None:
        not_before = board.pace.slot(now)
        with writing(board.database) as session:
            postpone(session, attempt.token, not_before=not_before)
    return not_before if not_before > now else None


def placed(board: Board, attempt: Attempt, order: Order) -> Placed | None:
    """Dial, and write down what came of it. None where another process dials, or has dialled."""
    claimed_at = board.clock()
    with writing(board.database) as session:
        if not claim(session, attempt.token, now=claimed_at):
            return None
    if board.clock() - claimed_at > STALE_CLAIM:
        return _in_doubt(board, attempt, "the claim was stale")
    try:
        leg = _created(board, attempt.destination, order)
    except TryLater as later:
        return _not_yet(board, attempt, later)
    except OutcomeUnknown as doubt:
        return _in_doubt(board, attempt, str(doubt))
    except (CallRefused, AccountTrouble) as refused:
        return _refused(board, attempt, refused)
    with writing(board.database) as session:
        known = sent(session, attempt.token, leg=leg, now=board.clock())
    if known.state == "not_made":
        _left_too_late(board, attempt, leg)
    return Rings(leg=leg)


def _created(board: Board, to: str, order: Order) -> str:
    return board.twilio.create_call(
        to=to,
        url=order.url,
        fallback=order.fallback,
        status_callback=order.status_callback,
        ring_seconds=order.ring_seconds,
        time_limit=order.longest_seconds,
        detect_machine=order.detect_machine,
        machine_told=order.machine_told,
    )


def _left_too_late(board: Board, attempt: Attempt, leg: str) -> None:
    """This process was frozen in the middle of its request, for so long that it was proven not made, and may have been
    made again since: this leg rings no longer."""
    log.error("call_left_too_late", kind=attempt.kind, subject=attempt.subject, leg=leg)
    board.twilio.end_call(leg)


def _not_yet(board: Board, attempt: Attempt, later: TryLater) -> NotYet:
    at = board.clock() + timedelta(seconds=max(later.retry_after, LEAST_PATIENCE_SECONDS))
    with writing(board.database) as session:
        postpone(session, attempt.token, not_before=at)
    return NotYet(at=at)


def _in_doubt(board: Board, attempt: Attempt, why: str) -> InDoubt:
    log.warning("call_outcome_unknown", kind=attempt.kind, subject=attempt.subject, why=why)
    with writing(board.database) as session:
        unknown(session, attempt.token, now=board.clock())
    return InDoubt()


def _refused(board: Board, attempt: Attempt, refused: CallRefused | AccountTrouble) -> Refused:
    log.error("call_refused", kind=attempt.kind, subject=attempt.subject, code=refused.code, why=str(refused))
    with writing(board.database) as session:
        rejected(session, attempt.token, code=refused.code, now=board.clock())
    return Refused(code=refused.code, ours=isinstance(refused, AccountTrouble))
