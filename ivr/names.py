"""What our people are called, for callers, and what they speak themselves."""

from ivr.voice_board import VoiceBoard
from records.database import reading
from records.errors import RecordsUnavailable
from staff.agent import agent


def agent_name(voice: VoiceBoard, agent_id: str) -> str | None:
    """None for nobody of ours, or while the records cannot be asked."""
    try:
        with reading(voice.database) as session:
            known = agent(session, agent_id)
    except RecordsUnavailable:
        return None
    return known.name if known else None


def language_of_agent(voice: VoiceBoard, agent_id: str) -> str:
    """The first of their languages; Turkish for nobody of ours, or while the records cannot be asked."""
    try:
        with reading(voice.database) as session:
            called = agent(session, agent_id)
    except RecordsUnavailable:
        called = None
    return str(called.languages[0]) if called and called.languages else "tr"
