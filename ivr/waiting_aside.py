"""The caller steps out of the line, for a while or for good: what they hear then, and the place they keep meanwhile."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

from callbacks.place import Place
from ivr.answering_once import kept_before
from ivr.arrival import begin_in, caller_hears, identified, scene_of
from ivr.incoming import Incoming
from ivr.voice_board import VoiceBoard
from ivr.waiting_line import ASIDE, plan_of, put_in_line
from routing.arrival import caller_returns, caller_steps_aside
from routing.call_on_floor import CallOnFloor
from telephony.treatment import Document, Hangup

DETOUR: Final = "while_waiting"
"""The flow a waiting caller may step aside for, where the centre has one of that name."""
NOTHING: Final = ""
"""No flow: the caller was promised a call and says goodbye."""
FLOW: Final = "into"
COMES_BACK: Final = "back"


def standing(voice: VoiceBoard, incoming: Incoming, place: Place) -> CallOnFloor | None:
    """The call as the floor knows it; put back at its old place if the floor has forgotten it, or its room is over.

    One that stepped out of this stay in line stays outside: a late word from the line does not bring it back.
    """
    call = voice.floor.call(place.call)
    if call is None:
        put_in_line(voice, place, plan_of(voice, place, identified(voice, incoming)))
    elif call.state == ASIDE and stepped_aside(voice, place) is None:
        caller_returns(voice, place.call)
    else:
        return call
    return voice.floor.call(place.call)


def offers_detour(voice: VoiceBoard, place: Place) -> bool:
    return DETOUR in voice.flows.pinned(place.release).flows


def steps_aside(voice: VoiceBoard, place: Place, flow: str, *, comes_back: bool = False) -> bool:
    """Out of the line and into a flow. False where an agent has the caller by now. Raises FloorUnavailable.

    Where they go is kept beside the floor, as Twilio's queue lets callers go without saying why; the place travels on
    in the flow's URLs. Should it be lost in between, the caller stands in line again.
    """
    if not caller_steps_aside(voice, place.call, why=flow):
        return False
    keep_aside(voice, place, flow, comes_back=comes_back)
    return True


def keep_aside(voice: VoiceBoard, place: Place, flow: str, *, comes_back: bool = False) -> None:
    """Where this caller went, out of this stay in line; told twice, the first word holds."""
    told = {FLOW: flow, COMES_BACK: str(int(comes_back)), **place.query()}
    voice.floor.keep_answer(place.call, _key(place), urlencode(told), now=voice.clock())


def stepped_aside(voice: VoiceBoard, place: Place) -> Mapping[str, str] | None:
    """Where the caller went out of this stay in line; None while they did not."""
    kept = kept_before(voice, place.call, _key(place)).body
    return dict(parse_qsl(kept, keep_blank_values=True)) if kept else None


def hears_the_flow(voice: VoiceBoard, incoming: Incoming, aside: Mapping[str, str]) -> Document:
    """Out of Twilio's queue: the flow begins, and the caller's place goes with them."""
    place, flow = Place.carried(incoming.call, aside, voice.clock()), aside.get(FLOW, NOTHING)
    if flow == NOTHING:
        return (voice.phrases.say("goodbye", place.language), Hangup())
    scene = scene_of(voice, incoming, voice.flows.pinned(place.release))
    conversation = begin_in(scene, place, flow, comes_back=aside.get(COMES_BACK) == "1")
    return caller_hears(voice, incoming, scene, conversation)


def _key(place: Place) -> str:
    return f"{place.call}:aside:{place.round}"
