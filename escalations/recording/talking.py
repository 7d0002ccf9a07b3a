"""Who is in a conversation now: they may pause its recording, and a pause of theirs ends with them."""

from typing import Final

from escalations.board import EscalationBoard
from escalations.transfer.transfer import open_transfer
from records.call_record import call_record
from records.database import reading

WITH_THE_CUSTOMER: Final = frozenset({"consulting", "swapped", "merged", "agent_left"})
"""States of a transfer in which its colleague is in the room."""


def who_talks(board: EscalationBoard, call: str) -> frozenset[str] | None:
    """The agent and the colleague who came. Nobody: it is over. None: the floor knows nothing of it, and says nothing.

    Raises FloorUnavailable, RecordsUnavailable.
    """
    known = board.floor.call(call)
    with reading(board.database) as session:
        transfer, record = open_transfer(session, call), call_record(session, call)
    there = {known.agent} if known is not None and known.state == "talking" else set()
    if transfer is not None and transfer.state in WITH_THE_CUSTOMER:
        there.add(transfer.colleague_id)
    if known is None and not there and (record is None or record.stage != "ended"):
        return None
    return frozenset(agent for agent in there if agent)
