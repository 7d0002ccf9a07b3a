"""The caller wants a person: who should answer is planned, the call goes on the floor, the caller into the queue."""

from typing import Final

from callbacks.facts_of_caller import facts_of_caller
from callbacks.place import Place
from cases.identification import Caller
from escalations.queue_plan import by_the_rota
from ivr.voice_board import VoiceBoard
from routing.plan import Plan, plan_for
from telephony.treatment import Document, Enqueue

HOLDING_QUEUE: Final = "callers"
"""The one queue on Twilio's side: who is next is decided on our floor, and each caller is taken out by name."""


def in_the_queue(voice: VoiceBoard, place: Place) -> Document:
    """Into Twilio's queue; the wait document tells the rest and proves that the caller is there."""
    wait = voice.urls.wait(place.call, n="0", **place.query())
    return (Enqueue(queue=HOLDING_QUEUE, wait_url=wait, action=voice.urls.queue_exit(place.call, **place.query())),)


def small_number(text: str | None) -> int:
    """A counter out of a URL; anything else counts as the beginning."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 6 else 0


def planned(voice: VoiceBoard, place: Place, caller: Caller) -> Plan:
    """Who should answer: the owner of the case first, where the flow asks for the owner; managers by the rota."""
    plan = plan_for(
        facts=facts_of_caller(voice, place, caller),
        queue=place.queue,
        skills=place.skills,
        policy=voice.policy,
        present=voice.floor.somebody_present,
        away=lambda agent: _why_away(voice, agent),
    )
    return by_the_rota(voice, plan, voice.clock())


def _why_away(voice: VoiceBoard, agent: str) -> str:
    """Of an agent who takes no calls: not signed in, not ready, or about to be that after the present call."""
    known = voice.floor.agent(agent)
    if known is None or known.state == "logged_out":
        return "absent"
    return "not_ready" if known.state == "not_ready" else "off_next"
