"""A customer whom their agent has put on hold: a word each twenty seconds, and music. No store is asked."""

from ivr.incoming import Incoming
from ivr.reaching import small_number
from ivr.voice_board import VoiceBoard
from ivr.waiting import MUSIC
from telephony.treatment import Document, Play, Redirect


def held_by_the_agent(voice: VoiceBoard, incoming: Incoming, call: str) -> Document:
    """Asked for again and again, until they are back."""
    turn, language = small_number(incoming.query.get("n")), incoming.query.get("l", "tr")
    again = voice.urls.hold(call, l=language, n=str(turn + 1))
    word = voice.phrases.say("hold_begins" if turn == 0 else "hold_word", language)
    return (word, Play(voice.urls.audio(MUSIC)), Redirect(again))
