"""The same request is answered with the same words, byte for byte: Twilio may ask twice, at once or much later."""

from collections.abc import Callable

from ivr.voice_board import VoiceBoard
from records.answer import stored_answer
from records.database import reading
from records.errors import RecordsUnavailable
from routing.errors import FloorUnavailable


def answered_once(voice: VoiceBoard, call: str, key: str, answer: Callable[[], str]) -> str:
    """The answer kept for this key, or a new one, kept. Of two at once the first to be kept is given to both."""
    if kept := _kept(voice, call, key):
        return kept
    made = answer()
    try:
        return voice.floor.keep_answer(call, key, made, now=voice.clock())
    except FloorUnavailable:
        return made


def _kept(voice: VoiceBoard, call: str, key: str) -> str | None:
    try:
        if kept := voice.floor.answer(call, key):
            return kept
    except FloorUnavailable:
        pass
    try:
        with reading(voice.database) as session:
            return stored_answer(session, key)
    except RecordsUnavailable:
        return None
