"""A colleague's telephone rings: what the conversation is about in fifteen seconds, then one key."""

from datetime import timedelta
from math import ceil
from typing import Final

from escalations.brief import spoken_brief
from escalations.transfer.floor_name import is_transfer, transfer_named
from escalations.transfer.later import colleague_can_later
from escalations.transfer.searching import how_it_stands, search_of
from escalations.transfer.transfer import Transfer
from ivr.names import agent_name
from ivr.transfer_record import transfer_of
from ivr.voice_board import VoiceBoard
from records.errors import RecordsUnavailable
from routing.answering import agent_rejects
from routing.errors import FloorUnavailable
from routing.reservation import Reservation
from telephony.treatment import Document, Hangup, Say

ROOM: Final = "room"
"""In the addresses of a colleague's leg: whose conversation they come into."""
A_MINUTE: Final = timedelta(minutes=1)
LATER: Final = "3"
LAST_WORDS: Final = timedelta(seconds=8)
"""How long their leg may be up to hear what becomes of it."""


def known_of_transfer(voice: VoiceBoard, call: str) -> dict[str, str]:
    """What a colleague's next address tells, so that they come in though the records are away by then."""
    transfer = _transfer(voice, call)
    return {ROOM: transfer.call} if transfer is not None else {}


def colleague_whispered(voice: VoiceBoard, reservation: Reservation, language: str) -> Say:
    """Without the records it is still told that a colleague asks for them."""
    transfer = _transfer(voice, reservation.call)
    minutes = ceil(voice.escalations.transfer.later_in / A_MINUTE)
    keys = voice.phrases.text("transfer_keys", language, minutes=minutes)
    theirs = (voice.phrases.text("transfer_hand_over", language),) if _is_handed_over(transfer) else ()
    return voice.phrases.saying(language, _asked(voice, transfer, language), *theirs, keys)


def _is_handed_over(transfer: Transfer | None) -> bool:
    """Who accepts owns the case from then on: they are told so before their key."""
    return transfer is not None and transfer.kind == "hand_over"


def colleague_says_later(voice: VoiceBoard, reservation: Reservation, language: str) -> Document:
    """The next one is asked, if there is one. Where it cannot be written down they have declined, and are told so."""
    try:
        noted = colleague_can_later(voice, reservation)
    except RecordsUnavailable:
        agent_rejects(voice, reservation.id, stays=LAST_WORDS)
        return (voice.phrases.say("declined", language), Hangup())
    if not noted:
        return (voice.phrases.say("caller_gone", language), Hangup())
    minutes = ceil(voice.escalations.transfer.later_in / A_MINUTE)
    told = [voice.phrases.text("transfer_later", language, minutes=minutes)]
    told += [voice.phrases.text(key, language) for key in _who_is_next(voice, reservation.call)]
    return (voice.phrases.saying(language, *told), Hangup())


def _who_is_next(voice: VoiceBoard, call: str) -> tuple[str, ...]:
    """Whether somebody else can come; nothing is said of it where the stores are away."""
    try:
        transfer = _transfer(voice, call)
        search = search_of(voice, transfer) if transfer is not None else None
        if transfer is None or search is None:
            return ()
        return ("transfer_next" if how_it_stands(voice, transfer, search) == "asked" else "transfer_nobody_else",)
    except FloorUnavailable:
        return ()


def _asked(voice: VoiceBoard, transfer: Transfer | None, language: str) -> str:
    """The brief, else who asks."""
    if transfer is not None and transfer.brief:
        return spoken_brief(transfer.brief, language)
    name = agent_name(voice, transfer.agent_id) if transfer is not None else None
    if name is None:
        return voice.phrases.text("transfer_asked", language)
    return voice.phrases.text("transfer_asked_by", language, agent=name)


def _transfer(voice: VoiceBoard, call: str) -> Transfer | None:
    if not is_transfer(call):
        return None
    try:
        return transfer_of(voice, transfer_named(call))
    except RecordsUnavailable:
        return None
