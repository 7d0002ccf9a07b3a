"""A colleague comes into the room of somebody's conversation, and leaves it."""

from typing import Final

from escalations.transfer.floor_name import is_transfer, transfer_named
from ivr.incoming import Incoming
from ivr.reaching import small_number
from ivr.transfer_record import transfer_of
from ivr.transfer_whisper import ROOM
from ivr.voice_board import VoiceBoard
from records.errors import RecordsUnavailable
from routing.leaving import TAKEN, agent_leaves
from routing.reservation import Reservation
from telephony.device_token import CLIENT
from telephony.leg import FINAL_STATUSES
from telephony.room import COLLEAGUE, room_of
from telephony.treatment import Conference, Document, Hangup, Pause, Redirect

WITHOUT_RECORDS_SECONDS: Final = 2
MOST_HELD: Final = 15
"""How often a colleague is held for records that do not answer, before their leg ends."""
TURN: Final = "n"
LANGUAGE: Final = "l"
WITH_A_MENU: Final = frozenset({"consulting", "swapped", "merged"})
"""States in which the star key opens the menu of a colleague at a telephone."""
STAYS: Final = frozenset({*WITH_A_MENU, "ringing", "agent_left"})
"""States in which a colleague who is out of the room goes back into it: it is not they who ended it."""


def colleague_enters(voice: VoiceBoard, incoming: Incoming, reservation: Reservation) -> Document:
    """Into the room of the customer's conversation; what follows is seen to by whoever looks at the transfer."""
    voice.jobs.transfer(transfer_named(reservation.call))
    return _room_or_held(voice, incoming, reservation)


def colleague_comes_in(voice: VoiceBoard, incoming: Incoming, reservation_id: str) -> Document:
    """Once more, or when the records could be asked at last; for one who is held no more, the end."""
    reservation = voice.floor.reservation(reservation_id)
    if reservation is None or not is_transfer(reservation.call) or not _is_theirs(reservation, incoming):
        return (Hangup(),)
    return colleague_enters(voice, incoming, reservation)


def colleague_left_the_room(voice: VoiceBoard, incoming: Incoming, reservation_id: str) -> Document:
    """Their leg is out of the room: for good, or they go back into it."""
    reservation = voice.floor.reservation(reservation_id)
    if reservation is None or not is_transfer(reservation.call):
        return (Hangup(),)
    transfer_id = transfer_named(reservation.call)
    if incoming.fields.get("CallStatus", "") in FINAL_STATUSES or not _is_theirs(reservation, incoming):
        agent_leaves(voice, reservation_id, by="agent")
        voice.jobs.transfer(transfer_id)
        return (Hangup(),)
    voice.jobs.transfer(transfer_id)
    try:
        transfer = transfer_of(voice, transfer_id)
    except RecordsUnavailable:
        return _held(voice, incoming, reservation)
    if transfer is None or transfer.state not in STAYS:
        agent_leaves(voice, reservation_id, by="caller")
        return (Hangup(),)
    return (_room(voice, incoming, reservation, transfer.call, menu=transfer.state in WITH_A_MENU),)


def _room_or_held(voice: VoiceBoard, incoming: Incoming, reservation: Reservation) -> Document:
    call = incoming.query.get(ROOM, "")
    if not call:
        try:
            transfer = transfer_of(voice, transfer_named(reservation.call))
        except RecordsUnavailable:
            return _held(voice, incoming, reservation)
        if transfer is None or transfer.over:
            agent_leaves(voice, reservation.id, by="caller")
            return (Hangup(),)
        call = transfer.call
    return (_room(voice, incoming, reservation, call, menu=True),)


def _room(voice: VoiceBoard, incoming: Incoming, reservation: Reservation, call: str, *, menu: bool) -> Conference:
    """Named after the customer's call. Their leaving ends it for nobody; the star key, at a telephone, is a menu."""
    attempt, turn = incoming.query.get("attempt", ""), small_number(incoming.query.get(TURN)) + 1
    return Conference(
        room=room_of(call),
        label=COLLEAGUE,
        start_on_enter=True,
        end_on_exit=False,
        wait_url=voice.urls.transfer_agent(transfer_named(reservation.call), who=COLLEAGUE),
        status_callback=voice.urls.room_events(call),
        action=voice.urls.colleague_departure(reservation.id, attempt, **{ROOM: call, TURN: str(turn)}),
        star_leaves=menu and not incoming.fields.get("From", "").startswith(CLIENT),
    )


def _held(voice: VoiceBoard, incoming: Incoming, reservation: Reservation) -> Document:
    """Nobody can say which room: a moment, and asked again."""
    attempt, turn = incoming.query.get("attempt", ""), small_number(incoming.query.get(TURN)) + 1
    if turn > MOST_HELD:
        return (Hangup(),)
    known = {name: incoming.query[name] for name in (ROOM, LANGUAGE) if name in incoming.query}
    word = voice.phrases.say("transfer_still", incoming.query.get(LANGUAGE, "tr"))
    again = voice.urls.colleague_room(reservation.id, attempt, **known, **{TURN: str(turn)})
    return (word, Pause(WITHOUT_RECORDS_SECONDS), Redirect(again))


def _is_theirs(reservation: Reservation, incoming: Incoming) -> bool:
    return reservation.state in TAKEN and reservation.leg in ("", incoming.call)
