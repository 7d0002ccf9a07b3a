"""A call is marked on its record."""

from callbacks.noting import note
from ivr.language.mark import MarkCall
from ivr.language.move import Outcome
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard


def mark_call(voice: VoiceBoard, talk: Talk, effect: MarkCall) -> Outcome:
    note(voice, "marked", talk.conversation.call, {"as": effect.kind}, once=talk.once)
    return Outcome(way="next")
