"""An agent's browser connects to us: to take the caller it is held for, and for nothing else."""

from ivr.incoming import Incoming
from ivr.meeting import into_the_room
from ivr.names import language_of_agent
from ivr.transfer_moves import call_held_for, transfer_is_looked_at
from ivr.voice_board import VoiceBoard
from routing.answering import agent_accepts
from routing.leaving import device_is_gone
from telephony.device_token import CLIENT, is_device_of
from telephony.leg import FINAL_STATUSES
from telephony.treatment import Document, Hangup

OFFER: str = "reservation"
"""What the browser says it takes."""


def device_connects(voice: VoiceBoard, incoming: Incoming) -> Document:
    """The agent's click in the browser is their key 1: accepted, and into the room.

    Only the reservation's own agent may: who the browser belongs to is Twilio's word, out of the token we made.
    """
    who, asked = device_of(incoming), offer_named(incoming)
    reservation = voice.floor.reservation(asked) if asked else None
    if reservation is None:
        return _refused(voice, "desk_nothing_to_take", who)
    if not is_device_of(reservation.agent, f"{CLIENT}{who}"):
        return _refused(voice, "desk_not_yours", who)
    accepted = agent_accepts(voice, reservation.id, leg=incoming.call)
    if accepted is None:
        return _refused(voice, "caller_gone" if reservation.state == "withdrawn" else "desk_too_late", who)
    if reservation.leg not in ("", incoming.call):
        voice.jobs.cancel([reservation])  # the agent's telephone rings for the same caller
    return into_the_room(voice, incoming, accepted)


def device_of(incoming: Incoming) -> str:
    """Whose browser this leg is; empty for telephones, and where a page tries to be two people at once."""
    told = {value for name, value in incoming.pairs if name in ("From", "Caller")}
    [address] = told if len(told) == 1 else [""]
    return address.removeprefix(CLIENT) if address.startswith(CLIENT) else ""


def offer_named(incoming: Incoming) -> str:
    """Which reservation the browser takes: its own parameter, or ours where we sent the leg round once more."""
    return incoming.query.get(OFFER) or incoming.fields.get(OFFER, "")


def device_leg_moves(voice: VoiceBoard, incoming: Incoming) -> None:
    """Twilio's word that the leg of a browser has ended: its conversation is over, if it was in one."""
    if incoming.fields.get("CallStatus", "") in FINAL_STATUSES:
        call = call_held_for(voice, device_of(incoming))
        device_is_gone(voice, device_of(incoming), leg=incoming.call)
        if call:
            transfer_is_looked_at(voice, call)


def _refused(voice: VoiceBoard, phrase: str, who: str) -> Document:
    return (voice.phrases.say(phrase, language_of_agent(voice, who)), Hangup())
