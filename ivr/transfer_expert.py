"""Somebody outside is asked into a conversation by telephone: what the agent chose to tell, a key, the room.

Nothing else is told of the customer: who picks up may be anybody. A machine cannot press the key, and hangs up.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import structlog

from callbacks.noting import note
from escalations.transfer.transfer import Transfer
from ivr.incoming import Incoming
from ivr.reaching import small_number
from ivr.transfer_record import agent_is_there, transfer_of
from ivr.voice_board import VoiceBoard
from records.database import reading
from records.errors import RecordsUnavailable
from telephony.attempt import attempt
from telephony.leg import FINAL_STATUSES
from telephony.room import COLLEAGUE, room_of
from telephony.room import EXPERT as LABEL
from telephony.treatment import Conference, Document, Gather, Hangup, Redirect

log = structlog.get_logger(__name__)

ACCEPTS: Final = "1"
KEY_SECONDS: Final = 6
MOST_TOLD: Final = 2
"""So often they are told what it is about; who presses nothing then is let go."""
COMES_IN: Final = frozenset({"ringing", "consulting", "swapped", "merged"})
"""States in which they belong into the room."""
TURN: Final = "n"


def expert_answers(voice: VoiceBoard, incoming: Incoming, transfer_id: str) -> Document:
    """Who asks, and what for. A leg that is not wanted any more hears so. Raises RecordsUnavailable."""
    transfer = _asked_for(voice, incoming, transfer_id)
    if transfer is None:
        return (Hangup(),)
    expert_leg_moves(voice, incoming, transfer_id)
    turn = small_number(incoming.query.get(TURN))
    if transfer.state not in COMES_IN:
        return _is_over(voice, transfer)
    if turn >= MOST_TOLD:
        return (Hangup(),)
    token, phrases = incoming.query.get("attempt", ""), voice.phrases
    words = phrases.say("expert_asked", transfer.language, told=str((transfer.brief or {}).get("told") or ""))
    return (
        Gather(action=voice.urls.expert(transfer.id, token, "expert-key"), children=(words,), digits=1,
               timeout=KEY_SECONDS, finish_on_key="", on_empty=False),
        Redirect(voice.urls.expert(transfer.id, token, **{TURN: str(turn + 1)})),
    )  # fmt: skip


def expert_presses_a_key(voice: VoiceBoard, incoming: Incoming, transfer_id: str) -> Document:
    """One lets them in, as long as the agent is there; any other is a refusal. Raises RecordsUnavailable."""
    transfer = _asked_for(voice, incoming, transfer_id)
    if transfer is None:
        return (Hangup(),)
    voice.jobs.transfer(transfer.id)
    if incoming.fields.get("Digits", "") != ACCEPTS:
        return (voice.phrases.say("declined", transfer.language), Hangup())
    if transfer.state not in COMES_IN or not agent_is_there(voice, transfer):
        return _is_over(voice, transfer)
    return (_room(voice, incoming, transfer),)


def expert_left_the_room(voice: VoiceBoard, incoming: Incoming, transfer_id: str) -> Document:
    """They are not wanted in it any more, or the conversation is over."""
    voice.jobs.transfer(transfer_id)
    try:
        transfer = transfer_of(voice, transfer_id)
    except RecordsUnavailable as trouble:
        log.warning("transfer_not_read", transfer=transfer_id, why=str(trouble))
        transfer = None
    return _is_over(voice, transfer) if transfer is not None else (Hangup(),)


def expert_leg_moves(voice: VoiceBoard, incoming: Incoming, transfer_id: str) -> None:
    """Their leg rings, is answered or ends; whoever writes the journal puts it with the attempt."""
    fields, status = incoming.fields, incoming.fields.get("CallStatus", "")
    told = {
        "token": incoming.query.get("attempt", ""),
        "leg": incoming.call,
        "status": status,
        "sequence": small_number(fields.get("SequenceNumber")),
    }
    note(voice, "leg", incoming.call, told, once=f"{incoming.call}:{status}")
    if status in FINAL_STATUSES:
        voice.jobs.transfer(transfer_id)


def _asked_for(voice: VoiceBoard, incoming: Incoming, transfer_id: str) -> Transfer | None:
    """None for another leg than theirs: nobody comes into a room by an address alone."""
    with reading(voice.database) as session:
        made = attempt(session, incoming.query.get("attempt", ""))
        transfer = session.get(Transfer, transfer_id)
    if made is None or made.subject != transfer_id or not made.is_leg(incoming.call):
        return None
    return transfer


def _is_over(voice: VoiceBoard, transfer: Transfer) -> Document:
    return (voice.phrases.say("transfer_over", transfer.language), Hangup())


def _room(voice: VoiceBoard, incoming: Incoming, transfer: Transfer) -> Conference:
    """Their leaving ends it for nobody, and nobody is left in it with them."""
    token = incoming.query.get("attempt", "")
    return Conference(
        room=room_of(transfer.call),
        label=LABEL,
        start_on_enter=True,
        end_on_exit=False,
        wait_url=voice.urls.transfer_agent(transfer.id, who=COLLEAGUE),
        status_callback=voice.urls.room_events(transfer.call),
        action=voice.urls.expert(transfer.id, token, "expert-departure"),
    )


EXPERT: Final[Mapping[str, Callable[[VoiceBoard, Incoming, str], Document]]] = MappingProxyType({
    "expert": expert_answers,
    "expert-key": expert_presses_a_key,
    "expert-departure": expert_left_the_room,
})  # fmt: skip
"""The steps of their leg, by the last word of the address."""
