"""The customer while a colleague is brought into their conversation: music and words, the room, a choice, a promise.

One address for all of it: what it answers is decided by how far the transfer is when it is asked. So it may be asked
twice, late, or by a leg that was moved more often than needed. While the records cannot be asked the music goes on.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

import structlog

from escalations.transfer.transfer import Transfer
from ivr.incoming import Incoming
from ivr.reaching import small_number
from ivr.recorded import entrance
from ivr.transfer_hold import on_hold
from ivr.transfer_promise import also_called, asked_what_next, told_who_calls
from ivr.transfer_record import transfer_of, usual_departure
from ivr.voice_board import VoiceBoard
from ivr.waiting import MUSIC
from records.errors import RecordsUnavailable
from telephony.room import CALLER, room_of
from telephony.treatment import Conference, Document, Hangup, Play, Redirect

log = structlog.get_logger(__name__)

LEFT: Final = "out"
"""In the address that is asked when the customer has left the room of a transfer that was under way."""
_OF_CUSTOMER: Final = re.compile(r"/voice/transfers/([0-9a-f]{32})/(?:customer|wish)\b")


def customer_is_on_hold(voice: VoiceBoard, incoming: Incoming, transfer_id: str) -> Document:
    """What the customer's leg hears next. Another leg than theirs is hung up on."""
    turn = small_number(incoming.query.get("n"))
    try:
        transfer = transfer_of(voice, transfer_id)
        if transfer is None or transfer.customer_leg != incoming.call:
            return (Hangup(),)
        if LEFT in incoming.query and transfer.state == "returned":
            return _out_of_the_room(voice, transfer, turn)
        return customer_hears(voice, transfer, turn)
    except RecordsUnavailable as trouble:
        log.warning("transfer_not_read", transfer=transfer_id, why=str(trouble))
        return (Play(voice.urls.audio(MUSIC)), Redirect(voice.urls.transfer_customer(transfer_id, n=str(turn + 1))))


def customer_of_failed(voice: VoiceBoard, incoming: Incoming) -> str:
    """Where a customer goes on whose document or key failed; empty where it was no transfer's."""
    url = incoming.fields.get("ErrorUrl", "").removeprefix(voice.urls.public)
    named = _OF_CUSTOMER.match(url)
    return voice.urls.transfer_customer(named[1], n="1") if named else ""


def customer_hears(voice: VoiceBoard, transfer: Transfer, turn: int = 0) -> Document:
    """Raises RecordsUnavailable."""
    return HEARD[transfer.state](voice, transfer, turn)


def _in_the_room(voice: VoiceBoard, transfer: Transfer, turn: int) -> Document:
    """With the colleague. Out of it, they hear what is due then; so nobody who is there is let go by a room."""
    return _room(voice, transfer, ends=False, action=_after_the_room(voice, transfer))


def _with_the_colleague_alone(voice: VoiceBoard, transfer: Transfer, turn: int) -> Document:
    return _room(voice, transfer, ends=True, action=_after_the_room(voice, transfer))


def _back_with_the_agent(voice: VoiceBoard, transfer: Transfer, turn: int) -> Document:
    """All as it was before. Where nobody came and they said nothing, a call is promised as well, and told."""
    words = also_called(voice, transfer)
    return (*words, *_room(voice, transfer, ends=True, action=usual_departure(voice, transfer)))


def _after_the_room(voice: VoiceBoard, transfer: Transfer) -> str:
    """The same address: whether the leg was sent there or has left the room makes a difference when all is over."""
    return voice.urls.transfer_customer(transfer.id, **{LEFT: "1"})


def _room(voice: VoiceBoard, transfer: Transfer, *, ends: bool, action: str) -> Document:
    door = entrance(voice, transfer.call, transfer.language)
    room = Conference(
        room=room_of(transfer.call),
        label=CALLER,
        start_on_enter=True,
        end_on_exit=ends,
        wait_url=voice.urls.transfer_agent(transfer.id, who=CALLER, l=transfer.language),
        status_callback=voice.urls.room_events(transfer.call),
        recording_events=door.events,
        action=action,
    )
    return (*door.words, room)


def _out_of_the_room(voice: VoiceBoard, transfer: Transfer, turn: int) -> Document:
    return (Redirect(usual_departure(voice, transfer)),)


def _gone(voice: VoiceBoard, transfer: Transfer, turn: int) -> Document:
    return (Hangup(),)


HEARD: Final[Mapping[str, Callable[[VoiceBoard, Transfer, int], Document]]] = {
    "requested": on_hold,
    "brief_ready": on_hold,
    "ringing": on_hold,
    "consulting": on_hold,
    "swapped": _in_the_room,
    "merged": _in_the_room,
    "agent_left": _with_the_colleague_alone,
    "nobody_came": asked_what_next,
    "returned": _back_with_the_agent,
    "promised": told_who_calls,
    "caller_gone": _gone,
    "done": _out_of_the_room,
}
"""What the customer hears, by the state of the transfer."""
