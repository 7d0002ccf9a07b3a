"""A colleague is asked for: written down while the two talk, before anything of it is heard on anybody's line."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from callbacks.callback import callback_on_floor
from callbacks.dialler.floor_name import is_callback
from callbacks.writing import write_journal
from escalations.board import EscalationBoard
from escalations.errors import AlreadyUnderWay, NobodyToAsk, NotTalking
from escalations.transfer.expert import expert_is_to_be_called, expert_number
from escalations.transfer.floor_name import floor_name
from escalations.transfer.passing import may_be_handed_over
from escalations.transfer.transfer import Kind, Transfer, open_transfer
from escalations.transfer.transfer_step import keep_transfer_step
from records.call_record import CallRecord, call_record
from records.database import reading, writing
from routing.reservation import Reservation
from telephony.attempt import attempt_for

BEGINS_WITHIN: Final = timedelta(seconds=10)
"""A colleague's phone rings by then; else somebody looks why not."""
LANGUAGE: Final = "tr"


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Who is wanted in the conversation `call`: `wanted` are agents in the order they are asked, or `phone` is that of
    an expert outside, who hears `told` and nothing else. `by` asked for it."""

    kind: Kind
    call: str
    by: str
    wanted: tuple[str, ...] = ()
    phone: str | None = None
    escalation_id: str | None = None
    told: str | None = None


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """Who talks on a call: the agent's reservation, the customer's leg, and what is known of them."""

    held: Reservation
    customer_leg: str
    record: CallRecord | None


def ask_transfer(board: EscalationBoard, ask: Ask, *, now: datetime | None = None) -> Transfer:
    """Committed, and handed to whoever carries it out; nobody's phone does anything before that.

    Raises NotTalking, AlreadyUnderWay, NobodyToAsk, NotHandedOver, ExpertNotCalled, FloorUnavailable,
    RecordsUnavailable.
    """
    if not (ask.phone if ask.kind == "expert" else ask.wanted):
        raise NobodyToAsk()
    talking = conversation_on(board, ask.call)
    with writing(board.database) as session:
        transfer = _written(session, _row(board, ask, talking, now or board.clock()))
        _may_be_asked(board, session, transfer)
    board.jobs.transfer(transfer.id)
    return transfer


def conversation_on(board: EscalationBoard, call: str) -> Conversation:
    """The two who talk. Raises NotTalking, FloorUnavailable, RecordsUnavailable."""
    known = board.floor.call(call)
    held = board.floor.reservation(known.reservation) if known is not None and known.reservation else None
    if known is None or known.state != "talking" or held is None or not held.leg:
        raise NotTalking(call)
    write_journal(board)
    with reading(board.database) as session:
        leg, record = _leg_of_customer(session, call), call_record(session, call)
    if leg is None:
        raise NotTalking(call)
    return Conversation(held=held, customer_leg=leg, record=record)


def _leg_of_customer(session: Session, call: str) -> str | None:
    """Who rang in is their own call; whom we called back is known by the call we made."""
    if not is_callback(call):
        return call
    callback = callback_on_floor(session, call)
    attempt = attempt_for(session, callback.id) if callback is not None else None
    return attempt.leg if attempt is not None else None


def _may_be_asked(board: EscalationBoard, session: Session, transfer: Transfer) -> None:
    """In the transaction that asks: where it is refused nothing was written."""
    if transfer.kind == "hand_over":
        may_be_handed_over(session, transfer)
    if transfer.phone is not None:
        expert_is_to_be_called(board, session, transfer, transfer.asked_at)


def _row(board: EscalationBoard, ask: Ask, talking: Conversation, now: datetime) -> Transfer:
    record, held, transfer_id = talking.record, talking.held, board.new_id()
    return Transfer(
        id=transfer_id,
        kind=ask.kind,
        escalation_id=ask.escalation_id,
        call=ask.call,
        customer_leg=talking.customer_leg,
        agent_leg=held.leg,
        reservation=held.id,
        agent_id=held.agent,
        customer_id=record.customer_id if record else None,
        case_number=record.case_number if record else None,
        language=(record.language if record else None) or LANGUAGE,
        floor_call=floor_name(transfer_id),
        wanted=[agent for agent in ask.wanted if agent != held.agent],
        **_outside(board, ask),
        state="requested",
        rings=0,
        asked_by=ask.by,
        asked_at=now,
        due_at=now + BEGINS_WITHIN,
        look_at=now,
        version=1,
    )


def _outside(board: EscalationBoard, ask: Ask) -> dict[str, Any]:
    """Whom to call who is none of ours, and all that they are told. Raises ExpertNotCalled."""
    if not ask.phone:
        return {}
    return {"phone": expert_number(board, ask.phone), "brief": {"told": ask.told}}


def _written(session: Session, row: Transfer) -> Transfer:
    before = open_transfer(session, row.call)
    if before is not None:
        raise AlreadyUnderWay(before.id)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as trouble:
        raise AlreadyUnderWay(row.call) from trouble
    keep_transfer_step(session, row, who=row.asked_by, now=row.asked_at)
    return row
