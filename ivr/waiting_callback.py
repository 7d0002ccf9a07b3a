"""Whoever waits may be called instead: one key takes them out of line and promises it, then the number is read back.

Out of the line first, in one decision of the floor against every agent who might be claiming them; then the promise is
in the books; only then they hear of it. Whoever hangs up at any moment after that is called. A number we cannot call is
asked for while they wait on.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from callbacks.dialler.making import callable_number
from callbacks.dialler.wanted import CallbackRefused
from callbacks.place import Place
from ivr.arrival import identified
from ivr.incoming import Incoming
from ivr.names import agent_name
from ivr.number_code import is_their_code, needs_a_code, sends_a_code
from ivr.promising import Promised
from ivr.speech.forms import read
from ivr.voice_board import VoiceBoard
from ivr.waiting import heard, next_turn
from ivr.waiting_aside import NOTHING, keep_aside
from ivr.waiting_asking import Asking
from ivr.waiting_line import ASIDE, plan_of
from ivr.waiting_promise import (
    another_number,
    hours_until_called,
    number_calling,
    promised_in_line,
    told_locally,
    waits_after_all,
)
from ivr.waiting_question import by_when, from_when
from ivr.waiting_words import spoken_to
from records.errors import RecordsUnavailable
from routing.arrival import caller_returns, caller_steps_aside
from routing.call_on_floor import CallOnFloor
from telephony.treatment import Document, Gather, Hangup, Leave, Say

WHY: Final = "callback"
RIGHT, OTHER, WAIT = "1", "2", "3"
"""To a number read back: it is right, it is another, rather wait on."""
SOON: Final = timedelta(minutes=1)
"""Nobody notices that they may not be called for so long."""
SECONDS: Final = 5
"""Of silence after a number is read back, or between its keys."""
CODE_SECONDS: Final = 30
"""Until a message has come to another telephone and was read there."""


def wants_to_be_called(
    voice: VoiceBoard,
    incoming: Incoming,
    place: Place,
    call: CallOnFloor,
    turn: int,
    *,
    offered: datetime | None = None,
) -> Document:
    """They pressed the key: promised at once where they call from a number we can call. `offered` is when they were
    told by when the owner of their case would call; None: whoever is free when it is their turn does."""
    owner = (call.owner or "") if offered else ""
    hours = hours_until_called(voice, place, call, owner)
    asking = Asking(phase="promised", at=offered or voice.clock(), hours=hours, owner=owner)
    if _callable(voice, number_calling(incoming)) is None:
        return _asks_number(voice, place, turn, asking)
    return _promised(voice, incoming, place, call, asking, turn)


def answers_in_line(
    voice: VoiceBoard, incoming: Incoming, place: Place, call: CallOnFloor, asking: Asking, turn: int
) -> Document:
    """Nothing is promised yet: the number keyed in, or what they say to it."""
    keys = incoming.fields.get("Digits", "")
    if asking.phase == "number":
        return _keyed(voice, place, turn, asking, keys)
    if asking.phase == "code" and not _proves_it(voice, place, asking, keys):
        return _asks_number(voice, place, turn, asking, refused=True)
    if keys == RIGHT and asking.phase == "confirm" and _needs_a_code(voice, incoming, asking):
        return _asks_code(voice, place, turn, asking)
    if keys == RIGHT or asking.phase == "code":
        return _promised(voice, incoming, place, call, asking, turn)
    if keys == WAIT:
        return heard(voice, place, turn, (voice.phrases.say("place_kept", place.language),))
    return _asks_number(voice, place, turn, asking)


def answers_when_promised(voice: VoiceBoard, incoming: Incoming, place: Place, asking: Asking, turn: int) -> Document:
    """They are called, whatever they say; they may still give another number, or go back into the line."""
    keys = incoming.fields.get("Digits", "")
    if asking.phase == "number":
        return _keyed(voice, place, turn, asking, keys)
    if asking.phase == "code":
        right = _proves_it(voice, place, asking, keys)
        return _another(voice, place, asking) if right else _asks_number(voice, place, turn, asking, refused=True)
    if keys == WAIT:
        return _returns(voice, incoming, place, asking, turn)
    if keys == OTHER:
        return _asks_number(voice, place, turn, asking)
    if keys == RIGHT and asking.phase == "confirm" and _needs_a_code(voice, incoming, asking):
        return _asks_code(voice, place, turn, asking)
    if keys == RIGHT and asking.phase == "confirm":
        return _another(voice, place, asking)
    return _goodbye(voice, place)


def _promised(
    voice: VoiceBoard, incoming: Incoming, place: Place, call: CallOnFloor, asking: Asking, turn: int
) -> Document:
    if not caller_steps_aside(voice, place.call, why=WHY) and not _is_aside(voice, place.call):
        return (Leave(),)
    promised = promised_in_line(voice, incoming, place, call, asking)
    if promised is None:
        caller_returns(voice, place.call, plan=plan_of(voice, place, identified(voice, incoming)), why="stepped_back")
        return _waits_on(voice, place, turn, voice.phrases.say("not_promised", place.language))
    keep_aside(voice, place, NOTHING)
    return _told(voice, place, promised, asking, turn)


def _told(voice: VoiceBoard, place: Place, promised: Promised, asking: Asking, turn: int) -> Document:
    """By whom and by when; a number they did not confirm yet is read back, unless it was promised before."""
    words = _who_calls(voice, place, promised)
    if asking.phase in ("confirm", "code") or not promised.new:
        return (voice.phrases.saying(place.language, *words), *_goodbye(voice, place))
    check = voice.phrases.text("callback_number_right", place.language, phone=_spoken(promised.phone, place.language))
    asking = replace(asking, phase="promised", callback=promised.id)
    return _asks(voice, place, turn, asking, voice.phrases.saying(place.language, *words, check))


def _who_calls(voice: VoiceBoard, place: Place, promised: Promised) -> tuple[str, ...]:
    phrases, language = voice.phrases, place.language
    due = by_when(phrases, language, told_locally(voice, place, promised.due), voice.clock())
    name = agent_name(voice, promised.agent) if promised.agent else None
    if name:
        words = phrases.text("agent_will_call", language, agent=name, due=due)
    else:
        words = phrases.text("colleague_will_call", language, due=due)
    texted = (phrases.text("callback_texted", language),) if promised.texted else ()
    return (words, *_not_before(voice, place, promised), *texted)


def _not_before(voice: VoiceBoard, place: Place, promised: Promised) -> tuple[str, ...]:
    """Whoever may not be called yet is told from when: their turn may come sooner."""
    now = voice.clock()
    if promised.earliest <= now + SOON:
        return ()
    begin = from_when(voice.phrases, place.language, told_locally(voice, place, promised.earliest), now)
    return (voice.phrases.text("callback_not_before", place.language, begin=begin),)


def _keyed(voice: VoiceBoard, place: Place, turn: int, asking: Asking, keys: str) -> Document:
    phone = _callable(voice, keys)
    if phone is None:
        return _asks_number(voice, place, turn, asking, refused=True)
    words = voice.phrases.say("callback_confirm", place.language, phone=_spoken(phone, place.language))
    return _asks(voice, place, turn, replace(asking, phase="confirm", number=phone), words)


def _asks_number(voice: VoiceBoard, place: Place, turn: int, asking: Asking, *, refused: bool = False) -> Document:
    phrases, language = voice.phrases, place.language
    why = (phrases.text("callback_not_there", language),) if refused else ()
    words = phrases.saying(language, *why, phrases.text("callback_number", language))
    return _asks(voice, place, turn, replace(asking, phase="number", number=""), words, digits=None)


def _needs_a_code(voice: VoiceBoard, incoming: Incoming, asking: Asking) -> bool:
    return needs_a_code(voice, calling=number_calling(incoming), phone=asking.number)


def _asks_code(voice: VoiceBoard, place: Place, turn: int, asking: Asking) -> Document:
    """A code goes to the number they confirmed; one that none can be sent to is not called."""
    try:
        sent = sends_a_code(voice, call=place.call, phone=asking.number, language=place.language)
    except RecordsUnavailable:
        sent = False
    if not sent:
        return _asks_number(voice, place, turn, asking, refused=True)
    words = voice.phrases.say("callback_code", place.language)
    return _asks(voice, place, turn, replace(asking, phase="code"), words, digits=None)


def _proves_it(voice: VoiceBoard, place: Place, asking: Asking, keys: str) -> bool:
    try:
        return is_their_code(voice, call=place.call, phone=asking.number, keyed=keys)
    except RecordsUnavailable:
        return False


def _asks(
    voice: VoiceBoard, place: Place, turn: int, asking: Asking, words: Say, *, digits: int | None = 1
) -> Document:
    """Who says nothing waits on, or, once it is promised, has said all there is to say."""
    place = spoken_to(place, voice.clock())
    gather = Gather(
        action=voice.urls.wish(place.call, n=str(turn + 1), **place.query(), **asking.query()),
        children=(words,),
        digits=digits,
        timeout=CODE_SECONDS if asking.phase == "code" else SECONDS,
        finish_on_key="#" if digits is None else "",
        on_empty=False,
    )
    return (gather, *(_goodbye(voice, place) if asking.callback else (next_turn(voice, place, turn),)))


def _another(voice: VoiceBoard, place: Place, asking: Asking) -> Document:
    """The number keyed in is the one we call; where that cannot be written down, the first one stands."""
    key = "callback_number_noted" if another_number(voice, place, asking) else "callback_number_stands"
    return (voice.phrases.say(key, place.language), *_goodbye(voice, place))


def _returns(voice: VoiceBoard, incoming: Incoming, place: Place, asking: Asking, turn: int) -> Document:
    """Back in line at the old place; what was promised a moment ago is released."""
    if not waits_after_all(voice, asking):
        return (voice.phrases.say("callback_number_stands", place.language), *_goodbye(voice, place))
    place = place.once_more(voice.clock())
    caller_returns(voice, place.call, plan=plan_of(voice, place, identified(voice, incoming)), why="stepped_back")
    return _waits_on(voice, place, turn, voice.phrases.say("place_kept", place.language))


def _waits_on(voice: VoiceBoard, place: Place, turn: int, words: Say) -> Document:
    return (words, next_turn(voice, spoken_to(place, voice.clock()), turn))


def _goodbye(voice: VoiceBoard, place: Place) -> Document:
    return (voice.phrases.say("goodbye", place.language), Hangup())


def _is_aside(voice: VoiceBoard, call: str) -> bool:
    """The same request, a moment ago in another process: they promise the same, and say it."""
    known = voice.floor.call(call)
    return known is not None and known.state == ASIDE


def _spoken(phone: str, language: str) -> str:
    return read(phone, "phone", language).spoken


def _callable(voice: VoiceBoard, written: str) -> str | None:
    try:
        return callable_number(voice, written) if written else None
    except CallbackRefused:
        return None
