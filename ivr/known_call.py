"""Whether a call is already over: its end may have overtaken its beginning."""

from ivr.voice_board import VoiceBoard
from records.call_record import call_record
from records.database import reading
from records.errors import RecordsUnavailable
from routing.errors import FloorUnavailable


def call_is_over(voice: VoiceBoard, call: str) -> bool:
    try:
        known = voice.floor.call(call)
        if known is not None:
            return known.state == "gone"
    except FloorUnavailable:
        pass
    try:
        with reading(voice.database) as session:
            record = call_record(session, call)
    except RecordsUnavailable:
        return False
    return record is not None and record.stage == "ended"
