"""A key pressed while waiting: for the owner, to be called, for anybody, for a menu. Any other changes nothing."""

from dataclasses import replace
from typing import Final

from callbacks.place import Place
from ivr.arrival import identified
from ivr.incoming import Incoming
from ivr.names import agent_name
from ivr.reaching import small_number
from ivr.voice_board import VoiceBoard
from ivr.waiting import heard, still_waiting, way_out_of_line
from ivr.waiting_aside import DETOUR, offers_detour, standing, steps_aside
from ivr.waiting_asking import Asking
from ivr.waiting_callback import answers_in_line, answers_when_promised, wants_to_be_called
from ivr.waiting_line import CALL_ME, FOR_ANYBODY, FOR_THE_OWNER, plan_of
from ivr.waiting_question import CALLBACK, asked_at
from ivr.waiting_words import spoken_to
from routing.arrival import plan_changes
from routing.call_on_floor import CallOnFloor
from routing.errors import EpochChanged, FloorUnavailable
from telephony.treatment import Document, Leave

FOR_THE_MENU: Final = "*"
LATER: Final = 1
"""Not the first turn: what is said there was said."""


def caller_wishes(voice: VoiceBoard, incoming: Incoming) -> Document:
    """What the caller pressed, at the question or during the music."""
    place = Place.carried(incoming.call, incoming.query, voice.clock())
    turn = small_number(incoming.query.get("n"))
    asking = Asking.carried(incoming.query)
    try:
        if asking is not None and asking.callback:
            return answers_when_promised(voice, incoming, place, asking, turn)
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
    if (asking := Asking.carried(incoming.query)) is not None:
        return answers_in_line(voice, incoming, place, call, asking, turn)
    if key in (FOR_THE_OWNER, FOR_ANYBODY) and asked:
        return _chooses(voice, incoming, place, call, turn, key)
    if key == CALL_ME and _may_be_called(voice, incoming, call):
        return wants_to_be_called(voice, incoming, place, call, turn, offered=asked_at(incoming.query))
    if key == FOR_THE_MENU and call.state == "waiting" and offers_detour(voice, place):
        steps_aside(voice, place, DETOUR, comes_back=True)
        return (Leave(),)
    return heard(voice, place, turn)


def _may_be_called(voice: VoiceBoard, incoming: Incoming, call: CallOnFloor) -> bool:
    """By the owner where that was offered; at any other moment by whoever is free when it is their turn."""
    if asked_at(incoming.query) is not None:
        return bool(incoming.query.get(CALLBACK) and call.owner)
    return voice.dialler.making.key_while_waiting


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
