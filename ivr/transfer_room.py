"""A colleague comes into the room of somebody's conversation, and leaves it."""

from typing import Final

from escalations.transfer.floor_name import is_transfer, transfer_named
from ivr.incoming import Incoming
from ivr.names import language_of_agent
from ivr.reaching import small_number
from ivr.transfer_record import transfer_of
from ivr.transfer_whisper import ROOM
from ivr.voice_board import VoiceBoard
from records.errors import RecordsUnavailable
from routing.leaving import TAKEN, agent_leaves
from routing.reservation import Reservation
from telephony.device_token import CLIENT
from telephony.room import COLLEAGUE, room_of
from telephony.treatment import Conference, Document, Hangup, Pause, Redirect

WITHOUT_RECORDS_SECONDS: Final = 2
MOST_HELD: Final = 15
"""How often a colleague is held for records that do not answer, before their leg ends."""
TURN: Final = "n"
LANGUAGE: Final = "l"
WITH_A_MENU: Final = frozenset({"ringing", "consulting", "swapped", "merged"})
"""States in which the star key opens the menu of a colleague at a telephone."""
STAYS: Final = frozenset({*WITH_A_MENU, "agent_left"})
"""States in which a colleague who has accepted belongs into the room."""


def colleague_enters(voice: VoiceBoard, incoming: Incoming, reservation: Reservation) -> Document:
    """Into the room of the customer's conversation; what follows is seen to by whoever looks at the transfer."""
    voice.jobs.transfer(transfer_named(reservation.call))
    return colleague_goes_back(voice, incoming, reservation)


def colleague_comes_in(voice: VoiceBoard, incoming: Incoming, reservation_id: str) -> Document:
    """Once more, or when the records could be asked at last; for one who is held no more, the end."""
    reservation = voice.floor.reservation(reservation_id)
    if reservation is None or not is_transfer(reservation.call) or not is_theirs(reservation, incoming):
        return (Hangup(),)
    return colleague_enters(voice, incoming, reservation)


def colleague_goes_back(voice: VoiceBoard, incoming: Incoming, reservation: Reservation) -> Document:
    """Into the room, unless the transfer is over by now; without the records, into the one their address names."""
    try:
        transfer = transfer_of(voice, transfer_named(reservation.call))
    except RecordsUnavailable:
        return _room_by_address(voice, incoming, reservation)
    if transfer is None or transfer.state not in STAYS:
        return colleague_is_out(voice, incoming, reservation)
    return (_room(voice, incoming, reservation, transfer.call, menu=transfer.state in WITH_A_MENU),)


def colleague_is_out(voice: VoiceBoard, incoming: Incoming, reservation: Reservation) -> Document:
    """Nobody is in the room for them any more."""
    agent_leaves(voice, reservation.id, by="caller")
    return (voice.phrases.say("transfer_over", _language(voice, incoming, reservation)), Hangup())


def _room_by_address(voice: VoiceBoard, incoming: Incoming, reservation: Reservation) -> Document:
    call = incoming.query.get(ROOM, "")
    if call:
        return (_room(voice, incoming, reservation, call, menu=True),)
    return _held(voice, incoming, reservation)


def _room(voice: VoiceBoard, incoming: Incoming, reservation: Reservation, call: str, *, menu: bool) -> Conference:
    """Named after the customer's call. Their leaving ends it for nobody; the star key, at a telephone, is a menu."""
    attempt, turn = incoming.query.get("attempt", ""), small_number(incoming.query.get(TURN)) + 1
    known = {ROOM: call, TURN: str(turn), LANGUAGE: _language(voice, incoming, reservation)}
    return Conference(
        room=room_of(call),
        label=COLLEAGUE,
        start_on_enter=True,
        end_on_exit=False,
        wait_url=voice.urls.transfer_agent(transfer_named(reservation.call), who=COLLEAGUE),
        status_callback=voice.urls.room_events(call),
        action=voice.urls.colleague_departure(reservation.id, attempt, **known),
        star_leaves=menu and not incoming.fields.get("From", "").startswith(CLIENT),
    )


def _held(voice: VoiceBoard, incoming: Incoming, reservation: Reservation) -> Document:
    """Nobody can say which room: a moment, and asked again."""
    attempt, turn = incoming.query.get("attempt", ""), small_number(incoming.query.get(TURN)) + 1
    if turn > MOST_HELD:
        return (Hangup(),)
    language = _language(voice, incoming, reservation)
    again = voice.urls.colleague_room(reservation.id, attempt, **{TURN: str(turn), LANGUAGE: language})
    return (voice.phrases.say("transfer_still", language), Pause(WITHOUT_RECORDS_SECONDS), Redirect(again))


def _language(voice: VoiceBoard, incoming: Incoming, reservation: Reservation) -> str:
    return incoming.query.get(LANGUAGE) or language_of_agent(voice, reservation.agent)


def is_theirs(reservation: Reservation, incoming: Incoming) -> bool:
    """Whether this leg has the conversation."""
    return reservation.state in TAKEN and reservation.leg in ("", incoming.call)
