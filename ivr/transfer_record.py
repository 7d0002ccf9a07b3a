"""The transfer a leg is part of, as the records have it."""

from typing import Final

import structlog

from callbacks.callback import callback_on_floor
from callbacks.dialler.floor_name import is_callback
from callbacks.place import Place
from escalations.transfer.transfer import Transfer, open_transfer
from ivr.names import agent_name
from ivr.voice_board import VoiceBoard
from records.call_record import call_record
from records.database import reading
from records.errors import RecordsUnavailable
from routing.errors import EpochChanged, FloorUnavailable
from routing.leaving import TAKEN
from telephony.attempt import attempt_of_leg

log = structlog.get_logger(__name__)

AFTER: Final = "after"
"""In an address: which transfer came before it."""


def transfer_of(voice: VoiceBoard, transfer_id: str) -> Transfer | None:
    """None for one that never was. Raises RecordsUnavailable."""
    with reading(voice.database) as session:
        return session.get(Transfer, transfer_id)


def transfer_under_way(voice: VoiceBoard, call: str) -> Transfer | None:
    """Of this conversation; None as well while the records cannot be asked: then all goes as without one."""
    try:
        with reading(voice.database) as session:
            return open_transfer(session, call)
    except RecordsUnavailable as trouble:
        log.warning("transfer_not_looked_for", call=call, why=str(trouble))
        return None


def who_is_asked(voice: VoiceBoard, transfer: Transfer) -> str | None:
    """The name of who rings for it at this moment, or has accepted."""
    try:
        known = voice.floor.call(transfer.floor_call)
    except EpochChanged:
        raise
    except FloorUnavailable:
        known = None
    asked = (known.agent if known is not None else None) or transfer.colleague_id
    return agent_name(voice, asked) if asked else None


def agent_is_there(voice: VoiceBoard, transfer: Transfer) -> bool:
    """Whether the agent still has the customer; believed while the floor cannot be asked."""
    try:
        held = voice.floor.reservation(transfer.reservation)
    except EpochChanged:
        raise
    except FloorUnavailable:
        return True
    return held is not None and held.state in TAKEN


def usual_departure(voice: VoiceBoard, transfer: Transfer) -> str:
    """What the customer's leg asks when it has left the room, as if there had been no transfer.

    Another address than that of their first time in the room, of which the network may have asked when they were led
    out of it: what was answered then is kept, and no longer so. Raises RecordsUnavailable.
    """
    with reading(voice.database) as session:
        if is_callback(transfer.call):
            callback, made = callback_on_floor(session, transfer.call), attempt_of_leg(session, transfer.customer_leg)
            known = {"f": transfer.call, "l": transfer.language, AFTER: transfer.id}
            named = callback.id if callback else transfer.call
            return voice.urls.callback_departure(named, made.token if made else "", **known)
        record = call_record(session, transfer.call)
    if record is None:
        return voice.urls.departure(transfer.call, l=transfer.language, **{AFTER: transfer.id})
    place = Place.recorded(record, round=transfer.reservation, now=voice.clock())
    return voice.urls.departure(transfer.call, **place.query(), **{AFTER: transfer.id})
