"""Asking another system: the worker fetches, the caller comes back for the answer."""

from callbacks.dips.asking import answer_to
from callbacks.dips.dip import Dip
from ivr.language.dip import PENDING, AskDip
from ivr.language.move import Outcome
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard


def ask_dip(voice: VoiceBoard, talk: Talk, effect: AskDip) -> Outcome:
    dip = Dip(
        url=effect.url,
        keep=dict(effect.keep),
        within_seconds=effect.within_seconds,
        cache_seconds=effect.cache_seconds,
    )
    answer = answer_to(voice, dip, asked_at=effect.asked_at or talk.now)
    if answer is None:
        return Outcome(way=PENDING)
    return Outcome(way=answer.way, kept=answer.values)
