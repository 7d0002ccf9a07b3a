"""The call we owed somebody is picked up by a machine: the network says so, and it hears a message after its tone."""

from datetime import tzinfo
from typing import Final

from callbacks.callback import Callback
from callbacks.dialler.machine import message_for
from callbacks.dialler.zones import zone_of, zones_for
from callbacks.noting import note
from cases.civil_day import ZONE
from ivr.incoming import Incoming
from ivr.machine_message import Window, message_left
from ivr.voice_board import VoiceBoard
from records.database import reading
from telephony.attempt import UNKNOWN_ANSWERER
from telephony.attempt import attempt as attempt_by
from telephony.treatment import Document, Hangup

ANSWERERS: Final = frozenset({
    "human",
    "machine_start",
    "machine_end_beep",
    "machine_end_silence",
    "machine_end_other",
    "fax",
    UNKNOWN_ANSWERER,
})  # fmt: skip
"""The network's words for who picked up; any other one is one it could not tell."""


def answerer_is_told(voice: VoiceBoard, incoming: Incoming, callback_id: str) -> None:
    """Beside the call, once: it stands with the attempt, without a floor at once, and a worker sees what follows."""
    told = incoming.fields.get("AnsweredBy", "")
    data = {
        "token": incoming.query.get("attempt", ""),
        "leg": incoming.call,
        "by": told if told in ANSWERERS else UNKNOWN_ANSWERER,
    }
    note(voice, "answerer", "", data, once=incoming.call)
    voice.jobs.look_at_leg(callback_id)


def machine_hears(voice: VoiceBoard, incoming: Incoming, callback_id: str) -> Document:
    """The case and when we call again. A leg that leaves no message is hung up on."""
    with reading(voice.database) as session:
        callback = session.get(Callback, callback_id)
        told = attempt_by(session, incoming.query.get("attempt", ""))
        if callback is None or told is None or told.subject != callback_id or not told.is_leg(incoming.call):
            return (Hangup(),)
        if message_for(session, told) is None:
            return (Hangup(),)
        zone = _zone(callback, zone_of(session, callback))
    return message_left(
        voice.phrases, callback.language, case=callback.case_number, window=_window(callback), zone=zone
    )


def _window(callback: Callback) -> Window | None:
    """From the next try on, until the end that was promised."""
    if callback.over or callback.look_at is None:
        return None
    return Window(begin=callback.look_at, end=callback.until or callback.due_at)


def _zone(callback: Callback, known: str | None) -> tzinfo:
    """Theirs where it is known or can be only one, else ours."""
    zones = zones_for(callback.phone, known)
    return zones[0] if len(zones) == 1 else ZONE
