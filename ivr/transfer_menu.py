"""A colleague at a telephone pressed the star key: out of the room for a moment, they say what is to happen."""

from collections.abc import Mapping
from typing import Final

import structlog

from escalations.transfer.floor_name import floor_name, is_transfer, transfer_named
from escalations.transfer.wishing import Wish, wish
from ivr.incoming import Incoming
from ivr.transfer_record import transfer_of
from ivr.transfer_room import LANGUAGE, TURN, WITH_A_MENU, colleague_goes_back, is_theirs
from ivr.transfer_whisper import ROOM
from ivr.voice_board import VoiceBoard
from records.errors import RecordsUnavailable
from routing.leaving import agent_leaves
from routing.reservation import Reservation
from telephony.device_token import CLIENT
from telephony.leg import FINAL_STATUSES
from telephony.room import COLLEAGUE
from telephony.treatment import Document, Gather, Hangup

log = structlog.get_logger(__name__)

MENU_SECONDS: Final = 4
"""Of silence after the menu; who says nothing goes back into the room."""
WISHES: Final[Mapping[str, tuple[Wish, str]]] = {
    "1": ("join", "transfer_joins"),
    "2": ("swap", "transfer_swaps"),
    "3": ("back", "transfer_hands_back"),
    "4": ("callback", "transfer_calls_later"),
}
"""Key → what is wished for, and what is said to it."""
RESERVATION: Final = "r"
"""In the address that is asked with the key: by what the floor holds the colleague."""
LEAVES: Final = frozenset({"back", "callback"})
"""Wishes with which the colleague is out of the conversation."""


def colleague_left_the_room(voice: VoiceBoard, incoming: Incoming, reservation_id: str) -> Document:
    """Their leg is out of the room: for good, by their star key, or because the room was over."""
    reservation = voice.floor.reservation(reservation_id)
    if reservation is None or not is_transfer(reservation.call):
        return (Hangup(),)
    if incoming.fields.get("CallStatus", "") in FINAL_STATUSES or not is_theirs(reservation, incoming):
        agent_leaves(voice, reservation_id, by="agent")
        voice.jobs.transfer(transfer_named(reservation.call))
        return (Hangup(),)
    voice.jobs.transfer(transfer_named(reservation.call))
    return _what_next(voice, incoming, reservation)


def _what_next(voice: VoiceBoard, incoming: Incoming, reservation: Reservation) -> Document:
    """The menu where they can have pressed its key; else back in, or out for good."""
    at_a_browser = incoming.fields.get("From", "").startswith(CLIENT)
    try:
        transfer = transfer_of(voice, transfer_named(reservation.call))
    except RecordsUnavailable:
        transfer = None
    if transfer is None or transfer.state not in WITH_A_MENU or at_a_browser:
        return colleague_goes_back(voice, incoming, reservation)
    return _menu(voice, incoming, reservation)


def _menu(voice: VoiceBoard, incoming: Incoming, reservation: Reservation) -> Document:
    """Asked while the others talk, or are on hold."""
    language = incoming.query.get(LANGUAGE, "tr")
    known = {name: incoming.query[name] for name in ("attempt", ROOM, TURN, LANGUAGE) if name in incoming.query}
    action = voice.urls.transfer_menu(
        transfer_named(reservation.call), COLLEAGUE, **{RESERVATION: reservation.id}, **known
    )
    words = voice.phrases.say("transfer_menu", language)
    return (Gather(action=action, children=(words,), digits=1, timeout=MENU_SECONDS, finish_on_key=""),)


def colleague_chooses(voice: VoiceBoard, incoming: Incoming, transfer_id: str) -> Document:
    """What they chose is written down; unless they leave by it, they are back in the room."""
    reservation = voice.floor.reservation(incoming.query.get(RESERVATION, ""))
    if reservation is None or reservation.call != floor_name(transfer_id) or not is_theirs(reservation, incoming):
        return (Hangup(),)
    chosen = WISHES.get(incoming.fields.get("Digits", ""))
    if chosen is None or not _wished(voice, transfer_id, chosen[0]):
        return colleague_goes_back(voice, incoming, reservation)
    what, told = chosen
    said = voice.phrases.say(told, incoming.query.get(LANGUAGE, "tr"))
    return (said, Hangup()) if what in LEAVES else (said, *colleague_goes_back(voice, incoming, reservation))


def _wished(voice: VoiceBoard, transfer_id: str, what: Wish) -> bool:
    try:
        return wish(voice, transfer_id, what, by="colleague")
    except RecordsUnavailable as trouble:
        log.warning("wish_not_kept", transfer=transfer_id, why=str(trouble))
        return False
