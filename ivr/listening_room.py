"""Who comes to listen: rung and told to whom, led into the room without a voice, and out of it.

They come in muted whatever they may do there: what makes them heard is one change of their leg, made by whoever looks
at who is in the room. They never begin a room, and none ends with them.
"""

import structlog

from escalations.listening.floor_name import is_listening, label_of, listening_named
from escalations.listening.inviting import BUDDY
from escalations.listening.listening import Listening
from ivr.incoming import Incoming
from ivr.names import agent_name, language_of_agent
from ivr.voice_board import VoiceBoard
from records.database import reading
from records.errors import RecordsUnavailable
from routing.leaving import agent_leaves
from routing.reservation import Reservation
from telephony.room import room_of
from telephony.treatment import Conference, Document, Hangup, Say

log = structlog.get_logger(__name__)


def listener_whispered(voice: VoiceBoard, reservation: Reservation, language: str) -> Say:
    """Whose conversation it is."""
    row = _listening(voice, reservation)
    name = agent_name(voice, row.agent_id) if row is not None else None
    if row is None or name is None:
        return voice.phrases.say("listen_somebody", language)
    return voice.phrases.say("listen_buddy" if row.why == BUDDY else "listen_asked", language, agent=name)


def listener_enters(voice: VoiceBoard, incoming: Incoming, reservation: Reservation) -> Document:
    """Into the room of a conversation that goes on; anybody else is let go with a word."""
    row = _listening(voice, reservation)
    known = voice.floor.call(row.call) if row is not None and not row.over else None
    if row is None or known is None or known.state != "talking":
        agent_leaves(voice, reservation.id, by="caller")
        return (voice.phrases.say("listen_over", language_of_agent(voice, reservation.agent)), Hangup())
    voice.jobs.listen(row.id)
    return (_room(voice, incoming, reservation, row),)


def listening_is_looked_at(voice: VoiceBoard, call: str) -> None:
    """Where this is a listener's name on the floor."""
    if is_listening(call):
        voice.jobs.listen(listening_named(call))


def _room(voice: VoiceBoard, incoming: Incoming, reservation: Reservation, row: Listening) -> Conference:
    return Conference(
        room=room_of(row.call),
        label=label_of(row.id),
        start_on_enter=False,
        end_on_exit=False,
        muted=True,
        status_callback=voice.urls.room_events(row.call),
        action=voice.urls.agent_departure(reservation.id, incoming.query.get("attempt", ""), reservation.call),
    )


def _listening(voice: VoiceBoard, reservation: Reservation) -> Listening | None:
    try:
        with reading(voice.database) as session:
            return session.get(Listening, listening_named(reservation.call))
    except RecordsUnavailable as trouble:
        log.warning("listening_not_read", call=reservation.call, why=str(trouble))
        return None
