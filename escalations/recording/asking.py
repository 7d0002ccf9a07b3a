"""Somebody asks for a recording to be paused, or to go on: written down, and asked of the network by a worker."""

from typing import Literal

from sqlalchemy.orm import Session

from cases.conversation_recording import ConversationRecording, recordings_of_call
from escalations.board import EscalationBoard
from escalations.errors import MayNotPause, NotRecorded
from escalations.recording.talking import who_talks
from records.audit import append as append_audit
from records.database import writing

Wanted = Literal["recording", "paused"]


def ask_of_recording(board: EscalationBoard, call: str, wanted: Wanted, *, by: str, agent: str | None) -> None:
    """Every recording of this conversation that goes on. `agent` is who of it asks; None for a lead, who may as well.

    Raises MayNotPause, NotRecorded, FloorUnavailable, RecordsUnavailable.
    """
    if agent is not None and agent not in (who_talks(board, call) or frozenset()):
        raise MayNotPause(agent)
    with writing(board.database) as session:
        running = [row for row in recordings_of_call(session, call) if row.is_running]
        changed = [row.recording for row in running if _asked(board, session, row, wanted, by, agent)]
    if not running:
        raise NotRecorded(call)
    for recording in changed:
        board.jobs.recording(recording)


def _asked(
    board: EscalationBoard, session: Session, row: ConversationRecording, wanted: Wanted, by: str, agent: str | None
) -> bool:
    """Asked twice, it is once. While the network is being asked something, whoever asks it sees to this next."""
    session.refresh(row, with_for_update=True)
    if not row.is_running or row.wanted == wanted:
        return False
    now = board.clock()
    row.wanted, row.asked_by, row.trouble = wanted, by, None
    row.agent_id = agent if wanted == "paused" else row.agent_id
    row.look_at = now if row.in_doubt_since is None else row.look_at
    row.version += 1
    append_audit(session, by, f"recording_{wanted}_asked", f"call:{row.call}",
                 {"recording": row.recording, "agent": agent}, now)  # fmt: skip
    return True
