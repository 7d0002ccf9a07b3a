"""The agent's phone was answered: a whisper, one key, and the room where the caller will be brought."""

from functools import partial
from typing import Final

from callbacks.dialler.floor_name import is_callback
from cases.customer import Customer
from escalations.listening.floor_name import is_listening
from escalations.transfer.floor_name import is_transfer
from ivr.callback_whisper import BACK, MOMENT, agent_puts_off, callback_whispered
from ivr.declining import agent_declines
from ivr.incoming import Incoming
from ivr.listening_room import listener_enters, listener_whispered
from ivr.names import language_of_agent
from ivr.reaching import small_number
from ivr.recorded import RECORDED, is_recorded
from ivr.transfer_room import colleague_enters
from ivr.transfer_whisper import LATER, colleague_says_later, colleague_whispered, known_of_transfer
from ivr.voice_board import VoiceBoard
from records.call_record import call_record, is_of_the_side
from records.database import reading
from records.errors import RecordsUnavailable
from routing.answering import agent_accepts, agent_does_not_press_a_key, leg_is_answered
from routing.leaving import TAKEN
from routing.reservation import Reservation
from telephony.room import room_of
from telephony.treatment import Conference, Document, Gather, Hangup, Redirect, Say
from telephony.urls import Urls

KEY_SECONDS: Final = 6
"""Silence after the whisper before we hold that nobody is there: a voicemail cannot press a key."""
LONGEST_NAME: Final = 24
"""Characters of a customer's name that fit into a whisper of 4 s at 14 characters a second."""
MOST_WRONG_KEYS: Final = 2
ACCEPTS: Final = "1"
CALLER: Final = "c"
LANGUAGE: Final = "l"
"""In the address that is asked with the key: whom the agent would accept, and what the agent speaks."""


def agent_answers(voice: VoiceBoard, incoming: Incoming, reservation_id: str) -> Document:
    """Who is calling, in four seconds; then one key."""
    reservation = leg_is_answered(voice, reservation_id, leg=incoming.call)
    if reservation is None:
        return (Hangup(),)
    attempt, tries = incoming.query.get("attempt", ""), _tries(incoming)
    language = language_of_agent(voice, reservation.agent)
    known = {CALLER: reservation.call, LANGUAGE: language, **({"tries": str(tries)} if tries else {})}
    known |= known_of_transfer(voice, reservation.call)
    if not is_of_the_side(reservation.call) and is_recorded(voice, reservation.call):
        known[RECORDED] = "1"
    action, whisper = voice.urls.acceptance(reservation_id, attempt, **known), _whisper(voice, reservation, language)
    return (Gather(action=action, children=(whisper,), digits=1, timeout=KEY_SECONDS, finish_on_key=""),)


def agent_presses_a_key(voice: VoiceBoard, incoming: Incoming, reservation_id: str) -> Document:
    reservation = voice.floor.reservation(reservation_id)
    if reservation is None:
        return (Hangup(),)
    language = partial(language_of_agent, voice, reservation.agent)  # an acceptance is not spoken: nobody asks then
    match incoming.fields.get("Digits", ""):
        case key if key == ACCEPTS:
            return _accepts(voice, incoming, reservation_id) or (voice.phrases.say("caller_gone", language()), Hangup())
        case key if key in (MOMENT, BACK) and is_callback(reservation.call):
            return agent_puts_off(voice, reservation, key, language())
        case key if key == LATER and is_transfer(reservation.call):
            return colleague_says_later(voice, reservation, language())
        case "2":
            return agent_declines(voice, incoming, reservation_id, language())
        case wrong if wrong and _tries(incoming) < MOST_WRONG_KEYS:
            whisper = voice.urls.whisper(reservation_id, incoming.query.get("attempt", ""))
            again = Redirect(f"{whisper}&tries={_tries(incoming) + 1}")
            return (voice.phrases.say("not_understood", language()), again)
        case _:
            agent_does_not_press_a_key(voice, reservation_id)
            return (Hangup(),)


def _accepts(voice: VoiceBoard, incoming: Incoming, reservation_id: str) -> Document:
    """Nothing where the caller is gone, or with somebody else."""
    accepted = agent_accepts(voice, reservation_id, leg=incoming.call)
    return into_the_room(voice, incoming, accepted) if accepted else ()


def into_the_room(voice: VoiceBoard, incoming: Incoming, reservation: Reservation) -> Document:
    """Who was to call somebody, and meets them on a call of their own, is told."""
    if is_transfer(reservation.call):
        return colleague_enters(voice, incoming, reservation)
    if is_listening(reservation.call):
        return listener_enters(voice, incoming, reservation)
    which = room_for_calling if is_callback(reservation.call) else room_for_agent
    recorded = RECORDED in incoming.query or is_recorded(voice, reservation.call)
    room = which(voice.urls, reservation.call, reservation.id, incoming.query.get("attempt", ""), recorded=recorded)
    known = voice.floor.reservation(reservation.id)
    if known is None or not known.came_from:
        return room
    return (voice.phrases.say("customer_rang_in", language_of_agent(voice, known.agent)), *room)


def agent_comes_over(voice: VoiceBoard, incoming: Incoming, reservation_id: str) -> Document:
    """Out of a callback's room into that of the customer's own call; for one who is held no more, the end."""
    reservation = voice.floor.reservation(reservation_id)
    if reservation is None or reservation.state not in TAKEN or reservation.leg not in ("", incoming.call):
        return (Hangup(),)
    return into_the_room(voice, incoming, reservation)


def room_for_agent(urls: Urls, call: str, reservation: str, attempt: str, *, recorded: bool = False) -> Document:
    """The agent goes in first; the caller leaves the queue only for a room where somebody stands."""
    return _room(urls, call, reservation, attempt, recorded=recorded)


def room_for_calling(urls: Urls, stay: str, reservation: str, attempt: str, *, recorded: bool = False) -> Document:
    """The same for a callback: alone in the room, the agent hears whom we call."""
    return _room(urls, stay, reservation, attempt, heard_alone=urls.callback_wait(stay), recorded=recorded)


def _room(urls: Urls, call: str, reservation: str, attempt: str, *, heard_alone: str = "", recorded: bool) -> Document:
    """Each leg ends the room when it leaves, so that neither is ever alone in it."""
    return (
        Conference(
            room=room_of(call),
            label="agent",
            start_on_enter=True,
            end_on_exit=True,
            wait_url=heard_alone,
            status_callback=urls.room_events(call),
            recording_events=urls.room_recording(call) if recorded else None,
            action=urls.agent_departure(reservation, attempt, call),
        ),
    )


def _whisper(voice: VoiceBoard, reservation: Reservation, language: str) -> Say:
    """Who and which case: what everybody who is called may know before they press."""
    if is_callback(reservation.call):
        return callback_whispered(voice, reservation.call, language)
    if is_transfer(reservation.call):
        return colleague_whispered(voice, reservation, language)
    if is_listening(reservation.call):
        return listener_whispered(voice, reservation, language)
    try:
        with reading(voice.database) as session:
            record = call_record(session, reservation.call)
            customer = session.get(Customer, record.customer_id) if record and record.customer_id else None
            name, case = (customer.name if customer else None), (record.case_number if record else None)
    except RecordsUnavailable:
        name, case = None, None
    if not name:
        return voice.phrases.say("whisper_case" if case else "whisper_unknown", language, case=case)
    short = name[:LONGEST_NAME]
    if case is None:
        return voice.phrases.say("whisper_customer", language, customer=short)
    return voice.phrases.say("whisper_known", language, customer=short, case=case)


def _tries(incoming: Incoming) -> int:
    return small_number(incoming.query.get("tries"))
