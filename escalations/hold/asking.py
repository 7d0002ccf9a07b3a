"""An agent asks for the customer to be held, or to be back: written down, and done at once by a worker."""

from escalations.board import EscalationBoard
from escalations.errors import AlreadyUnderWay
from escalations.hold.hold import Hold, open_hold
from escalations.transfer.asking import LANGUAGE, Conversation, conversation_on
from escalations.transfer.transfer import open_transfer
from records.database import writing


def hold_customer(board: EscalationBoard, call: str, *, by: str) -> Hold:
    """Who is held already stays so; one whose end was asked for a moment ago is held on.

    Raises NotTalking, AlreadyUnderWay (a transfer leads them), FloorUnavailable, RecordsUnavailable.
    """
    talking, now = conversation_on(board, call), board.clock()
    with writing(board.database) as session:
        transfer = open_transfer(session, call)
        if transfer is not None:
            raise AlreadyUnderWay(transfer.id)
        hold = open_hold(session, call)
        if hold is None:
            hold = _row(board, call, talking, by)
            session.add(hold)
        hold.released_at, hold.look_at = None, now
    board.jobs.hold(hold.id)
    return hold


def release_customer(board: EscalationBoard, call: str) -> Hold | None:
    """None where nobody is on hold. Raises RecordsUnavailable."""
    now = board.clock()
    with writing(board.database) as session:
        hold = open_hold(session, call)
        if hold is None:
            return None
        hold.released_at, hold.look_at = hold.released_at or now, now
    board.jobs.hold(hold.id)
    return hold


def _row(board: EscalationBoard, call: str, talking: Conversation, by: str) -> Hold:
    record = talking.record
    return Hold(
        id=board.new_id(),
        call=call,
        customer_leg=talking.customer_leg,
        reservation=talking.held.id,
        agent_id=talking.held.agent,
        language=(record.language if record else None) or LANGUAGE,
        asked_by=by,
        asked_at=board.clock(),
        version=1,
    )
