"""The same request is answered with the same words, byte for byte: Twilio may ask twice, at once or much later."""

from collections.abc import Callable
from dataclasses import replace

from callbacks.noting import noting_together
from ivr.voice_board import VoiceBoard
from records.database import reading
from records.errors import RecordsUnavailable
from records.kept_of_call import kept_of_call
from routing.errors import FloorUnavailable
from routing.remembered import Remembered


def answered_once(voice: VoiceBoard, call: str, key: str, answer: Callable[[Remembered], str]) -> str:
    """The answer kept for this key, or a new one, kept. Of two at once the first to be kept is given to both.

    What is noted while it is made is written with it, in one step.
    """
    before = kept_before(voice, call, key)
    if before.body:
        return before.body
    with noting_together(voice) as notes:
        made = answer(before)
        told = [(event.id, event.at, event.kind, event.call or "", event.data) for event in notes]
        try:
            kept = voice.floor.keep_answer(call, key, made, now=voice.clock(), whole=before.whole, notes=told)
        except FloorUnavailable:
            return made
        notes.clear()
        return kept


def kept_before(voice: VoiceBoard, call: str, key: str) -> Remembered:
    """What was answered, as Redis remembers it; SQL is asked too unless Redis knows the call from its beginning."""
    here = Remembered()
    try:
        here = voice.floor.answer(call, key)
        if here.body or here.whole:
            return here
    except FloorUnavailable:
        pass
    try:
        with reading(voice.database) as session:
            kept = kept_of_call(session, call)
    except RecordsUnavailable:
        return here
    return replace(here, body=kept.answers.get(key), whole=not kept.answers, over=here.over or kept.over)
