"""What a waiting caller is told: where they stand and how long it will be, never worse than before without a reason."""

from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from callbacks.place import Place
from ivr.names import agent_name
from ivr.phrases import Phrases
from ivr.queue_facts import wait_of
from ivr.voice_board import VoiceBoard
from ivr.waiting_aside import offers_detour
from routing.call_on_floor import CallOnFloor
from routing.expected_wait import ExpectedWait, in_minutes, told_again
from routing.lines import agent_of, is_of_a_queue
from routing.told_wait import ToldWait
from telephony.treatment import Say

SILENT_FOR: Final = timedelta(seconds=30)
"""Words come so far apart at least; in between there is music. With tunes of 16 s that is every 30 to 45 s."""
HINT_UNTIL_TURN: Final = 2
"""That there is something to do meanwhile is said the first time after the greeting, and not again."""


def words_for(voice: VoiceBoard, place: Place, call: CallOnFloor | None, turn: int) -> tuple[tuple[Say, ...], Place]:
    """What is said at this turn, and the place with what was told; between two words there is music alone."""
    now, phrases, language = voice.clock(), voice.phrases, place.language
    if turn == 0:
        words = _who_is_called(voice, call, language)
        if call is None or not _waits_for_the_queue(call):
            return (words,), spoken_to(place, now)
        wait = wait_of(voice, place, call)
        standing, place = where_they_stand(phrases, place, call.position, wait, now)
        hint, place = _that_we_can_call(voice, place, wait, now)
        return (words, standing, *hint), place
    if place.told.at is not None and now - place.told.at < SILENT_FOR:
        return (), place
    if call is None or not _waits_for_the_queue(call):
        return (_still_called(voice, call, language),), spoken_to(place, now)
    wait = wait_of(voice, place, call)
    words, place = where_they_stand(phrases, place, call.position, wait, now)
    hint, place = _that_we_can_call(voice, place, wait, now)
    if not hint and turn <= HINT_UNTIL_TURN and offers_detour(voice, place):
        hint = (phrases.say("detour", language),)
    return (words, *hint), place


def _that_we_can_call(
    voice: VoiceBoard, place: Place, wait: ExpectedWait | None, now: datetime
) -> tuple[tuple[Say, ...], Place]:
    """Said to who waits long, or must expect to, and again after a while."""
    rules = voice.dialler.making
    long = now - place.since > rules.offer_over or (
        wait is not None and wait.high_seconds > rules.offer_over.total_seconds()
    )
    lately = place.offered is not None and now - place.offered < rules.offer_again
    if not rules.key_while_waiting or not long or lately:
        return (), place
    return (voice.phrases.say("callback_hint", place.language),), replace(place, offered=now)


def _waits_for_the_queue(call: CallOnFloor) -> bool:
    """Among others: who waits for the owner of their case alone has no number in line that would tell them anything."""
    return call.state == "waiting" and any(map(is_of_a_queue, call.lines))


def _who_is_called(voice: VoiceBoard, call: CallOnFloor | None, language: str) -> Say:
    """Named, where one person is asked."""
    if call is None:
        return voice.phrases.say("still_waiting", language)
    asked = call.agent or (agent_of(call.lines[0]) if len(call.lines) == 1 else None)
    name = agent_name(voice, asked) if asked else None
    if name is None:
        return voice.phrases.say("calling_somebody", language)
    return voice.phrases.say("calling_agent" if call.agent else "waiting_for_agent", language, agent=name)


def _still_called(voice: VoiceBoard, call: CallOnFloor | None, language: str) -> Say:
    """Somebody is being rung, or the caller waits for their own people."""
    if call is None or not call.agent:
        return voice.phrases.say("place_kept" if call else "still_waiting", language)
    return _who_is_called(voice, call, language)


def where_they_stand(
    phrases: Phrases, place: Place, position: int | None, wait: ExpectedWait | None, now: datetime
) -> tuple[Say, Place]:
    """Position and wait in one breath, and the place with what was told."""
    told, language = place.told, place.language
    believed = _believed(told, wait, now)
    better = position if position is not None and position <= (told.position or position) else None
    words = [phrases.text("place_kept", language)]
    words += [phrases.text("position", language, position=better)] if better is not None else []
    words += _wait_in_words(phrases, language, believed, first=told.position is None)
    after = ToldWait(
        at=now,
        position=better or told.position,
        wait=believed or told.wait,
        wait_at=now if believed else told.wait_at,
    )
    return phrases.saying(language, *words), replace(place, told=after)


def _believed(told: ToldWait, wait: ExpectedWait | None, now: datetime) -> ExpectedWait | None:
    if told.wait is None or told.wait_at is None:
        return wait
    return told_again(told.wait, (now - told.wait_at).total_seconds(), wait)


def _wait_in_words(phrases: Phrases, language: str, wait: ExpectedWait | None, *, first: bool) -> list[str]:
    """That nobody can tell is said once; a wait that grew, with its reason."""
    if wait is None:
        return [phrases.text("wait_unknown", language)] if first else []
    why = [phrases.text(f"because_{wait.reason}", language)] if wait.reason else []
    return [*why, phrases.text("wait", language, wait=interval(phrases, language, wait))]


def interval(phrases: Phrases, language: str, wait: ExpectedWait) -> str:
    """`8 to 12 minutes`."""
    low, high = in_minutes(wait)
    if high <= 1:
        return phrases.text("under_a_minute", language)
    if low < 1:
        return phrases.text("up_to_minutes", language, high=high)
    if low == high:
        return _about(phrases, language, low)
    return phrases.text("minutes_between", language, low=low, high=high)


def about(phrases: Phrases, language: str, seconds: float) -> str:
    """`about 4 minutes`: rounded up, so that who waits is not disappointed."""
    return _about(phrases, language, ceil(seconds / 60))


def _about(phrases: Phrases, language: str, minutes: int) -> str:
    if minutes <= 1:
        return phrases.text("about_a_minute", language)
    return phrases.text("about_minutes", language, minutes=minutes)


def spoken_to(place: Place, now: datetime) -> Place:
    """The caller has just heard words."""
    return replace(place, told=replace(place.told, at=now))
