"""An agent raises a hand in a conversation: leads on duty learn of it, it is down when somebody came."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from escalations.board import EscalationBoard
from escalations.raised_hand import RaisedHand, hand_in_call, hand_of_agent, hands_up
from escalations.rota import on_duty
from escalations.transfer.asking import Conversation, conversation_on
from escalations.transfer.transfer import Transfer
from escalations.who_is_free import LEAD
from records.audit import append as append_audit
from records.call_record import call_record
from records.database import reading, serialise, writing
from records.outgoing_event import announce
from staff.agent import agent
from staff.notice import Notice, keep_notice


def raise_hand(board: EscalationBoard, call: str, *, reason: str, by: str) -> RaisedHand:
    """Of the agent who talks on this call. One that is up stays up, with this reason from now on.

    Raises NotTalking, FloorUnavailable, RecordsUnavailable.
    """
    talking, now = conversation_on(board, call), board.clock()
    agent_id = talking.held.agent
    with writing(board.database) as session:
        serialise(session, f"hand:{agent_id}")
        standing = hand_of_agent(session, agent_id)
        if standing is not None and standing.call == call:
            standing.reason = reason
            return standing
        if standing is not None:
            _down(session, standing, now=now)
        hand = _row(talking, call, reason, now)
        session.add(hand)
        session.flush()
        append_audit(session, by, "hand_raised", f"call:{call}", {"agent": agent_id, "hand": hand.id}, now)
        _tell(board, session, hand)
        return hand


def lower_hand(board: EscalationBoard, call: str) -> RaisedHand | None:
    """None where none is up in this conversation. Raises RecordsUnavailable."""
    with writing(board.database) as session:
        hand = hand_in_call(session, call)
        if hand is not None:
            _down(session, hand, now=board.clock())
        return hand


def hand_is_answered(session: Session, call: str, *, by: str, now: datetime) -> None:
    """Somebody came into the conversation."""
    hand = hand_in_call(session, call)
    if hand is not None:
        _down(session, hand, by=by, now=now)


def see_to_hands(board: EscalationBoard) -> None:
    """Hands of conversations that are over, or into which somebody was brought, are down."""
    with reading(board.database) as session:
        found = [(hand.call, hand.agent_id, _who_came(session, hand)) for hand in hands_up(session)]
    for call, agent_id, came in found:
        if came is not None or not _talks(board, call, agent_id):
            with writing(board.database) as session:
                hand = hand_in_call(session, call)
                if hand is not None:
                    _down(session, hand, by=came, now=board.clock())


def _talks(board: EscalationBoard, call: str, agent_id: str) -> bool:
    """A floor that is being built anew knows of nobody yet: then it is asked what the records have of the call."""
    known = board.floor.call(call)
    if known is not None:
        return known.state == "talking" and known.agent == agent_id
    with reading(board.database) as session:
        record = call_record(session, call)
    return record is not None and record.ended_at is None


def _who_came(session: Session, hand: RaisedHand) -> str | None:
    met = Transfer.call == hand.call, Transfer.met_at >= hand.up_at, Transfer.colleague_id.is_not(None)
    return session.scalars(select(Transfer.colleague_id).where(*met).limit(1)).first()


def _row(talking: Conversation, call: str, reason: str, now: datetime) -> RaisedHand:
    case = talking.record.case_number if talking.record else None
    return RaisedHand(agent_id=talking.held.agent, call=call, case_number=case, reason=reason, up_at=now)


def _down(session: Session, hand: RaisedHand, *, by: str | None = None, now: datetime) -> None:
    hand.down_at, hand.answered_by = now, by
    told = {**_facts(hand), "answered_by": by}
    announce(session, "hand.lowered", f"call:{hand.call}", told, now=now, once=f"hand:{hand.id}:down")
    session.flush()


def _tell(board: EscalationBoard, session: Session, hand: RaisedHand) -> None:
    """Their own lead, and every lead on duty."""
    known = agent(session, hand.agent_id)
    duty = [one.agent_id for one in on_duty(board, session, hand.up_at, level=LEAD)]
    for whom in dict.fromkeys([*duty, *filter(None, [known.lead_id if known else None])]):
        if whom != hand.agent_id:
            args = {"agent": hand.agent_id, "reason": hand.reason}
            keep_notice(session, Notice(id=f"hand:{hand.id}:{whom}", agent_id=whom, kind="hand_raised",
                                        key="notice_hand_raised", args=args, call=hand.call,
                                        case_number=hand.case_number, at=hand.up_at))  # fmt: skip
    announce(session, "hand.raised", f"call:{hand.call}", _facts(hand), now=hand.up_at, once=f"hand:{hand.id}:up")


def _facts(hand: RaisedHand) -> dict[str, str | int | None]:
    return {"hand": hand.id, "call": hand.call, "case": hand.case_number, "agent_id": hand.agent_id}
