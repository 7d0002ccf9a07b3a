"""The network tells how a recording of a caller's own words fares."""

from typing import Final

from callbacks.noting import note
from ivr.incoming import Incoming, is_sid
from ivr.reaching import small_number
from ivr.voice_board import VoiceBoard

ENDS: Final = ("completed", "absent", "failed")


def recording_moves(voice: VoiceBoard, incoming: Incoming, call: str) -> None:
    """Its sound can be had from now on, or never; whoever writes the journal puts it with the voicemail."""
    fields = incoming.fields
    recording, status = fields.get("RecordingSid", ""), fields.get("RecordingStatus", "")
    if not is_sid(recording) or status not in ENDS:
        return
    seconds = small_number(fields.get("RecordingDuration"))
    told = {"recording": recording, "status": status, "seconds": seconds, "url": fields.get("RecordingUrl", "")}
    note(voice, "recording", call, told, once=f"{recording}:{status}")
