"""Somebody is alone in the room of a callback: the agent while the customer is called, or the customer."""

from typing import Final

from cases.customer import Customer
from ivr.incoming import Incoming
from ivr.meeting import LONGEST_NAME
from ivr.names import language_of_agent
from ivr.reaching import small_number
from ivr.voice_board import VoiceBoard
from ivr.waiting import MUSIC
from records.call_record import call_record
from records.database import reading
from records.errors import RecordsUnavailable
from telephony.room import CALLER
from telephony.treatment import Document, Hangup, Play, Redirect, Say

RINGING: Final = "ringing.wav"
"""What one hears whose call rings elsewhere: a tone of two seconds, four of silence."""
WORDS_EVERY: Final = 3
"""Pieces of music between two words."""


def alone_in_the_room(voice: VoiceBoard, incoming: Incoming, floor_call: str) -> Document:
    """Asked for again and again until the other one comes."""
    turn = small_number(incoming.query.get("n"))
    if incoming.query.get("who") == CALLER:
        return _customer_waits(voice, floor_call, incoming.query.get("l", "tr"), turn)
    again = Redirect(voice.urls.callback_wait(floor_call, n=str(turn + 1)))
    words = (_whom_we_call(voice, floor_call),) if turn == 0 else ()
    return (*words, Play(voice.urls.audio(RINGING)), again)


def agent_hears_a_word(voice: VoiceBoard, incoming: Incoming, reservation_id: str) -> Document:
    """What became of the callback; then the leg ends. They are free already."""
    held, word = voice.floor.reservation(reservation_id), incoming.query.get("w", "")
    if held is None or word not in WORDS:
        return (Hangup(),)
    return (voice.phrases.say(word, language_of_agent(voice, held.agent)), Hangup())


WORDS: Final = frozenset({
    "told_no_answer", "told_busy", "told_machine", "told_failed", "told_not_now", "told_not_allowed",
    "told_not_wanted", "told_changed", "told_network", "told_unknown", "told_rang_in", "told_unheard",
})  # fmt: skip
"""Everything an agent may be told."""


def _customer_waits(voice: VoiceBoard, floor_call: str, language: str, turn: int) -> Document:
    """We called them: they hear that somebody comes, and why nobody is there yet."""
    again = Redirect(voice.urls.callback_wait(floor_call, who=CALLER, l=language, n=str(turn + 1)))
    key = "called_hold" if turn else "called_greeting"
    words = (voice.phrases.say(key, language),) if turn % WORDS_EVERY == 0 else ()
    return (*words, Play(voice.urls.audio(MUSIC)), again)


def _whom_we_call(voice: VoiceBoard, floor_call: str) -> Say:
    known = voice.floor.call(floor_call)
    language = language_of_agent(voice, known.agent) if known is not None and known.agent else "tr"
    name = _name(voice, floor_call)
    if name is None:
        return voice.phrases.say("calling_the_customer", language)
    return voice.phrases.say("calling_customer", language, customer=name[:LONGEST_NAME])


def _name(voice: VoiceBoard, floor_call: str) -> str | None:
    try:
        with reading(voice.database) as session:
            record = call_record(session, floor_call)
            customer = session.get(Customer, record.customer_id) if record and record.customer_id else None
    except RecordsUnavailable:
        return None
    return customer.name if customer else None
