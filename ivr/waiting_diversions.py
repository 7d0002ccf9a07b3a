"""A queue's rules lead its callers elsewhere: to another queue as well, or into a flow. Each rule once for a caller."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import structlog

from callbacks.noting import note
from callbacks.place import Place
from ivr.incoming import Incoming
from ivr.queue_facts import facts_in_line
from ivr.voice_board import VoiceBoard
from routing.call_on_floor import CallOnFloor
from routing.diversion import divert
from routing.lines import is_of_a_queue
from routing.plan import Reason
from routing.queue import Diversion, Queue

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Led:
    """Where a rule leads a caller: the same place in another queue, or, with a `flow`, to what they hear instead."""

    place: Place
    by: str
    reason: Reason
    flow: str = ""


def led_by(voice: VoiceBoard, place: Place, queue: Queue, facts: Mapping[str, float]) -> Led | None:
    """The first rule of the queue that holds and that this caller was not led by yet; written down with its reason."""
    open_rules = dict(_open_rules(voice, place, queue))
    found = divert(replace(queue, diversions=tuple(open_rules)), facts)
    if found is None:
        return None
    return _led(voice, place, queue, by=open_rules[found], when=found.when, to=found.to, facts=facts)


def led_in_line(voice: VoiceBoard, incoming: Incoming, place: Place, call: CallOnFloor) -> Led | None:
    """The same at a turn of the waiting. Who waits for their own people alone waits for no queue, and who is being
    connected waits no more: the rules are asked of neither. The managers' queue is those on duty. Raises
    FloorUnavailable.
    """
    queue = voice.policy.queue(call.queue)
    for_the_queue = queue.name == voice.escalations.queue or any(map(is_of_a_queue, call.lines))
    if not queue.diversions or call.state != "waiting" or not for_the_queue:
        return None
    return led_by(voice, place, queue, facts_in_line(voice, incoming, queue, place, call))


def to_the_default_queue(voice: VoiceBoard, place: Place, queue: Queue) -> Led:
    """A queue that is full and has no rule for it: the caller waits in the queue that takes everybody."""
    to = f"queue:{voice.policy.default_queue}"
    return _led(voice, place, queue, by=f"{queue.name}.full", when="full", to=to, facts={"full": 1})


def _open_rules(voice: VoiceBoard, place: Place, queue: Queue) -> Iterator[tuple[Diversion, str]]:
    """A rule that leads into a flow nobody published holds for nobody: callers are not lost to a typing error."""
    flows = voice.flows.pinned(place.release).flows if queue.diversions else {}
    for number, diversion in enumerate(queue.diversions, start=1):
        kind, _, name = diversion.to.partition(":")
        by = f"{queue.name}.{number}"
        if by not in place.diverted and (kind != "flow" or name in flows):
            yield diversion, by


def _led(
    voice: VoiceBoard, place: Place, queue: Queue, *, by: str, when: str, to: str, facts: Mapping[str, float]
) -> Led:
    kind, _, name = to.partition(":")
    told = {"queue": queue.name, "to": to, "when": when, "facts": dict(_told(facts))}
    note(voice, "diverted", place.call, told, once=f"{place.call}:{by}")
    log.info("caller_diverted", call=place.call, queue=queue.name, to=to, when=when)
    marked = replace(place, diverted=(*place.diverted, by))
    reason = Reason(key="diverted", args={"queue": queue.name, "to": name, "when": when})
    if kind == "flow":
        return Led(place=marked, by=by, reason=reason, flow=name)
    return Led(place=replace(marked, queue=name, skills=None), by=by, reason=reason)


def _told(facts: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """As JSON can hold them."""
    return ((name, round(min(float(value), 1e9), 1)) for name, value in sorted(facts.items()))
