"""What would stand at a queue's door for somebody who called now: its hours, and the rule that would lead them away."""

from collections.abc import Iterator, Mapping

from cases.identification import Caller
from ivr.incoming import Incoming
from ivr.joining import their_own_people_are_there
from ivr.queue_facts import facts_at_the_door, is_closed
from ivr.voice_board import VoiceBoard
from routing.diversion import divert
from routing.plan import Plan

Sentence = tuple[str, Mapping[str, str]]
"""The key of a sentence and what is filled in."""


def at_the_door(voice: VoiceBoard, plan: Plan, caller: Caller) -> Iterator[Sentence]:
    """Nothing where the queue is open and no rule of it holds. Raises FloorUnavailable."""
    queue, asked = voice.policy.queue(plan.queue), _as_if(caller)
    rule = divert(queue, facts_at_the_door(voice, asked, queue)) if queue.diversions else None
    if is_closed(voice, asked, queue):
        yield "closed" if rule else "closed_waits", {"queue": queue.name, "hours": queue.hours}
    if rule is None:
        return
    kind, _, name = rule.to.partition(":")
    away = (
        "led_not" if their_own_people_are_there(voice, plan) else "led_to_queue" if kind == "queue" else "led_to_flow"
    )
    yield away, {"queue": queue.name, "when": rule.when, "to": name}


def _as_if(caller: Caller) -> Incoming:
    """They called."""
    told = (("From", caller.caller_id.value),)
    return Incoming(target="", query={}, pairs=told, body=b"", content_type="", signature="")
