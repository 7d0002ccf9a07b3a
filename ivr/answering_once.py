"""The same request is answered with the same words, byte for byte: Twilio may ask twice, at once or much later."""

from collections.abc import Callable

from ivr.voice_board import VoiceBoard
from records.answer import stored_answers
from records.database import reading
from records.errors import RecordsUnavailable
from routing.errors import FloorUnavailable
from routing.remembered import Remembered


def answered_once(voice: VoiceBoard, call: str, key: str, answer: Callable[[], str]) -> str:
    """The answer kept for this key, or a new one, kept. Of two at once the first to be kept is given to both."""
    before = kept_before(voice, call, key)
    if before.body:
        return before.body
    made = answer()
    try:
        return voice.floor.keep_answer(call, key, made, now=voice.clock(), whole=before.whole)
    except FloorUnavailable:
        return made


def kept_before(voice: VoiceBoard, call: str, key: str) -> Remembered:
    """What was answered, as Redis remembers it; SQL is asked too unless Redis knows the call from its beginning."""
    try:
        here = voice.floor.answer(call, key)
        if here.body or here.whole:
            return here
    except FloorUnavailable:
        pass
    try:
        with reading(voice.database) as session:
            stored = stored_answers(session, call)
    except RecordsUnavailable:
        return Remembered(body=None, whole=False)
    return Remembered(body=stored.get(key), whole=not stored)
