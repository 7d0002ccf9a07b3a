"""The caller wants a person: who should answer is planned, the call goes on the floor, the caller into the queue."""

from typing import Final

from callbacks.place import Place
from cases.identification import Caller
from ivr.voice_board import VoiceBoard
from records.database import reading
from records.errors import RecordsUnavailable
from routing.plan import Plan, plan_for
from staff.agent import Agent, agent
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
    """Who should answer: the owner of the case first, where the flow asks for the owner."""
    owner = owner_of(voice, place, caller)
    return plan_for(
        owner=owner.id if owner else None,
        stand_in=owner.stand_in_id if owner else None,
        team=owner.team if owner else None,
        queue=place.queue,
        skills=place.skills,
        policy=voice.policy,
        present=voice.floor.somebody_present,
    )


def owner_of(voice: VoiceBoard, place: Place, caller: Caller) -> Agent | None:
    """Who owns the case this call is about; of several open cases the one touched last."""
    if not place.owner:
        return None
    mine = [case.owner_id for case in caller.open_cases if place.case in (None, case.number)]
    owner_id = next((owner_id for owner_id in mine if owner_id), None)
    if owner_id is None:
        return None
    try:
        with reading(voice.database) as session:
            return agent(session, owner_id)
    except RecordsUnavailable:
        return None
