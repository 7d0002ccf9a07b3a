"""Calling back is offered to numbers we call, and promised before the caller hears of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from callbacks.dialler.making import callable_number, offered_window
from callbacks.dialler.slots import Slot, slots_for
from callbacks.dialler.supervisors import SUPERVISOR
from callbacks.dialler.wanted import CallbackRefused, CallbackWanted
from callbacks.place import Place
from ivr.effects.calling_back import Within, number_of, told
from ivr.effects.lead_promised import lead_is_promised
from ivr.effects.lead_who_calls import by_a_lead, who_calls
from ivr.effects.naming import named
from ivr.language.callback import NUMBER, CallbackEffect, OfferCallback, PromiseCallback, ProveNumber
from ivr.language.callback_times import BETWEEN, TIMES, OfferTimes
from ivr.language.move import Outcome
from ivr.number_code import is_their_code, needs_a_code, sends_a_code
from ivr.promising import promise_to_call, text_to
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.call_record import call_record
from records.database import reading

CALLER: Final = "caller"
MOST_TIMES: Final = 5
"""More at once nobody remembers."""


def offer_callback(voice: VoiceBoard, talk: Talk, effect: OfferCallback) -> Outcome:
    """By when, counted from the first moment at which that number may be called."""
    wanted = by_a_lead(voice, _wanted(talk, effect, effect.keyed if effect.keyed is not None else number_of(talk)))
    if not is_called(voice, wanted.phone):
        return Outcome(way="other")
    with reading(voice.database) as session:
        try:
            due = offered_window(session, voice, wanted)[1]
        except CallbackRefused:
            return Outcome(way="other")
    phone = callable_number(voice, wanted.phone)
    who = who_calls(voice, wanted.agent_id, talk.conversation.language)
    values = {"due": told(voice, _within(effect), due), "phone": phone, "who": who}
    return Outcome(way="offer", values=values, kept={NUMBER: phone} if effect.keyed is not None else {})


def promise_callback(voice: VoiceBoard, talk: Talk, effect: PromiseCallback) -> Outcome:
    """A number that is owed a callback about it already is not owed two: what was promised first stands."""
    wanted = _with_place(voice, talk, by_a_lead(voice, _wanted(talk, effect, effect.phone or number_of(talk))))
    if effect.begin is not None:
        begin = datetime.fromisoformat(effect.begin)
        wanted = replace(
            wanted,
            kind=wanted.kind if wanted.kind == SUPERVISOR else "request",
            begin=begin,
            due=begin + voice.dialler.slots.every,
        )
    try:
        promised = promise_to_call(voice, wanted, call=talk.conversation.call)
    except CallbackRefused as refused:
        return Outcome(way="other" if effect.begin is None or refused.field == "phone" else "taken")
    values = {"due": told(voice, _within(effect), promised.due), "phone": promised.phone,
              "begin": told(voice, _within(effect), promised.begin),
              "who": who_calls(voice, promised.agent, talk.conversation.language)}  # fmt: skip
    if wanted.kind == SUPERVISOR:
        lead_is_promised(voice, talk, promised)
    return Outcome(way="promised", values=values, progress=True)


def offer_times(voice: VoiceBoard, talk: Talk, effect: OfferTimes) -> Outcome:
    """The next few times at which somebody is free, local to the calendar of the node."""
    rules, within = voice.dialler.slots, Within(calendar=effect.hours, hours=1)
    after = datetime.fromisoformat(effect.after) + rules.every if effect.after else None
    phone = callable_number(voice, effect.phone or number_of(talk) or "")
    with reading(voice.database) as session:
        free = slots_for(session, voice, effect.queue, talk.now, count=min(rules.offered, MOST_TIMES), phone=phone,
                         after=after)  # fmt: skip
    if not free:
        return Outcome(way="none")
    begins = {f"begin_{key}": told(voice, within, one.begin) for key, one in enumerate(free, start=1)}
    ends = {f"end_{key}": told(voice, within, one.end) for key, one in enumerate(free, start=1)}
    return Outcome(way="times", values=begins | ends, kept={TIMES: BETWEEN.join(map(_short, free))})


def prove_number(voice: VoiceBoard, talk: Talk, effect: ProveNumber) -> Outcome:
    """By a code in a message to it, where policy wants that of numbers that do not call us themselves."""
    call, language = talk.conversation.call, talk.conversation.language
    if not needs_a_code(voice, calling=number_of(talk) or "", phone=effect.phone):
        return Outcome(way="proved")
    if effect.code is not None:
        right = is_their_code(voice, call=call, phone=effect.phone, keyed=effect.code)
        return Outcome(way="proved" if right else "other")
    if not sends_a_code(voice, call=call, phone=effect.phone, language=language):
        return Outcome(way="other")
    return Outcome(way="code", values={"words": voice.phrases.text("callback_code", language)})


def _short(slot: Slot) -> str:
    return slot.begin.strftime("%Y%m%dT%H%MZ")


def is_called(voice: VoiceBoard, written: str) -> bool:
    try:
        return bool(callable_number(voice, written))
    except CallbackRefused:
        return False


def _with_place(voice: VoiceBoard, talk: Talk, wanted: CallbackWanted) -> CallbackWanted:
    """Who stepped out of a line is called at the place they had in it; who never stood in one, since they rang."""
    conversation = talk.conversation
    if conversation.line:
        place = Place.read(conversation.call, conversation.line, talk.now)
        return replace(wanted, kind=wanted.kind if wanted.kind == SUPERVISOR else "line", place_at=place.since)
    with reading(voice.database) as session:
        record = call_record(session, conversation.call)
        return replace(wanted, place_at=record.arrived_at if record else None)


def _within(effect: CallbackEffect) -> Within:
    return Within(calendar=effect.hours, hours=effect.within_hours)


def _wanted(talk: Talk, effect: CallbackEffect, phone: str | None) -> CallbackWanted:
    conversation, calling = talk.conversation, number_of(talk)
    return CallbackWanted(
        once=named(talk, "callback"),
        phone=phone or "",
        queue=effect.queue,
        what=effect.promise,
        who=CALLER,
        case_number=conversation.case,
        customer_id=conversation.customer,
        language=conversation.language,
        owner=effect.owner,
        within=timedelta(hours=effect.within_hours),
        calendar=effect.hours,
        asked_at=talk.now,
        call=conversation.call,
        calling=calling,
        tell=text_to(calling, phone or ""),
    )
