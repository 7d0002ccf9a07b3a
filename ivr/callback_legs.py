"""The customer we call back: they answer, come into the room, are alone in it for a while, leave it.

What their next step needs travels in the addresses of their leg: without the records they still come into the room.
"""

from dataclasses import dataclass
from typing import Final

import structlog

from callbacks.callback import Callback
from callbacks.dialler.held import was_overtaken
from callbacks.dialler.plan import plan_of_callback
from callbacks.noting import note
from ivr.incoming import Incoming
from ivr.parting import RETURN, RETURN_SECONDS
from ivr.reaching import small_number
from ivr.recorded import entrance
from ivr.transfer_moves import customer_of_transfer, transfer_is_looked_at
from ivr.voice_board import VoiceBoard
from records.database import reading
from records.errors import RecordsUnavailable
from routing.arrival import caller_returns
from routing.changed_plan import whoever_is_free
from routing.leaving import caller_hangs_up, caller_is_left
from telephony.attempt import Attempt
from telephony.attempt import attempt as attempt_by
from telephony.leg import FINAL_STATUSES
from telephony.room import CALLER, room_of
from telephony.treatment import Conference, Document, Gather, Hangup, Pause, Redirect

log = structlog.get_logger(__name__)

STAY, LANGUAGE = "f", "l"
"""In the addresses of their leg: what the floor knows the callback by, and what is spoken."""
HOLD_SECONDS: Final = 2
MESSAGE_SECONDS: Final = 2
"""The worker that found a machine leads it to its message by then; should it have died, it gets there by itself."""
VERDICT_SECONDS: Final = 20
"""A greeting is over by then, and the network has told."""
MET: Final = ("talking", "over")
"""States of a call whose two parties have met."""


@dataclass(frozen=True, kw_only=True)
class Called:
    """The leg of a customer as its own addresses and, where they can be read, the records tell of it."""

    id: str
    token: str
    stay: str
    language: str
    callback: Callback | None = None
    attempt: Attempt | None = None

    @property
    def known(self) -> dict[str, str]:
        return {STAY: self.stay, LANGUAGE: self.language}


def customer_answers(voice: VoiceBoard, incoming: Incoming, callback_id: str) -> Document:
    """Into the room, where the agent stands, or where the next one will. A leg that is not the live attempt's is hung
    up on: nobody is talked to twice."""
    called = _called(voice, incoming, callback_id)
    if called is None:
        return (Hangup(),)
    customer_leg_moves(voice, incoming, callback_id)
    if called.callback is not None and was_overtaken(called.callback):
        return (Hangup(),)  # they are on the line with us already, on a call of their own
    if called.callback is not None and called.callback.over:
        return (voice.phrases.say("called_needless", called.language), Hangup())
    if not called.stay:
        return _held(voice, incoming, called)
    if meanwhile := customer_of_transfer(voice, called.stay, leg=incoming.call):
        return meanwhile  # a document of theirs failed while a colleague is brought
    return _into_the_room(voice, called)


def customer_left_the_room(voice: VoiceBoard, incoming: Incoming, callback_id: str) -> Document:
    """The customer is still on the line and the room is over: never silence, but a way back."""
    called = _called(voice, incoming, callback_id)
    if called is None:
        return (Hangup(),)
    if meanwhile := customer_of_transfer(voice, called.stay, leg=incoming.call):
        return meanwhile
    if called.attempt is not None and called.attempt.by_machine:
        return (Pause(MESSAGE_SECONDS), Redirect(voice.urls.callback_message(callback_id, called.token)))
    if caller_is_left(voice, called.stay):
        voice.jobs.look_at_leg(callback_id)
        return (voice.phrases.say("unmet", called.language), *_into_the_room(voice, called))
    over = voice.phrases.say("conversation_over", called.language)
    action = voice.urls.callback_return(callback_id, called.token, **called.known)
    return (Gather(action=action, children=(over,), digits=1, timeout=RETURN_SECONDS),)


def customer_may_return(voice: VoiceBoard, incoming: Incoming, callback_id: str) -> Document:
    called = _called(voice, incoming, callback_id)
    if called is None:
        return (Hangup(),)
    if incoming.fields.get("Digits") == RETURN and called.callback is not None:
        plan = whoever_is_free(plan_of_callback(voice, called.callback, now=voice.clock()))
        if caller_returns(voice, called.stay, plan=plan):
            return _into_the_room(voice, called)
    goodbye = voice.phrases.say("called_goodbye", called.language)
    return (goodbye, Pause(VERDICT_SECONDS), Hangup()) if _may_be_a_machine(voice, called) else (goodbye, Hangup())


def customer_leg_moves(voice: VoiceBoard, incoming: Incoming, callback_id: str) -> None:
    """Their leg rings, is answered or ends. A conversation is over at once; what came of a try a job settles.

    It is told as a part of their stay in line: the leg is nobody's call to us.
    """
    fields, status = incoming.fields, incoming.fields.get("CallStatus", "")
    told = {
        "token": incoming.query.get("attempt", ""),
        "leg": incoming.call,
        "status": status,
        "sequence": small_number(fields.get("SequenceNumber")),
    }
    note(voice, "leg", incoming.query.get(STAY, ""), told, once=f"{incoming.call}:{status}")
    if status in FINAL_STATUSES:
        _conversation_is_over(voice, incoming, callback_id, status)
    if status == "in-progress" or status in FINAL_STATUSES:
        voice.jobs.look_at_leg(callback_id)


def _called(voice: VoiceBoard, incoming: Incoming, callback_id: str) -> Called | None:
    """None where this leg is not the live attempt's. Without the records it is believed: its address is signed."""
    token = incoming.query.get("attempt", "")
    told = Called(id=callback_id, token=token, stay=incoming.query.get(STAY, ""),
                  language=incoming.query.get(LANGUAGE, "tr"))  # fmt: skip
    try:
        with reading(voice.database) as session:
            callback, attempt = session.get(Callback, callback_id), attempt_by(session, token)
    except RecordsUnavailable:
        return told if told.stay else None
    if callback is None or attempt is None or attempt.subject != callback_id or not attempt.is_leg(incoming.call):
        return None
    return Called(id=callback_id, token=token, stay=callback.floor_call or "", language=callback.language,
                  callback=callback, attempt=attempt)  # fmt: skip


def _into_the_room(voice: VoiceBoard, called: Called) -> Document:
    """Who will be recorded hears so first."""
    door = entrance(voice, called.stay, called.language, queue=called.callback.queue if called.callback else "")
    return (*door.words, _room(voice, called, door.events))


def _room(voice: VoiceBoard, called: Called, recording_events: str | None) -> Conference:
    """Named after the stay: whichever agent has it goes into the same. Each of the two ends it by leaving."""
    return Conference(
        room=room_of(called.stay),
        label=CALLER,
        start_on_enter=True,
        end_on_exit=True,
        wait_url=voice.urls.callback_wait(called.stay, who=CALLER, l=called.language),
        status_callback=voice.urls.room_events(called.stay),
        recording_events=recording_events,
        action=voice.urls.callback_departure(called.id, called.token, **called.known),
        time_limit=round(voice.dialler.leg.longest.total_seconds()),
    )


def _may_be_a_machine(voice: VoiceBoard, called: Called) -> bool:
    """Nobody has told yet: an agent who hears a greeting hangs up before it is over, and the message comes after it."""
    told = called.attempt.answered_by if called.attempt is not None else None
    return voice.dialler.leg.detect_machines and told is None


def _held(voice: VoiceBoard, incoming: Incoming, called: Called) -> Document:
    """Nobody is in line for them at this moment: a word, and asked again, until the job has put them there."""
    turn = small_number(incoming.query.get("n")) + 1
    again = voice.urls.callback_answer(called.id, called.token, n=str(turn), **called.known)
    return (voice.phrases.say("called_hold", called.language), Pause(HOLD_SECONDS), Redirect(again))


def _conversation_is_over(voice: VoiceBoard, incoming: Incoming, callback_id: str, status: str) -> None:
    """Who talked with them goes to their paperwork at once, whatever the records can tell. The end of another leg than
    the attempt's is none of theirs."""
    stay, token = incoming.query.get(STAY, ""), incoming.query.get("attempt", "")
    try:
        with reading(voice.database) as session:
            callback, attempt = session.get(Callback, callback_id), attempt_by(session, token)
            if attempt is None or attempt.leg not in (None, incoming.call):
                return
            stay = (callback.floor_call if callback is not None else None) or stay
    except RecordsUnavailable as trouble:
        log.warning("callback_not_read", callback=callback_id, why=str(trouble))
    known = voice.floor.call(stay) if stay else None
    if known is not None and known.state in MET:
        caller_hangs_up(voice, stay, status=status)
        transfer_is_looked_at(voice, stay)
