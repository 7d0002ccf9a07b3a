"""Legs that exist are moved or ended: the agent's phone stops ringing, the caller comes into the room."""

import structlog

from callbacks.board import Board
from callbacks.bouncing import conversation_is_counted
from callbacks.chosen_language import learn_chosen_language
from callbacks.come_unnoticed import has_come_unnoticed
from callbacks.coming_over import agent_is_elsewhere, call_that_took_over
from callbacks.dialler.customer_leg import customer_is_brought
from callbacks.dialler.floor_name import is_callback
from callbacks.dialler.reached_by_us import callback_is_kept, person_is_proven
from callbacks.leg_over import end_leg
from callbacks.place import Place
from callbacks.reached import case_of_call, customer_was_reached, nobody_is_rung_for
from callbacks.writing import write_journal
from cases.conversation import conversation_began
from cases.update_cadence import customer_is_informed
from records.call_record import call_record, is_of_the_side
from records.database import reading, writing
from routing.answering import parties_meet
from routing.leaving import caller_hangs_up
from telephony.attempt import attempt, attempt_for, withdrawn
from telephony.errors import CallRefused, NotThere, OutcomeUnknown, TryLater
from telephony.leg import FINAL_STATUSES
from telephony.room import room_of

log = structlog.get_logger(__name__)


def cancel(board: Board, reservation_id: str) -> None:
    """The agent is no longer wanted: their phone stops ringing. A leg we do not know yet is ended when it shows up."""
    with writing(board.database) as session:
        made = attempt_for(session, reservation_id)
        never_left = made is not None and made.leg is None and withdrawn(session, made.token, now=board.clock())
    if made is None:
        _end_device(board, reservation_id)
        return
    if never_left or not made.open:
        board.floor.clear_deadline("cancel", reservation_id)
        return
    if made.leg is None:
        return
    try:
        end_leg(board, made, made.leg)
    except (TryLater, OutcomeUnknown) as trouble:
        log.warning("leg_not_ended_yet", leg=made.leg, why=str(trouble))
    else:
        board.floor.clear_deadline("cancel", reservation_id)


def _end_device(board: Board, reservation_id: str) -> None:
    """An agent's browser has no attempt of ours: its leg is ended once the floor holds the agent for it no more."""
    known = board.floor.reservation(reservation_id)
    agent = board.floor.agent(known.agent) if known is not None else None
    if known is not None and known.leg and (agent is None or agent.reservation != reservation_id):
        board.twilio.end_call(known.leg)
    board.floor.clear_deadline("cancel", reservation_id)


def end_attempt(board: Board, token: str) -> None:
    """A leg whose reservation nobody remembers: ended by its attempt alone."""
    with writing(board.database) as session:
        known = attempt(session, token)
        if known is None or not known.open or (known.leg is None and withdrawn(session, token, now=board.clock())):
            return
    if known.leg is not None:
        end_leg(board, known, known.leg)


def bring(board: Board, call: str) -> None:
    """The agent stands in the room: the caller is taken out of the queue. Only a caller who really waits is moved."""
    known = board.floor.call(call)
    if known is not None and known.state == "reserved":
        if not has_come_unnoticed(board, known):
            return
        known = board.floor.call(call)
    if known is None or known.state != "accepted":
        board.floor.clear_deadline("bring", call)
        if overtaken_by := call_that_took_over(board, known):
            bring(board, overtaken_by)
        return
    if is_callback(call):
        customer_is_brought(board, call)
        return
    if of_the_side := board.beyond.of_call(call):
        of_the_side.bring(board, call)
        return
    if not agent_is_elsewhere(board, known):
        _caller_is_moved(board, call, known.reservation or "0")


def _caller_is_moved(board: Board, call: str, reservation: str) -> None:
    write_journal(board)
    with reading(board.database) as session:
        record = call_record(session, call)
    if record is None or record.queue_sid is None:
        _where_is_the_caller(board, call)  # not in the queue yet, or led out of it by its first wait document
        return
    place = Place.recorded(record, round=reservation, now=board.clock())
    try:
        board.twilio.move_queue_member(record.queue_sid, call, board.urls.room(call, **place.query()))
    except NotThere:
        _where_is_the_caller(board, call)
    except (TryLater, OutcomeUnknown, CallRefused) as trouble:
        log.warning("caller_not_brought_yet", call=call, why=str(trouble))


def _where_is_the_caller(board: Board, call: str) -> None:
    """Not in the queue: in the room already, on the way there, or off the line; and we were not told."""
    if any(one.call == call for one in board.twilio.participants(room_of(call))):
        parties_meet(board, call)
        return
    leg = board.twilio.call(call)
    if leg is None or leg.status in FINAL_STATUSES:
        caller_hangs_up(board, call, status=leg.status if leg else "completed")


def began(board: Board, call: str) -> None:
    """They talk: the conversation goes on the case, and whoever talked first owns it.

    Of somebody we called that is so once they are known to be no machine.
    """
    write_journal(board)
    if is_of_the_side(call):
        _is_on_its_case(board, call)
    else:
        _goes_on_a_case(board, call)


def _goes_on_a_case(board: Board, call: str) -> None:
    with writing(board.database) as session:
        record = call_record(session, call)
        if record is None or record.agent_id is None:
            return
        if is_callback(call) and not person_is_proven(board, session, record):
            return
        case = conversation_began(
            session,
            call=call,
            agent_id=record.agent_id,
            customer_id=record.customer_id,
            phone=record.from_number if record.from_kind == "e164" else None,
            case_number=case_of_call(session, record, board.clock()),
            now=board.clock(),
            new_id=board.new_id,
        )
        learn_chosen_language(session, call=call, case=case)
        conversation_is_counted(session, board, record, case)
        customer_is_informed(session, case, who=record.agent_id, now=board.clock())
        callback_is_kept(session, record, now=board.clock())
        released = customer_was_reached(board, session, case, by=record.agent_id, now=board.clock())
    nobody_is_rung_for(board, released, while_in=call)
    board.floor.note("case_opened", call=call, agent=record.agent_id, data={"case": case}, now=board.clock())


def _is_on_its_case(board: Board, call: str) -> None:
    """A colleague came into somebody else's conversation: it has its case, and its owner keeps it."""
    with reading(board.database) as session:
        record = call_record(session, call)
    if record is not None:
        data = {"case": record.case_number}
        board.floor.note("case_opened", call=call, agent=record.agent_id or "", data=data, now=board.clock())
