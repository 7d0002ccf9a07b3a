"""What is under way in conversations, each second: one question for all of it, as most of the time there is nothing."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy import ColumnElement, select

from cases.conversation_recording import ConversationRecording
from escalations.board import EscalationBoard
from escalations.hands import see_to_hands
from escalations.hold.hold import Hold
from escalations.hold.looking import see_to_holds
from escalations.listening.listening import Listening
from escalations.listening.looking import see_to_listenings
from escalations.raised_hand import RaisedHand
from escalations.recording.looking import see_to_recordings
from escalations.transfer.looking import see_to_transfers
from escalations.transfer.transfer import Transfer
from records.database import reading

_UNDER_WAY: Final[Mapping[Callable[[EscalationBoard], None], ColumnElement[bool]]] = MappingProxyType(
    {
        see_to_transfers: select(Transfer.id).where(Transfer.look_at.is_not(None)).exists(),
        see_to_holds: select(Hold.id).where(Hold.look_at.is_not(None)).exists(),
        see_to_listenings: select(Listening.id).where(Listening.look_at.is_not(None)).exists(),
        see_to_recordings: select(ConversationRecording.recording)
        .where(ConversationRecording.look_at.is_not(None))
        .exists(),
        see_to_hands: select(RaisedHand.id).where(RaisedHand.down_at.is_(None)).exists(),
    }
)
_IS_UNDER_WAY: Final = select(*_UNDER_WAY.values())


def see_to_what_is_under_way(board: EscalationBoard) -> None:
    """Transfers, holds, listenings, recordings, raised hands. None of it asks the network: that is for the workers."""
    with reading(board.database) as session:
        found = session.execute(_IS_UNDER_WAY).one()
    for see_to, is_under_way in zip(_UNDER_WAY, found, strict=True):
        if is_under_way:
            see_to(board)
