"""Who is in the room and hears nobody: the agent on hold while a colleague is sought, and whoever waits there alone."""

from collections.abc import Mapping
from typing import Final

import structlog

from escalations.transfer.transfer import Transfer
from ivr.incoming import Incoming
from ivr.names import language_of_agent
from ivr.reaching import small_number
from ivr.transfer_record import transfer_of, who_is_asked
from ivr.voice_board import VoiceBoard
from ivr.waiting import MUSIC
from records.errors import RecordsUnavailable
from telephony.room import AGENT, CALLER, COLLEAGUE
from telephony.treatment import Document, Play, Redirect, Say

log = structlog.get_logger(__name__)

AGENT_HEARS: Final[Mapping[str, str]] = {
    "requested": "transfer_agent_seeks",
    "brief_ready": "transfer_agent_seeks",
    "ringing": "transfer_agent_seeks",
    "nobody_came": "transfer_agent_nobody",
}
"""What an agent on hold is told, by the state of the transfer."""


def held_in_the_room(voice: VoiceBoard, incoming: Incoming, transfer_id: str) -> Document:
    """A word and music, again and again: a document heard in a room, for the agent, the colleague or the customer."""
    turn, who = small_number(incoming.query.get("n")), incoming.query.get("who", AGENT)
    known = {name: incoming.query[name] for name in ("who", "l") if name in incoming.query}
    again = Redirect(voice.urls.transfer_agent(transfer_id, **known, n=str(turn + 1)))
    try:
        words = _words(voice, incoming, transfer_id, who)
    except RecordsUnavailable as trouble:
        log.warning("transfer_not_read", transfer=transfer_id, why=str(trouble))
        words = ()
    return (*words, Play(voice.urls.audio(MUSIC)), again)


def _words(voice: VoiceBoard, incoming: Incoming, transfer_id: str, who: str) -> tuple[Say, ...]:
    transfer = transfer_of(voice, transfer_id)
    if transfer is None:
        return ()
    if who == CALLER:
        return (voice.phrases.say("still_waiting", transfer.language),)
    if who == COLLEAGUE:
        held = transfer.state == "swapped"
        language = language_of_agent(voice, transfer.colleague_id or "")
        return (voice.phrases.say("transfer_colleague_held" if held else "still_waiting", language),)
    return _agent_is_told(voice, transfer)


def _agent_is_told(voice: VoiceBoard, transfer: Transfer) -> tuple[Say, ...]:
    language = language_of_agent(voice, transfer.agent_id)
    name = who_is_asked(voice, transfer) if transfer.state == "ringing" else None
    if name:
        return (voice.phrases.say("transfer_agent_calls", language, agent=name),)
    told = AGENT_HEARS.get(transfer.state)
    return (voice.phrases.say(told, language),) if told else ()
