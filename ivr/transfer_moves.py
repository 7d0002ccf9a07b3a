"""A leg moved that may be part of a transfer: whoever leads it looks at what is true now."""

import structlog

from escalations.transfer.floor_name import is_transfer, transfer_named
from ivr.transfer_customer import customer_hears
from ivr.transfer_record import transfer_under_way
from ivr.voice_board import VoiceBoard
from records.errors import RecordsUnavailable
from telephony.leg import FINAL_STATUSES
from telephony.treatment import Document

log = structlog.get_logger(__name__)


def transfer_is_looked_at(voice: VoiceBoard, call: str) -> None:
    """Where one of this conversation, or by this name on the floor, is under way."""
    if is_transfer(call):
        voice.jobs.transfer(transfer_named(call))
        return
    transfer = transfer_under_way(voice, call)
    if transfer is not None:
        voice.jobs.transfer(transfer.id)


def customer_of_transfer(voice: VoiceBoard, call: str, *, leg: str) -> Document:
    """What the customer hears instead of the end of a conversation that is not over; nothing where it is."""
    transfer = transfer_under_way(voice, call)
    if transfer is None or transfer.customer_leg != leg:
        return ()
    voice.jobs.transfer(transfer.id)
    try:
        return customer_hears(voice, transfer)
    except RecordsUnavailable as trouble:
        log.warning("transfer_not_read", transfer=transfer.id, why=str(trouble))
        return ()


def leg_of_transfer_moves(voice: VoiceBoard, reservation_id: str, *, status: str) -> None:
    """A colleague's leg rings, is answered or ends; or the agent's ends."""
    known = voice.floor.reservation(reservation_id)
    if known is not None and (is_transfer(known.call) or status in FINAL_STATUSES):
        transfer_is_looked_at(voice, known.call)


def call_held_for(voice: VoiceBoard, agent: str) -> str:
    """The floor's call this agent has, or is rung for; empty for none."""
    known = voice.floor.agent(agent)
    held = voice.floor.reservation(known.reservation) if known is not None and known.reservation else None
    return held.call if held is not None else ""
