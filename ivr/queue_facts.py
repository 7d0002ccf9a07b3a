"""What is known of a queue when its rules are asked whether its callers are led elsewhere."""

from collections.abc import Iterable

import structlog

from callbacks.figures import figures_of
from callbacks.place import Place
from cases.caller_id import parse_caller_id
from hours.errors import CalendarUnknown
from ivr.incoming import Incoming
from ivr.voice_board import VoiceBoard
from routing.call_on_floor import CallOnFloor
from routing.expected_wait import ExpectedWait, expected_wait
from routing.lines import ring_lines
from routing.queue import Queue
from routing.skills import skill_names

log = structlog.get_logger(__name__)

SIGNED_IN = "nobody_signed_in"


def facts_at_the_door(voice: VoiceBoard, incoming: Incoming, queue: Queue) -> dict[str, float]:
    """For somebody who would join. Raises FloorUnavailable."""
    waiting = voice.floor.how_many_wait(queue.name)
    wait = _expected(voice, queue.name, ahead=waiting, place=None, ready=_how_many_ready(voice, queue))
    return {**_of_the_queue(voice, incoming, queue, waiting), **_known(wait), "waited_seconds": 0, "position": 0}


def facts_in_line(
    voice: VoiceBoard, incoming: Incoming, queue: Queue, place: Place, call: CallOnFloor
) -> dict[str, float]:
    """For somebody who waits, and so takes nobody's room any more. Raises FloorUnavailable."""
    waiting = voice.floor.how_many_wait(queue.name)
    waited = (voice.clock() - place.since).total_seconds()
    told = {"waited_seconds": waited, "position": call.position or 0, "full": 0}
    return {
        **_of_the_queue(voice, incoming, queue, waiting),
        **_known(wait_of(voice, place, call)),
        **told,
    }


def wait_of(voice: VoiceBoard, place: Place, call: CallOnFloor) -> ExpectedWait | None:
    """How long this caller has still to wait; None when nobody can tell."""
    return _expected(voice, call.queue, ahead=(call.position or 1) - 1, place=place)


def _expected(voice: VoiceBoard, queue: str, *, ahead: int, place: Place | None, ready: int = 0) -> ExpectedWait | None:
    figures = figures_of(voice, queue)
    if figures is None:
        return None
    since = place.since if place else voice.clock()
    return expected_wait(ahead=ahead, callbacks_ahead=figures.callbacks_before(since), figures=figures, ready=ready)


def _how_many_ready(voice: VoiceBoard, queue: Queue) -> int:
    """Agents who are free for this queue, up to as many as the floor names at once."""
    return len({agent for line in ring_lines(queue) for agent in voice.floor.ready(line)})


def _known(wait: ExpectedWait | None) -> dict[str, float]:
    """The middle of what is likely; left out while it is not known."""
    return {"expected_wait_seconds": (wait.low_seconds + wait.high_seconds) / 2} if wait else {}


def _of_the_queue(voice: VoiceBoard, incoming: Incoming, queue: Queue, waiting: int) -> dict[str, float]:
    lines = ring_lines(queue)
    present = len(voice.floor.present_in({queue.name: lines})[queue.name])
    return {
        "closed": is_closed(voice, incoming, queue),
        "full": 0 < queue.most_waiting <= waiting,
        "nobody_signed_in": not present and _asks_who_is_signed_in(queue) and not _signed_in(voice, lines),
        "nobody_ready": not present,
        "waiting": waiting,
        "waiting_per_agent": waiting / present if present else float("inf") if waiting else 0,
    }


def is_closed(voice: VoiceBoard, incoming: Incoming, queue: Queue) -> bool:
    """By its calendar, or a crisis; never without hours."""
    if not queue.hours:
        return False
    crisis = voice.hours.crisis_for(caller=parse_caller_id(incoming.party).value, called=incoming.ours)
    try:
        return voice.hours.opening_at(queue.hours, voice.clock(), crisis).state == "closed"
    except CalendarUnknown:
        log.error("calendar_unknown", calendar=queue.hours, queue=queue.name)
        return False


def _asks_who_is_signed_in(queue: Queue) -> bool:
    """It takes a look at every agent, so only a queue that asks for it is told."""
    return any(SIGNED_IN in skill_names(diversion.when) for diversion in queue.diversions)


def _signed_in(voice: VoiceBoard, lines: Iterable[str]) -> bool:
    """Whether anybody of these lines is at work, ready or not."""
    wanted = frozenset(lines)
    return any(agent.presence != "logged_out" and wanted & set(agent.lines) for agent in voice.floor.agents())
