"""Dial Queue: take the first in line, let them hear what comes, and bridge the two. Both sides of it."""

from datetime import timedelta

from simulator.clockwork.task import Interrupted, Promise
from simulator.exchange import Exchange
from simulator.lines.leg import Ask
from simulator.rooms.waiting_line import DEQUEUED, Dequeue, Place, WaitingLine
from simulator.twiml.document import Verb
from simulator.twiml.grammar import CONNECTING
from simulator.twiml.program import Ending, Outcome, Run, follow
from simulator.verbs.bridging import connect, listen_for_star, part, time_limit
from simulator.verbs.dialling_state import Dialling
from simulator.verbs.exits import dial_cut, dial_exit

Pairs = list[tuple[str, str]]


async def dial_queue(run: Run, verb: Verb, noun: Verb) -> Outcome:
    """The agent's side: the head of the queue, or whoever arrives in time; then talk until one of the two is gone."""
    switches = run.x.switches
    line = find_line(run.x, noun.text)
    if line is None:
        run.x.tell("queue", f"there is no queue {noun.text}", run.leg)
        return dial_exit(run, verb, *_nobody(switches.unknown_queue_status, switches.unknown_queue_result))
    dialling = Dialling(run=run, verb=verb)
    star = listen_for_star(dialling)
    dequeue = Dequeue(agent=run.leg, over=dialling.over, ask=_connecting(run, noun))
    try:
        return await _dequeue(dialling, line, dequeue)
    except Interrupted as cut:
        dialling.over.resolve(None)
        dial_cut(run, verb, cut.cause, *_result(dialling, line, dequeue))
        raise
    finally:
        if star is not None:
            run.leg.keypad.stop(star)


def find_line(x: Exchange, key: str) -> WaitingLine | None:
    """A queue by its name or SID."""
    return x.lines.get(key) or next((line for line in x.lines.values() if line.sid == key), None)


async def _dequeue(dialling: Dialling, line: WaitingLine, dequeue: Dequeue) -> Outcome:
    run, verb = dialling.run, dialling.verb
    if await _claims_somebody(dialling, line, dequeue):
        await _talk(dialling, dequeue)
    dialling.over.resolve(None)
    return dial_exit(run, verb, *_result(dialling, line, dequeue))


async def _claims_somebody(dialling: Dialling, line: WaitingLine, dequeue: Dequeue) -> bool:
    """Take the first who is still waiting; in an empty queue wait for the next to arrive."""
    x = dialling.run.x
    patience = dialling.verb.number("timeout", 30) + x.switches.extra_ring_seconds
    deadline = x.kernel.now() + timedelta(seconds=patience)
    while not dialling.over.done:
        if _claims(x, line, dequeue):
            return True
        left = (deadline - x.kernel.now()).total_seconds()
        something: Promise[None] = Promise()
        line.arrivals.next().then(something.resolve)
        dialling.over.then(something.resolve)
        if left <= 0 or not await x.kernel.wait(something, left):
            return False
    return False


def _claims(x: Exchange, line: WaitingLine, dequeue: Dequeue) -> bool:
    for place in list(line.places):
        if place.left.done:
            continue
        place.dequeue, dequeue.place = dequeue, place
        line.leave(place, x.kernel.now())
        place.left.resolve(DEQUEUED)
        x.tell("queue", f"is taken out of queue {line.name} by {dequeue.agent.name}", place.leg, result=DEQUEUED)
        return True
    return False


async def _talk(dialling: Dialling, dequeue: Dequeue) -> None:
    """Until one of the two is gone, or the bridge has lasted as long as it may."""
    ready: Promise[None] = Promise()
    dequeue.bridged.then(ready.resolve)
    dialling.over.then(ready.resolve)
    await ready
    if dequeue.bridged.done and not dialling.over.done and dequeue.place is not None:
        dialling.winner, dialling.bridged_at = dequeue.place.leg, dialling.run.x.kernel.now()
        await dialling.run.x.kernel.wait(dialling.over, time_limit(dialling))


def _connecting(run: Run, noun: Verb) -> Ask | None:
    url = noun.get("url")
    return Ask(url=run.resolve(url), method=noun.get("method", "POST").upper()) if url else None


def _nobody(status: str, result: str) -> Pairs:
    return [("DialCallStatus", status), ("DialBridged", "false"), ("DequeueResult", result)]


def _result(dialling: Dialling, line: WaitingLine, dequeue: Dequeue) -> Pairs:
    x, place = dialling.run.x, dequeue.place
    queue = ("QueueSid", line.sid)
    if place is None:
        return [*_nobody(x.switches.empty_queue_status, x.switches.empty_queue_result), queue]
    called = [("DequeuedCallSid", place.leg.sid), ("DequeuedCallQueueTime", str(place.seconds(x.kernel.now())))]
    if dialling.bridged_at is None:
        return [*_nobody(x.switches.lost_dequeue_status, x.switches.connecting_hang_up_result), queue, *called]
    seconds = str(int((x.kernel.now() - dialling.bridged_at).total_seconds()))
    return [
        ("DialCallStatus", "completed"),
        ("DialCallSid", place.leg.sid),
        ("DialBridged", "true"),
        ("DialCallDuration", seconds),
        queue,
        ("DequeueResult", "bridged"),
        *called,
        ("DequeuedCallDuration", seconds),
    ]


async def be_dequeued(run: Run, place: Place, dequeue: Dequeue) -> str:
    """The waiting caller's side: hear the connecting document, talk, and be let go with this QueueResult."""
    try:
        if not await _hears_connecting(run, place, dequeue):
            return "error"
        if dequeue.over.done:
            return run.x.switches.connecting_hang_up_result
        connect(run.x, run.leg, dequeue.agent)
        dequeue.bridged.resolve(None)
        await dequeue.over
        return "bridged"
    finally:
        part(run.x, run.leg, dequeue.agent)
        dequeue.over.resolve(None)


def interrupted_result(run: Run, dequeue: Dequeue, cause: str) -> str:
    """The QueueResult of a dequeued caller who was cut short."""
    if not dequeue.bridged.done:
        return run.x.switches.connecting_hang_up_result
    return "redirected-from-bridged" if cause == "redirected" else "bridged"


async def _hears_connecting(run: Run, place: Place, dequeue: Dequeue) -> bool:
    """The document runs on the waiting caller; should the agent go meanwhile it is cut short. False if it failed."""
    if dequeue.ask is None:
        return True
    extra = [
        ("QueueSid", place.line.sid),
        ("QueueTime", str(place.seconds(run.x.kernel.now()))),
        ("DequeingCallSid", dequeue.agent.sid),
    ]
    document = Run(x=run.x, leg=run.leg, context=CONNECTING, url=run.url, extra=lambda: extra)
    hearing = run.x.kernel.spawn(follow, document, dequeue.ask)
    first: Promise[None] = Promise()
    hearing.done.then(lambda _: first.resolve(None))
    dequeue.over.then(first.resolve)
    try:
        await first
    finally:
        hearing.interrupt()
    return hearing.done.value is not Ending.FAILED
