"""While the caller waits: what they hear, and at each turn the proof that they still stand on the floor."""

from typing import Final

from callbacks.noting import note
from callbacks.place import Place
from ivr.arrival import identified
from ivr.incoming import Incoming
from ivr.reaching import small_number, stand_in_line
from ivr.voice_board import VoiceBoard
from records.database import reading
from records.errors import RecordsUnavailable
from routing.arrival import caller_returns
from routing.call_on_floor import CallOnFloor
from routing.errors import FloorUnavailable
from staff.agent import agent
from telephony.treatment import Document, Hangup, Leave, Pause, Play, Redirect, Say

TAKEN: Final = ("accepted", "talking")
"""States of a call whose agent stands in the room: the caller is led there."""
MUSIC: Final = "hold.wav"
WITHOUT_A_FLOOR_SECONDS: Final = 2
"""How soon the wait document is asked again while the floor cannot be reached: the caller is back on it soon after."""


def caller_waits_on(voice: VoiceBoard, incoming: Incoming) -> Document:
    """One turn of the wait: told once who is called, then where they stand, with music in between."""
    place = Place.carried(incoming.call, incoming.query, voice.clock())
    turn = small_number(incoming.query.get("n"))
    again = Redirect(voice.urls.wait(place.call, n=str(turn + 1), **place.query()))
    try:
        call = standing(voice, incoming, place)
    except FloorUnavailable:
        _note_queue(voice, incoming, turn)
        return (voice.phrases.say("still_waiting", place.language), Pause(WITHOUT_A_FLOOR_SECONDS), again)
    if call is not None and call.state == "gone":
        return (voice.phrases.say("goodbye", place.language), Hangup())
    if call is not None and call.state in TAKEN:
        return (_told(voice, place, call, turn), Leave()) if turn == 0 else (Leave(),)
    _note_queue(voice, incoming, turn)
    return (_told(voice, place, call, turn), Play(voice.urls.audio(MUSIC)), again)


def _note_queue(voice: VoiceBoard, incoming: Incoming, turn: int) -> None:
    """Where the caller can be taken out of the queue by name; noted once, and not for one who is on the way out."""
    if turn == 0 and (queue_sid := incoming.fields.get("QueueSid")):
        note(voice, "queued", incoming.call, {"queue_sid": queue_sid}, once=incoming.key())


def standing(voice: VoiceBoard, incoming: Incoming, place: Place) -> CallOnFloor | None:
    """The call as the floor knows it; put back at its old place if the floor has forgotten it."""
    call = voice.floor.call(place.call)
    if call is None:
        stand_in_line(voice, place, identified(voice, incoming))
        return voice.floor.call(place.call)
    if call.state == "over":
        caller_returns(voice, place.call)
        return voice.floor.call(place.call)
    return call


def _told(voice: VoiceBoard, place: Place, call: CallOnFloor | None, turn: int) -> Say:
    if call is None:
        return voice.phrases.say("still_waiting", place.language)
    awaited = call.agent or (
        call.lines[0].removeprefix("agent:") if len(call.lines) == 1 and call.lines[0].startswith("agent:") else None
    )
    if turn == 0 and awaited is not None:
        return _calling(voice, place, awaited, busy=call.agent is None)
    if turn == 0:
        return voice.phrases.say("calling_somebody", place.language)
    return voice.phrases.say("waiting", place.language, position=call.position or 1)


def _calling(voice: VoiceBoard, place: Place, agent_id: str, *, busy: bool) -> Say:
    try:
        with reading(voice.database) as session:
            called = agent(session, agent_id)
    except RecordsUnavailable:
        called = None
    if called is None:
        return voice.phrases.say("calling_somebody", place.language)
    return voice.phrases.say("waiting_for_agent" if busy else "calling_agent", place.language, agent=called.name)
