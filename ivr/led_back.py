"""A document of a leg we called could not be had, and the network asks elsewhere: the step that failed is taken again.

Which one that was it tells in `ErrorUrl`: an address of ours, under its signature. What was keyed with it is gone, so
whoever pressed a key is asked once more.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qsl

import structlog

from ivr.arrival import caller_answers
from ivr.callback_legs import customer_answers, customer_left_the_room
from ivr.callback_machine import machine_hears
from ivr.callback_room import agent_hears_a_word
from ivr.declining import agent_tells_why
from ivr.flow_calls import called_person_answers
from ivr.incoming import Incoming
from ivr.meeting import agent_answers, agent_comes_over
from ivr.parting import agent_left_the_room, caller_enters_the_room, caller_leaves_the_queue, caller_left_the_room
from ivr.phrases import LANGUAGES
from ivr.voice_board import VoiceBoard
from routing.leaving import TAKEN
from telephony.treatment import Document, Hangup

log = structlog.get_logger(__name__)

LANGUAGE: Final = "l"
"""In the address of a fallback: what is spoken, should no store be able to tell."""
Step = Callable[[VoiceBoard, Incoming, str], Document]


@dataclass(frozen=True, kw_only=True)
class Failed:
    """The request that failed, as it is made again: a `step` of this leg, the first one where nobody can tell."""

    step: str
    incoming: Incoming


def what_failed(voice: VoiceBoard, incoming: Incoming, *, door: str, among: Mapping[str, Step]) -> Failed:
    """`door` is the leg's first address. Another one is believed if it is of the same leg, and a step `among` these."""
    url = incoming.fields.get("ErrorUrl", "").partition("#")[0]
    log.error("document_failed", call=incoming.call, code=incoming.fields.get("ErrorCode", ""), url=url)
    if not (_within(door, url) or _within(voice.urls.flow(incoming.call), url)) or _step(url) not in among:
        url = door
    query = url.partition("?")[2]
    again = replace(incoming, target=url.removeprefix(voice.urls.public), query=dict(parse_qsl(query, True)))
    return Failed(step=_step(url), incoming=again)


def agent_is_back(voice: VoiceBoard, incoming: Incoming, reservation_id: str) -> Document:
    """At the whisper; who had accepted before, in the room."""
    held = voice.floor.reservation(reservation_id)
    taken = held is not None and held.state in TAKEN
    return (agent_comes_over if taken else agent_answers)(voice, incoming, reservation_id)


def sorry(voice: VoiceBoard, incoming: Incoming) -> Document:
    """Where the step fails again: short, in the language of the leg. Nothing is promised: what is owed stands."""
    language = incoming.query.get(LANGUAGE, "")
    return (voice.phrases.say("called_sorry", language if language in LANGUAGES else "tr"), Hangup())


AGENT: Final[Mapping[str, Step]] = MappingProxyType({
    "whisper": agent_is_back,
    "acceptance": agent_is_back,
    "refusal": agent_tells_why,
    "word": agent_hears_a_word,
    "departure": agent_left_the_room,
    "other-room": agent_comes_over,
})  # fmt: skip
CUSTOMER: Final[Mapping[str, Step]] = MappingProxyType({
    "answer": customer_answers,
    "departure": customer_left_the_room,
    "return": customer_left_the_room,
    "message": machine_hears,
})  # fmt: skip
"""Of somebody we call back."""
CALLED: Final[Mapping[str, Step]] = MappingProxyType({
    "answer": called_person_answers,
    "flow": lambda voice, incoming, _: caller_answers(voice, incoming),
    "wait": lambda voice, incoming, _: caller_leaves_the_queue(voice, incoming),
    "wish": lambda voice, incoming, _: caller_leaves_the_queue(voice, incoming),
    "queue-exit": lambda voice, incoming, _: caller_leaves_the_queue(voice, incoming),
    "room": lambda voice, incoming, _: caller_enters_the_room(voice, incoming),
    "departure": lambda voice, incoming, _: caller_left_the_room(voice, incoming),
    "return": lambda voice, incoming, _: caller_left_the_room(voice, incoming),
})  # fmt: skip
"""Of somebody we call to hear a flow."""


def _step(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _within(door: str, url: str) -> bool:
    """Both name the same leg: they differ in their last word alone."""
    return url.partition("?")[0].rpartition("/")[0] == door.partition("?")[0].rpartition("/")[0]
