"""What whoever asks did not say is known from the call: the case, the customer, the agent, and whether they talk."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from callbacks.callback import callback_on_floor
from cases.case import Case
from escalations.asked import Request
from escalations.board import EscalationBoard
from records.call_record import call_record, is_stay_of_callback
from routing.call_on_floor import CallOnFloor
from routing.errors import FloorUnavailable


@dataclass(frozen=True, kw_only=True)
class Scene:
    """`live`: they talk with an agent at this moment; `waiting`: they are on the line with nobody."""

    request: Request
    live: bool
    waiting: bool


def scene_of(board: EscalationBoard, session: Session, asked: Request) -> Scene:
    """The floor and the records as they are now."""
    on_floor = _on_floor(board, asked.call)
    record = call_record(session, asked.call) if asked.call else None
    callback = callback_on_floor(session, asked.call) if asked.call and is_stay_of_callback(asked.call) else None
    talks = on_floor is not None and on_floor.state == "talking" and on_floor.reservation is not None
    held = board.floor.reservation(on_floor.reservation or "") if talks and on_floor else None
    number = asked.case_number or (record.case_number if record else None) or (callback and callback.case_number)
    case = session.get(Case, number) if number else None
    customer = asked.customer_id or (record.customer_id if record else None) or (case.customer_id if case else None)
    request = replace(
        asked,
        case_number=case.number if case else None,
        customer_id=customer,
        agent_id=asked.agent_id or (held.agent if held else None) or (case.owner_id if case else None),
    )
    gone = record is None or record.ended_at is not None
    waiting = asked.waits or (bool(asked.call) and not talks and not gone)
    return Scene(request=request, live=talks, waiting=waiting)


def _on_floor(board: EscalationBoard, call: str | None) -> CallOnFloor | None:
    try:
        return board.floor.call(call) if call else None
    except FloorUnavailable:
        return None
