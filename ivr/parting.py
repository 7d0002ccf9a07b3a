"""Somebody leaves: the queue, the room or the line. Nobody stays behind in silence."""

from typing import Final

import structlog

from callbacks.place import Place
from escalations.listening.floor_name import listening_labelled
from ivr.arrival import identified
from ivr.incoming import Incoming
from ivr.listening_room import listening_is_looked_at
from ivr.meeting import agent_comes_over
from ivr.reaching import in_the_queue
from ivr.recorded import entrance
from ivr.transfer_moves import customer_of_transfer, leg_of_transfer_moves, transfer_is_looked_at
from ivr.voice_board import VoiceBoard
from ivr.waiting_aside import hears_the_flow, standing, stepped_aside
from ivr.waiting_line import TAKEN, plan_of, put_in_line
from routing.answering import parties_meet
from routing.arrival import caller_returns
from routing.errors import FloorUnavailable
from routing.leaving import agent_leaves, agent_leaves_the_room, caller_hangs_up, caller_is_left, leg_moves
from telephony.leg import FINAL_STATUSES
from telephony.room import CALLER, COLLEAGUE, EXPERT, room_of
from telephony.treatment import Conference, Document, Gather, Hangup, Pause

log = structlog.get_logger(__name__)

QUEUE_AGAIN_SECONDS: Final = 3
RETURN: Final = "1"
RETURN_SECONDS: Final = 4
"""So long we listen for that key: with what the network takes on top, nobody hears nothing for over five seconds."""


def caller_leaves_the_queue(voice: VoiceBoard, incoming: Incoming) -> Document:
    """Twilio's queue lets the caller go: into the room, or for good. Who hung up does not hear our answer."""
    place = Place.carried(incoming.call, incoming.query, voice.clock())
    match incoming.fields.get("QueueResult", ""):
        case "hangup" | "system-error":
            caller_hangs_up(voice, incoming.call, status="completed")
            return (Hangup(),)
        case "leave":
            return _caller_leaves_on_our_word(voice, incoming, place)
        case "redirected" | "bridged" | "redirected-from-bridged":
            return caller_enters_the_room(voice, incoming)
        case _:
            return _caller_was_not_queued(voice, incoming, place)


def _caller_leaves_on_our_word(voice: VoiceBoard, incoming: Incoming, place: Place) -> Document:
    """Into the room, or into the flow they stepped aside for. Where nobody knows why, back into the queue."""
    try:
        call = voice.floor.call(place.call)
        if call is not None and call.state in TAKEN:
            return caller_enters_the_room(voice, incoming)
        aside = stepped_aside(voice, place)
    except FloorUnavailable:
        aside = None
    return hears_the_flow(voice, incoming, aside) if aside else in_the_queue(voice, place.once_more(voice.clock()))


def _caller_was_not_queued(voice: VoiceBoard, incoming: Incoming, place: Place) -> Document:
    """Twilio's queue is full or broken: the place on our floor stands, and the caller tries the queue again."""
    log.warning("caller_not_queued", call=place.call, why=incoming.fields.get("QueueResult", ""))
    try:
        call = standing(voice, incoming, place)
    except FloorUnavailable:
        call = None
    if call is not None and call.state in TAKEN:
        return caller_enters_the_room(voice, incoming)
    again = place.once_more(voice.clock())
    return (voice.phrases.say("still_waiting", place.language), Pause(QUEUE_AGAIN_SECONDS), *in_the_queue(voice, again))


def caller_enters_the_room(voice: VoiceBoard, incoming: Incoming) -> Document:
    """The caller meets the agent: both legs name the same room and tell its events to the same address. Who will be
    recorded hears so first."""
    place = Place.carried(incoming.call, incoming.query, voice.clock())
    door = entrance(voice, incoming.call, place.language, queue=place.queue)
    return (
        *door.words,
        Conference(
            room=room_of(incoming.call),
            label=CALLER,
            start_on_enter=True,
            end_on_exit=True,
            status_callback=voice.urls.room_events(incoming.call),
            recording_events=door.events,
            action=voice.urls.departure(incoming.call, **place.query()),
        ),
    )


def room_changes(voice: VoiceBoard, incoming: Incoming, call: str) -> None:
    """Events of the room come in any order, twice or never, and late ones may be about an earlier room of this call.

    So only their meeting and this agent's leaving are believed; that the caller is gone their own leg tells.
    """
    fields = incoming.fields
    is_caller = fields.get("CallSid") == call or fields.get("ParticipantLabel") == CALLER
    match fields.get("StatusCallbackEvent", ""):
        case "participant-join" if is_caller:
            parties_meet(voice, call)
        case "conference-start":
            parties_meet(voice, call)
        case "participant-join" | "participant-leave" if fields.get("ParticipantLabel") in (COLLEAGUE, EXPERT):
            transfer_is_looked_at(voice, call)
        case "participant-join" | "participant-leave" if listening := listening_labelled(
            fields.get("ParticipantLabel", "")
        ):
            voice.jobs.listen(listening)
        case "participant-join":
            voice.jobs.bring(call)
        case "participant-leave" if not is_caller:
            by = "agent" if fields.get("ReasonParticipantLeft") == "participant_hung_up" else "caller"
            agent_leaves_the_room(voice, call, leg=fields.get("CallSid", ""), by=by)
            transfer_is_looked_at(voice, call)


def caller_left_the_room(voice: VoiceBoard, incoming: Incoming) -> Document:
    """The caller is still on the line and the room is over: never silence, but a way back to the same agent.

    While a colleague is brought into their conversation, they hear what is heard meanwhile.
    """
    if meanwhile := customer_of_transfer(voice, incoming.call, leg=incoming.call):
        return meanwhile
    place = Place.carried(incoming.call, incoming.query, voice.clock())
    try:
        unmet = caller_is_left(voice, incoming.call)
    except FloorUnavailable:
        unmet = False
    if unmet:
        return (voice.phrases.say("unmet", place.language), *in_the_queue(voice, place.once_more(voice.clock())))
    action = voice.urls.return_to_agent(incoming.call, **place.query())
    over = voice.phrases.say("conversation_over", place.language)
    return (Gather(action=action, children=(over,), digits=1, timeout=RETURN_SECONDS),)


def caller_may_return(voice: VoiceBoard, incoming: Incoming) -> Document:
    place = Place.carried(incoming.call, incoming.query, voice.clock())
    if incoming.fields.get("Digits") != RETURN:
        return (voice.phrases.say("goodbye", place.language), Hangup())
    try:
        if not caller_returns(voice, incoming.call):
            put_in_line(voice, place, plan_of(voice, place, identified(voice, incoming)))
    except FloorUnavailable:
        pass
    return in_the_queue(voice, place.once_more(voice.clock()))


def agent_left_the_room(voice: VoiceBoard, incoming: Incoming, reservation_id: str) -> Document:
    """The agent's leg is out of the room: where it is alive, the caller left or the room was closed."""
    hung_up = incoming.fields.get("CallStatus", "") in FINAL_STATUSES
    known = voice.floor.reservation(reservation_id)
    if known is not None and known.came_from and known.came_from == incoming.query.get("room") and not hung_up:
        return agent_comes_over(voice, incoming, reservation_id)  # it was the callback's room: its customer rang in
    agent_leaves(voice, reservation_id, by="agent" if hung_up else "caller")
    if known is not None:
        transfer_is_looked_at(voice, known.call)
        listening_is_looked_at(voice, known.call)
    return (Hangup(),)


def leg_status_moves(voice: VoiceBoard, incoming: Incoming, reservation_id: str) -> None:
    """The agent's leg rings, is answered or ends."""
    fields = incoming.fields
    number = fields.get("SequenceNumber", "0")
    leg_moves(
        voice,
        reservation_id,
        leg=incoming.call,
        attempt=incoming.query.get("attempt", ""),
        status=fields.get("CallStatus", ""),
        sequence=int(number) if number.isdigit() else 0,
    )
    leg_of_transfer_moves(voice, reservation_id, status=fields.get("CallStatus", ""))


def call_status_moves(voice: VoiceBoard, incoming: Incoming) -> None:
    """The caller's leg ended, whatever else we know or do not know yet."""
    status = incoming.fields.get("CallStatus", "")
    if status in FINAL_STATUSES:
        caller_hangs_up(voice, incoming.call, status=status)
        transfer_is_looked_at(voice, incoming.call)
