"""The customer on hold: what is being done for them, every twenty seconds or so, and music in between."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from escalations.transfer.transfer import Transfer
from ivr.transfer_record import who_is_asked
from ivr.voice_board import VoiceBoard
from ivr.waiting import KEY_SECONDS, MUSIC
from telephony.treatment import Document, Gather, Play, Redirect, Say

BEGINS: Final[Mapping[str, str]] = {
    "supervisor": "transfer_hold",
    "peer": "transfer_hold_colleague",
    "hand_over": "transfer_hold_colleague",
    "consult": "transfer_hold_consult",
    "expert": "transfer_hold_consult",
}
"""What is said first, by whom it brings and what for."""
MAY_BE_CALLED: Final = frozenset({"supervisor", "peer"})
"""Kinds of transfers instead of which the customer may ask to be called."""
SAID_EVERY: Final = 3
"""Words between two that say that they may be called instead."""
A_TURN: Final = timedelta(seconds=20)
"""A word of four seconds and a piece of music of sixteen."""
STATE: Final = "s"
"""In the address that is asked with a key: what was heard when it was pressed."""


def on_hold(voice: VoiceBoard, transfer: Transfer, turn: int) -> Document:
    """So often as the rules have it, to the nearest piece of music."""
    every = max(1, round(voice.escalations.transfer.word_every / A_TURN))
    if turn % every:
        return with_music(voice, transfer, turn)
    words = (_how_it_goes(voice, transfer, turn), *_that_we_can_call(voice, transfer, turn // every))
    return with_music(voice, transfer, turn, words)


def with_music(voice: VoiceBoard, transfer: Transfer, turn: int, words: tuple[Say, ...] = ()) -> Document:
    """A key is heard all the while where it means something."""
    sounds: tuple[Say | Play, ...] = (*words, Play(voice.urls.audio(MUSIC)))
    again = voice.urls.transfer_customer(transfer.id, n=str(turn + 1))
    if not (transfer.kind in MAY_BE_CALLED or transfer.state == "nobody_came"):
        return (*sounds, Redirect(again))
    return (listening(voice, transfer, turn, sounds, seconds=KEY_SECONDS), Redirect(again))


def listening(
    voice: VoiceBoard, transfer: Transfer, turn: int, sounds: tuple[Say | Play, ...], *, seconds: int
) -> Gather:
    action = voice.urls.transfer_wish(transfer.id, n=str(turn + 1), **{STATE: transfer.state})
    return Gather(action=action, children=sounds, digits=1, timeout=seconds, finish_on_key="", on_empty=False)


def _how_it_goes(voice: VoiceBoard, transfer: Transfer, turn: int) -> Say:
    """Whoever is rung is named, and whoever listens to their story."""
    language = transfer.language
    if turn == 0:
        return voice.phrases.say(BEGINS[transfer.kind], language)
    name = who_is_asked(voice, transfer) if transfer.state in ("ringing", "consulting") else None
    if transfer.state == "consulting":
        return _briefed(voice, language, name)
    return voice.phrases.say("calling_agent", language, agent=name) if name else _still(voice, language)


def _briefed(voice: VoiceBoard, language: str, name: str | None) -> Say:
    if name is None:
        return voice.phrases.say("transfer_briefed_somebody", language)
    return voice.phrases.say("transfer_briefed", language, agent=name)


def _still(voice: VoiceBoard, language: str) -> Say:
    return voice.phrases.say("transfer_still", language)


def _that_we_can_call(voice: VoiceBoard, transfer: Transfer, said: int) -> tuple[Say, ...]:
    if transfer.kind not in MAY_BE_CALLED or said % SAID_EVERY:
        return ()
    return (voice.phrases.say("transfer_key", transfer.language),)
