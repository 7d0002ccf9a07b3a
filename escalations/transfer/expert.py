"""An expert outside is asked into a conversation by telephone: rung once, by the rules of whom this centre calls.

They are nobody on the floor: how they stand is told by the attempt to reach them, by the room and by the network.
"""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from callbacks.dialler.number_policy import number_refused, numbers_we_call
from callbacks.dialler.whom import refused
from callbacks.placing import Order, held_until, placed
from cases.dialable import dialable
from escalations.board import EscalationBoard
from escalations.calling_back import lead_call_of, phone_of_call
from escalations.errors import ExpertNotCalled
from escalations.transfer.found import Found
from escalations.transfer.life import ENDS
from escalations.transfer.places import PLACES
from escalations.transfer.transfer import Transfer
from records.database import reading
from telephony.attempt import Attempt, attempt_for, begin
from telephony.customer_number import EXPERT
from telephony.errors import AttemptOpen
from telephony.leg import Participant

THE_CUSTOMER: Final = "customer"
"""Why a number is not called by which the customer is with us."""
LINE_IN_USE: Final = "line_in_use"
"""Why a number is not called that rings for us already."""


def expert_number(board: EscalationBoard, written: str) -> str:
    """As the network wants it. Raises ExpertNotCalled."""
    number = dialable(written, numbers_we_call(board))
    if number is None:
        raise ExpertNotCalled(number_refused(written, board) or "no_number")
    return number


def expert_is_to_be_called(board: EscalationBoard, session: Session, transfer: Transfer, now: datetime) -> None:
    """The intent, in the transaction that writes the transfer: no budget is used up in between.

    Raises ExpertNotCalled.
    """
    phone = str(transfer.phone)
    if phone == phone_of_call(board, session, lead_call_of(transfer)):
        raise ExpertNotCalled(THE_CUSTOMER)
    refusal = refused(board, session, phone, now)
    if refusal is not None:
        raise ExpertNotCalled(refusal.why)
    try:
        begin(session, token=board.new_id(), kind=EXPERT, subject=transfer.id, destination=phone,
              call=transfer.floor_call, now=now)  # fmt: skip
    except AttemptOpen as trouble:
        raise ExpertNotCalled(LINE_IN_USE) from trouble


def expert_follows(board: EscalationBoard, transfer: Transfer) -> None:
    """Their telephone rings while they are looked for; it is silent, and they are off the line, once they are not."""
    attempt = _attempt(board, transfer)
    if attempt is None or not attempt.open:
        return
    if not expert_belongs_in(transfer.state):
        board.jobs.end_attempt(attempt.token)
    elif transfer.state == "ringing" and attempt.posted_at is None and held_until(board, attempt) is None:
        placed(board, attempt, _order(board, transfer, attempt))


def expert_belongs_in(state: str) -> bool:
    """While the transfer is so, they are rung for it or in the room."""
    return state not in ENDS and PLACES[state].colleague != "out"


def expert_is_wanted(board: EscalationBoard, transfer_id: str) -> bool:
    """Whether their leg is still for something. Raises RecordsUnavailable."""
    with reading(board.database) as session:
        transfer = session.get(Transfer, transfer_id)
    return transfer is not None and expert_belongs_in(transfer.state)


def expert_found(board: EscalationBoard, transfer: Transfer, room: tuple[Participant, ...]) -> Found:
    """Who stands in the room pressed the key. A leg of which nothing was heard when its time was over is asked for."""
    attempt = _attempt(board, transfer)
    leg = attempt.leg if attempt is not None else None
    if leg and any(one.call == leg for one in room):
        return Found(colleague="there", leg=leg, rung=1)
    if attempt is None or not attempt.open:
        return Found(colleague="nobody" if transfer.met_at is None else "gone", leg=leg)
    if transfer.met_at is not None:
        return Found(colleague="there" if _lives(board, leg) else "gone", leg=leg, rung=1)
    late = transfer.state == "ringing" and board.clock() >= transfer.due_at
    return Found(colleague="asked", leg=leg, rung=1, rings=leg is not None and (not late or _lives(board, leg)))


def _lives(board: EscalationBoard, leg: str | None) -> bool:
    known = board.twilio.call(leg) if leg else None
    return known is not None and not known.over


def _attempt(board: EscalationBoard, transfer: Transfer) -> Attempt | None:
    with reading(board.database) as session:
        return attempt_for(session, transfer.id)


def _order(board: EscalationBoard, transfer: Transfer, attempt: Attempt) -> Order:
    """A leg that nobody ends, ends by itself: no conversation with an expert lasts longer."""
    rules, urls = board.escalations.transfer, board.urls
    known = {"l": transfer.language}
    return Order(
        url=urls.expert(transfer.id, attempt.token, **known),
        fallback=urls.expert(transfer.id, attempt.token, "expert-fallback", **known),
        status_callback=urls.expert(transfer.id, attempt.token, "expert-status"),
        ring_seconds=rules.ring_seconds,
        longest_seconds=round(rules.longest_merged.total_seconds()),
    )
