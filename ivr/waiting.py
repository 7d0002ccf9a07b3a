"""While the caller waits: what they hear, and at each turn the proof that they still stand on the floor."""

from dataclasses import replace
from typing import Final

from callbacks.noting import note
from callbacks.place import Place
from ivr.arrival import identified
from ivr.incoming import Incoming
from ivr.late_owner import see_to_a_late_owner
from ivr.reaching import small_number
from ivr.voice_board import VoiceBoard
from ivr.waiting_aside import offers_detour, standing, steps_aside
from ivr.waiting_diversions import Led, led_in_line
from ivr.waiting_line import ASIDE, SILENT, TAKEN, plan_of
from ivr.waiting_question import Question, asked_in_words, query_of, question_for, with_callback
from ivr.waiting_words import spoken_to, words_for
from routing.arrival import plan_changes
from routing.call_on_floor import CallOnFloor
from routing.changed_plan import widened_by
from routing.errors import EpochChanged, FloorUnavailable
from telephony.treatment import Document, Gather, Hangup, Leave, Pause, Play, Redirect, Say

MUSIC: Final = "hold.wav"
WITHOUT_A_FLOOR_SECONDS: Final = 2
"""How soon the wait document is asked again while the floor cannot be reached: the caller is back on it soon after."""
COMING_OVER: Final = 3
"""Turns, of five seconds or so, that a caller waits for an agent who comes from another room; they are brought in when
the agent stands in theirs, and go in by themselves if nobody has said so by then."""
KEY_SECONDS: Final = 1
"""Of silence after the music, in which a key is still heard."""


def caller_waits_on(voice: VoiceBoard, incoming: Incoming) -> Document:
    """One turn of the wait: told once who is called, then now and then where they stand, with music in between."""
    place = Place.carried(incoming.call, incoming.query, voice.clock())
    turn = small_number(incoming.query.get("n"))
    try:
        call = standing(voice, incoming, place)
        if call is not None and turn < COMING_OVER and agent_is_coming_over(voice, call):
            _note_queue(voice, incoming, turn)
            return still_waiting(voice, place, turn)
        if call is not None and (way_out := way_out_of_line(voice, place, call, turn)):
            return way_out
        _note_queue(voice, incoming, turn)
        see_to_a_late_owner(voice, incoming, place, call)
        if call is not None and (led := led_in_line(voice, incoming, place, call)):
            return _led_on(voice, incoming, led, call, turn)
        return _turn(voice, incoming, place, call, turn)
    except EpochChanged:
        raise
    except FloorUnavailable:
        _note_queue(voice, incoming, turn)
        return still_waiting(voice, place, turn)


def agent_is_coming_over(voice: VoiceBoard, call: CallOnFloor) -> bool:
    """The agent was to call this caller, who rang in: the agent comes into the caller's room first."""
    if call.state != "accepted" or call.reservation is None:
        return False
    held = voice.floor.reservation(call.reservation)
    return held is not None and bool(held.came_from)


def way_out_of_line(voice: VoiceBoard, place: Place, call: CallOnFloor, turn: int) -> Document:
    """What a caller hears who does not wait any more: an agent has them, they stepped aside, or they are gone."""
    if call.state == "gone":
        return (voice.phrases.say("goodbye", place.language), Hangup())
    if call.state in TAKEN and turn == 0:
        return (*words_for(voice, place, call, turn)[0], Leave())
    return (Leave(),) if call.state in (*TAKEN, ASIDE) else ()


def still_waiting(voice: VoiceBoard, place: Place, turn: int) -> Document:
    """Nobody can be asked at the moment; the place is in the URL."""
    words = voice.phrases.say("still_waiting", place.language)
    return (words, Pause(WITHOUT_A_FLOOR_SECONDS), next_turn(voice, place, turn))


def next_turn(voice: VoiceBoard, place: Place, turn: int) -> Redirect:
    return Redirect(voice.urls.wait(place.call, n=str(turn + 1), **place.query()))


def heard(voice: VoiceBoard, place: Place, turn: int, words: tuple[Say, ...] = ()) -> Document:
    """These words, and music; where there is something to do meanwhile, a key is heard."""
    sounds: tuple[Say | Play, ...] = (*words, Play(voice.urls.audio(MUSIC)))
    again = next_turn(voice, place, turn)
    if not (offers_detour(voice, place) or voice.dialler.making.key_while_waiting):
        return (*sounds, again)
    return (_listening(voice.urls.wish(place.call, n=str(turn + 1), **place.query()), sounds), again)


def _note_queue(voice: VoiceBoard, incoming: Incoming, turn: int) -> None:
    """Where the caller can be taken out of the queue by name; noted once, and not for one who is on the way out."""
    if turn == 0 and (queue_sid := incoming.fields.get("QueueSid")):
        note(voice, "queued", incoming.call, {"queue_sid": queue_sid}, once=incoming.key())


def _led_on(voice: VoiceBoard, incoming: Incoming, led: Led, call: CallOnFloor, turn: int) -> Document:
    """A rule of the queue leads the caller elsewhere, unless an agent has them by now."""
    if led.flow:
        steps_aside(voice, led.place, led.flow, comes_back=False)
        return (Leave(),)
    plan = widened_by(plan_of(voice, led.place, identified(voice, incoming)), call.lines, reason=led.reason)
    plan_changes(voice, led.place.call, plan, why="diverted", op=f"{led.place.call}:{led.by}")
    place = spoken_to(led.place, voice.clock())
    return heard(voice, place, turn, (voice.phrases.say("more_colleagues", place.language),))


def _turn(voice: VoiceBoard, incoming: Incoming, place: Place, call: CallOnFloor | None, turn: int) -> Document:
    if call is not None and (question := question_for(voice, place, call)):
        return _asked(voice, incoming, place, call, question, turn)
    words, place = words_for(voice, place, call, turn)
    return heard(voice, place, turn, words)


def _asked(
    voice: VoiceBoard, incoming: Incoming, place: Place, call: CallOnFloor, question: Question, turn: int
) -> Document:
    """Told and asked, once: who says nothing waits on as planned."""
    now = voice.clock()
    question = with_callback(voice, incoming, place, call, question, now)
    place = spoken_to(replace(place, choice=SILENT), now)
    words = asked_in_words(voice, question, place, now)
    answer = voice.urls.wish(place.call, n=str(turn + 1), **place.query(), **query_of(question, now))
    return (_listening(answer, (words, Play(voice.urls.audio(MUSIC)))), next_turn(voice, place, turn))


def _listening(action: str, sounds: tuple[Say | Play, ...]) -> Gather:
    """One key, whichever; silence is no answer, and goes on with the next verb."""
    return Gather(action=action, children=sounds, digits=1, timeout=KEY_SECONDS, finish_on_key="", on_empty=False)
