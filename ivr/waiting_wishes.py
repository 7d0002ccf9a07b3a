"""A key pressed while waiting: for the owner, to be called, for anybody, for a menu. Any other changes nothing."""

from dataclasses import replace
from typing import Final

from callbacks.place import Place
from ivr.arrival import identified
from ivr.incoming import Incoming
from ivr.names import agent_name
from ivr.reaching import small_number
from ivr.voice_board import VoiceBoard
from ivr.waiting import heard, next_turn, still_waiting, way_out_of_line
from ivr.waiting_aside import DETOUR, NOTHING, keep_aside, offers_detour, standing, steps_aside
from ivr.waiting_line import ASIDE, CALL_ME, FOR_ANYBODY, FOR_THE_OWNER, plan_of
from ivr.waiting_question import CALLBACK, asked_at, by_when, promised
from ivr.waiting_words import spoken_to
from routing.arrival import caller_returns, caller_steps_aside, plan_changes
from routing.call_on_floor import CallOnFloor
from routing.errors import EpochChanged, FloorUnavailable
from telephony.treatment import Document, Hangup, Leave, Say

FOR_THE_MENU: Final = "*"
LATER: Final = 1
"""Not the first turn: what is said there was said."""


def caller_wishes(voice: VoiceBoard, incoming: Incoming) -> Document:
    """What the caller pressed, at the question or during the music."""
    place = Place.carried(incoming.call, incoming.query, voice.clock())
    turn = small_number(incoming.query.get("n"))
    try:
        call = standing(voice, incoming, place)
        if call is None:
            return still_waiting(voice, place, turn)
        return way_out_of_line(voice, place, call, LATER) or _answered(voice, incoming, place, call, turn)
    except EpochChanged:
        raise
    except FloorUnavailable:
        return still_waiting(voice, place, turn)


def _answered(voice: VoiceBoard, incoming: Incoming, place: Place, call: CallOnFloor, turn: int) -> Document:
    key, asked = incoming.fields.get("Digits", ""), asked_at(incoming.query) is not None
    if key in (FOR_THE_OWNER, FOR_ANYBODY) and asked:
        return _chooses(voice, incoming, place, call, turn, key)
    if key == CALL_ME and asked and incoming.query.get(CALLBACK) and call.owner:
        return _is_called_back(voice, incoming, place, call.owner, turn)
    if key == FOR_THE_MENU and call.state == "waiting" and offers_detour(voice, place):
        steps_aside(voice, place, DETOUR, comes_back=True)
        return (Leave(),)
    return heard(voice, place, turn)


def _chooses(
    voice: VoiceBoard, incoming: Incoming, place: Place, call: CallOnFloor, turn: int, choice: str
) -> Document:
    """They wait by another plan, at their old place. Twice the same command is one."""
    place = spoken_to(replace(place, choice=choice), voice.clock())
    plan = plan_of(voice, place, identified(voice, incoming))
    only = (call.owner or "") if choice == FOR_THE_OWNER else ""
    plan_changes(voice, place.call, plan, why="chosen", op=f"{place.call}:{place.round}:chosen", only=only)
    if choice == FOR_ANYBODY:
        return heard(voice, place, turn, (voice.phrases.say("takes_anybody", place.language),))
    name = agent_name(voice, call.owner or "") or ""
    return heard(voice, place, turn, (voice.phrases.say("waits_for_agent", place.language, agent=name),))


def _is_called_back(voice: VoiceBoard, incoming: Incoming, place: Place, owner: str, turn: int) -> Document:
    """Out of line first, so that nobody is rung meanwhile; then the promise, and only then the words."""
    now = asked_at(incoming.query) or voice.clock()
    if not caller_steps_aside(voice, place.call, why=CALLBACK) and not _is_aside(voice, place.call):
        return (Leave(),)
    name = agent_name(voice, owner) or ""
    outcome = promised(voice, place, identified(voice, incoming), owner, name, now)
    if outcome.way != "promised":
        caller_returns(voice, place.call, plan=plan_of(voice, place, identified(voice, incoming)), why="stepped_back")
        return _stays(voice, place, turn, voice.phrases.say("not_promised", place.language))
    keep_aside(voice, place, NOTHING)
    due = by_when(voice.phrases, place.language, outcome.values["due"], voice.clock())
    return (voice.phrases.say("agent_will_call", place.language, agent=name, due=due), Hangup())


def _is_aside(voice: VoiceBoard, call: str) -> bool:
    """The same request, a moment ago in another process: they promise the same, and say it."""
    known = voice.floor.call(call)
    return known is not None and known.state == ASIDE


def _stays(voice: VoiceBoard, place: Place, turn: int, words: Say) -> Document:
    return (words, next_turn(voice, spoken_to(place, voice.clock()), turn))
