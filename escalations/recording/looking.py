"""A recording is looked at: the network is asked for what is wanted, and only its answer counts.

Nobody is told that nothing is kept before the network has said so, and no longer from the moment on at which it is
asked to go on. One request about a recording is under way at a time: `look_at` lies behind it until it must be over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.orm import Session

from callbacks.noting import note
from cases.conversation_recording import (
    ANNOUNCED_WITHIN,
    ConversationRecording,
    pause_begins,
    pause_ends,
    pause_is_to_end,
    recording_is_over,
    recordings_watched,
    was_announced,
)
from cases.recording_deletion import delete_later
from escalations.board import EscalationBoard
from escalations.recording.talking import who_talks
from escalations.rounds import EARLY
from records.audit import append as append_audit
from records.database import reading, writing
from telephony.errors import AccountTrouble, CallRefused, NotThere, OutcomeUnknown, TelephonyError, TryLater

log = structlog.get_logger(__name__)

SOON: Final = timedelta(seconds=2)
"""Until the network is asked again, and until we look whether who paused is still there."""
SELDOM: Final = timedelta(minutes=1)
"""A recording that goes on: whether there still is a conversation, should nobody tell us of its end."""
LONGEST_REQUEST: Final = timedelta(seconds=10)
"""No request to the network takes so long."""
CLOCK: Final = "clock"
NOT_ANNOUNCED: Final = "not_announced"
Talks = frozenset[str] | None


@dataclass(frozen=True, kw_only=True)
class Order:
    """What the network is asked for now. `doubted`: an earlier request was never answered."""

    recording: str
    conference: str
    call: str
    pauses: bool
    doubted: bool
    version: int


def look_at_recording(board: EscalationBoard, recording: str) -> None:
    """Once. Doing it twice does no harm: the network takes the same wish again."""
    with reading(board.database) as session:
        row = session.get(ConversationRecording, recording)
    if row is None or not row.is_running or _drops_unannounced(board, row):
        return
    order = _order(board, recording, who_talks(board, row.call))
    if order is None:
        return
    try:
        board.twilio.change_recording(order.conference, recording, paused=order.pauses)
    except (NotThere, TryLater, OutcomeUnknown, CallRefused, AccountTrouble) as trouble:
        log.warning("recording_not_changed", recording=recording, pauses=order.pauses, why=str(trouble))
        _not_done(board, order, trouble)
    else:
        _done(board, order)


def see_to_recordings(board: EscalationBoard) -> None:
    """Those whose turn it is are handed over."""
    now = board.clock()
    with reading(board.database) as session:
        watched = recordings_watched(session)
    due = [one.recording for one in watched if one.look_at is not None and one.look_at <= now + EARLY]
    board.jobs.look_in_turn("recording", due)


def _drops_unannounced(board: EscalationBoard, row: ConversationRecording) -> bool:
    """Whose notice is not on record was perhaps not told: such a recording is stopped, and not kept."""
    now = board.clock()
    with reading(board.database) as session:
        if now + EARLY < row.begun_at + ANNOUNCED_WITHIN or was_announced(session, row.call):
            return False
    log.error("recording_not_announced", recording=row.recording, call=row.call)
    try:
        board.twilio.stop_recording(row.conference, row.recording)
    except (TryLater, OutcomeUnknown, CallRefused, AccountTrouble) as trouble:
        log.warning("recording_not_stopped_yet", recording=row.recording, why=str(trouble))
        return True
    with writing(board.database) as session:
        held = session.get_one(ConversationRecording, row.recording, with_for_update=True)
        recording_is_over(session, held, "deleted", now)
        delete_later(session, [row.recording], why=NOT_ANNOUNCED, now=now)
        _audit(session, held, "recording_not_announced", now)
    return True


def _order(board: EscalationBoard, recording: str, talks: Talks) -> Order | None:
    """What to ask for now, written down as doubtful before it leaves. None: all is as it is wanted, or not yet due."""
    now = board.clock()
    with writing(board.database) as session:
        row = session.get_one(ConversationRecording, recording, with_for_update=True)
        if not row.is_running or row.look_at is None or row.look_at > now + EARLY:
            return None
        if row.wanted == "paused" and (why := _why_it_goes_on(board, row, talks)):
            row.wanted, row.asked_by = "recording", CLOCK
            pause_is_to_end(session, row, why)
        pauses = row.wanted == "paused"
        row.version += 1
        if row.in_doubt_since is None and pauses == (row.state == "paused"):
            _rests(session, row, talks, now)
            return None
        doubted, row.in_doubt_since = row.in_doubt_since is not None, row.in_doubt_since or now
        row.look_at = now + LONGEST_REQUEST
        return Order(recording=recording, conference=row.conference, call=row.call, pauses=pauses, doubted=doubted,
                     version=row.version)  # fmt: skip


def _why_it_goes_on(board: EscalationBoard, row: ConversationRecording, talks: Talks) -> str:
    """Empty: it may stay paused. Who paused it and is gone forgot it; so did who is over their time."""
    longest = timedelta(minutes=board.policy.recording_pause_minutes)
    if row.paused_at is not None and board.clock() + EARLY >= row.paused_at + longest:
        return "too_long"
    if talks is None:
        return ""
    return "" if (row.agent_id in talks if row.agent_id else talks) else "left"


def _rests(session: Session, row: ConversationRecording, talks: Talks, now: datetime) -> None:
    """Nothing is to be asked; when to look again. What nobody told us the end of has ended with its conversation."""
    if row.state == "recording" and talks is not None and not talks:
        recording_is_over(session, row, "ended", now)
    else:
        row.look_at = now + (SOON if row.state == "paused" else SELDOM)


def _done(board: EscalationBoard, order: Order) -> None:
    """The network has said so. Where something else was asked for meanwhile, that is seen to at once."""
    now = board.clock()
    with writing(board.database) as session:
        row = session.get_one(ConversationRecording, order.recording, with_for_update=True)
        if not row.is_running:
            return
        kind, told = _has_changed(session, row, order, now), {"agent": row.agent_id or row.asked_by, "by": row.asked_by}
        row.in_doubt_since = row.trouble = None
        as_wanted = (row.wanted == "paused") == order.pauses
        row.look_at = now + (SOON if order.pauses else SELDOM) if as_wanted else now
        row.version += 1
    if kind:
        note(board, kind, order.call, told, once=f"{order.recording}:{order.version}")
    if not as_wanted:
        board.jobs.recording(order.recording)


def _has_changed(session: Session, row: ConversationRecording, order: Order, now: datetime) -> str:
    """What happened by it; empty where it was so before."""
    if (row.state == "paused") == order.pauses:
        return ""
    if order.pauses:
        pause_begins(session, row, now)
    else:
        pause_ends(session, row, "resumed", now)
        row.state, row.paused_at = "recording", None
    kind = f"recording_{'paused' if order.pauses else 'resumed'}"
    _audit(session, row, kind, now)
    return kind


def _not_done(board: EscalationBoard, order: Order, trouble: TelephonyError) -> None:
    """A pause that is refused is none; whatever else could not be done is tried again. Nobody is told it was done."""
    now, refused = board.clock(), isinstance(trouble, NotThere | CallRefused | AccountTrouble)
    talks = who_talks(board, order.call)
    with writing(board.database) as session:
        row = session.get_one(ConversationRecording, order.recording, with_for_update=True)
        if not row.is_running:
            return
        if isinstance(trouble, NotThere) and talks is not None and not talks:
            recording_is_over(session, row, "ended", now)
            return
        row.trouble = "refused" if refused else "unreachable"
        if refused and order.pauses:
            row.wanted = "recording"
            _audit(session, row, "recording_not_paused", now)
        if not isinstance(trouble, OutcomeUnknown) and not order.doubted:
            row.in_doubt_since = None
        row.look_at = now + SOON
        row.version += 1


def _audit(session: Session, row: ConversationRecording, what: str, now: datetime) -> None:
    told = {"recording": row.recording, "agent": row.agent_id}
    append_audit(session, row.asked_by or CLOCK, what, f"call:{row.call}", told, now)
