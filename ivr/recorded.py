"""Conversations that are recorded: who comes to one is told so once, in their language, before anybody hears them.

Whether one is recorded hangs on the queue its caller came through, to its end, whoever comes in. Both legs carry the
order, as either may be the first in the room; nothing is recorded before two are in it, and the customer comes in after
their notice.
"""

from dataclasses import dataclass
from typing import Final

import structlog

from callbacks.dialler.floor_name import is_callback
from callbacks.noting import note
from cases.conversation_recording import was_announced
from ivr.incoming import Incoming, is_sid
from ivr.reaching import small_number
from ivr.voice_board import VoiceBoard
from records.database import reading
from records.errors import RecordsUnavailable
from routing.errors import EpochChanged, FloorUnavailable
from telephony.treatment import Say

log = structlog.get_logger(__name__)

RECORDED: Final = "rec"
"""In the address that is asked with an agent's key: this conversation is recorded."""
TOLD: Final = ("in-progress", "completed", "absent")


@dataclass(frozen=True, kw_only=True)
class Entrance:
    """What a customer hears at the door of the room, and where the network tells of its recording."""

    words: tuple[Say, ...] = ()
    events: str | None = None


def is_recorded(voice: VoiceBoard, call: str, *, queue: str = "") -> bool:
    """`queue` is what the leg's own address says, where the floor cannot be asked."""
    if not voice.policy.records:
        return False
    try:
        known = voice.floor.call(call)
    except EpochChanged:
        raise
    except FloorUnavailable:
        known = None
    name = (known.queue if known is not None else "") or queue
    return bool(name) and voice.policy.queue(name).record


def entrance(voice: VoiceBoard, call: str, language: str, *, queue: str = "") -> Entrance:
    """Who was told already comes in without a word; while the records cannot tell, it is said once more."""
    if not is_recorded(voice, call, queue=queue):
        return Entrance()
    events = voice.urls.room_recording(call)
    if _was_told(voice, call):
        return Entrance(events=events)
    words = voice.phrases.say("called_recorded" if is_callback(call) else "recorded", language)
    note(voice, "recording_announced", call, {"language": words.language, "text": words.text}, once=call)
    return Entrance(words=(words,), events=events)


def room_recording_moves(voice: VoiceBoard, incoming: Incoming, call: str) -> None:
    """It has begun, its sound can be had, or there is none."""
    fields = incoming.fields
    recording, conference = fields.get("RecordingSid", ""), fields.get("ConferenceSid", "")
    status = fields.get("RecordingStatus", "")
    if not (is_sid(recording) and is_sid(conference)) or status not in TOLD:
        return
    told = {
        "recording": recording,
        "conference": conference,
        "status": status,
        "seconds": small_number(fields.get("RecordingDuration")),
        "url": fields.get("RecordingUrl", ""),
    }
    note(voice, "room_recording", call, told, once=f"{recording}:{status}")


def _was_told(voice: VoiceBoard, call: str) -> bool:
    try:
        with reading(voice.database) as session:
            return was_announced(session, call)
    except RecordsUnavailable as trouble:
        log.warning("recording_notice_not_looked_for", call=call, why=str(trouble))
        return False
