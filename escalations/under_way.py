"""What is under way in conversations, each second: one question for all of it, as most of the time there is nothing."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import structlog
from sqlalchemy import ColumnElement, bindparam, select

from escalations.board import EscalationBoard
from escalations.hands import see_to_hands
from escalations.hold.hold import Hold
from escalations.hold.looking import see_to_holds
from escalations.listening.listening import Listening
from escalations.listening.looking import see_to_listenings
from escalations.raised_hand import RaisedHand
from escalations.transfer.looking import see_to_transfers
from escalations.transfer.transfer import Transfer
from records.database import reading
from telephony.errors import TelephonyError

log = structlog.get_logger(__name__)

_NOW: Final = bindparam("now", type_=Transfer.look_at.type)
_DUE: Final[Mapping[Callable[[EscalationBoard], None], ColumnElement[bool]]] = MappingProxyType(
    {
        see_to_transfers: select(Transfer.id).where(Transfer.look_at <= _NOW).exists(),
        see_to_holds: select(Hold.id).where(Hold.look_at <= _NOW).exists(),
        see_to_listenings: select(Listening.id).where(Listening.look_at <= _NOW).exists(),
        see_to_hands: select(RaisedHand.id).where(RaisedHand.down_at.is_(None)).exists(),
    }
)
_IS_DUE: Final = select(*_DUE.values())


def see_to_what_is_under_way(board: EscalationBoard) -> None:
    """Transfers, holds, listenings and raised hands that somebody must look at now."""
    with reading(board.database) as session:
        due = session.execute(_IS_DUE, {"now": board.clock()}).one()
    for see_to, is_due in zip(_DUE, due, strict=True):
        if is_due:
            _seen_to(board, see_to)


def _seen_to(board: EscalationBoard, see_to: Callable[[EscalationBoard], None]) -> None:
    """The network may fail over one of them: the others have their turn."""
    try:
        see_to(board)
    except TelephonyError as trouble:
        log.warning("not_seen_to", duty=see_to.__name__, why=str(trouble))
