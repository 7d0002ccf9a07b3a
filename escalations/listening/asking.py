"""Somebody is to listen to a conversation: written down first, then rung or shown to them on their desk."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from callbacks.dialler.supervisors import is_a_lead
from cases.civil_day import civil_day
from escalations.board import EscalationBoard
from escalations.errors import HeardIsNotSilent, ListenerNotFree, ListensAlready, MayNotListen
from escalations.listening.floor_name import floor_name
from escalations.listening.listening import Listening, listening_to
from escalations.listening.telling import audit_listening
from escalations.transfer.asking import Conversation, conversation_on
from escalations.words import Mode
from records.database import writing
from routing.lines import agent_line
from staff.buddy import buddy_of


@dataclass(frozen=True, kw_only=True)
class ListeningWanted:
    """`listener` is to come into the conversation `call`; `by` asked for it, `why` in a few words. Of a `silent` one
    its agent is not told."""

    call: str
    listener: str
    mode: Mode
    by: str
    why: str
    silent: bool = False


def ask_to_listen(board: EscalationBoard, wanted: ListeningWanted) -> Listening:
    """Committed, and handed to whoever carries it out; nobody's phone does anything before that.

    Raises NotTalking, MayNotListen, ListenerNotFree, ListensAlready, HeardIsNotSilent, FloorUnavailable,
    RecordsUnavailable.
    """
    if wanted.silent and wanted.mode != "monitor":
        raise HeardIsNotSilent()
    talking, now = conversation_on(board, wanted.call), board.clock()
    with writing(board.database) as session:
        _see_that_they_may(session, wanted, talking.held.agent, now)
        known = listening_to(session, wanted.call, wanted.listener)
        if known is not None:
            raise ListensAlready(known.id)
        if not board.floor.ready(agent_line(wanted.listener), limit=1):
            raise ListenerNotFree(wanted.listener)
        row = _written(session, _row(wanted, talking, board.new_id(), now))
        audit_listening(session, row, "listening_asked", by=wanted.by, now=now)
    board.jobs.listen(row.id)
    return row


def _see_that_they_may(session: Session, wanted: ListeningWanted, agent_id: str, now: datetime) -> None:
    buddy = buddy_of(session, agent_id, civil_day(now))
    is_buddy = buddy is not None and buddy.coach_id == wanted.listener and not wanted.silent
    if wanted.listener == agent_id or not (is_buddy or is_a_lead(session, wanted.listener)):
        raise MayNotListen(wanted.listener)


def _row(wanted: ListeningWanted, talking: Conversation, listening_id: str, now: datetime) -> Listening:
    return Listening(
        id=listening_id,
        call=wanted.call,
        agent_id=talking.held.agent,
        coached_leg=talking.held.leg,
        case_number=talking.record.case_number if talking.record else None,
        listener_id=wanted.listener,
        floor_call=floor_name(listening_id),
        mode=wanted.mode,
        silent=wanted.silent,
        why=wanted.why,
        asked_by=wanted.by,
        asked_at=now,
        look_at=now,
        version=1,
    )


def _written(session: Session, row: Listening) -> Listening:
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as trouble:
        raise ListensAlready(row.call) from trouble
    return row
