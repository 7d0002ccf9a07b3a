"""Enqueue: wait in a queue, hearing a wait document again and again, until something takes the caller out of it."""

from simulator.clockwork.task import Interrupted
from simulator.exchange import Exchange
from simulator.lines.ear import ENDLESS_SECONDS
from simulator.lines.leg import Ask
from simulator.rooms.waiting_line import DEFAULT_MAX_SIZE, Place, WaitingLine
from simulator.telling.notification import not_modelled
from simulator.twiml.document import Verb
from simulator.twiml.element import SCHEMA_WARNING
from simulator.twiml.grammar import QUEUE_WAIT
from simulator.twiml.program import Ending, Outcome, Run, executes, follow
from simulator.verbs.dequeuing import be_dequeued, interrupted_result
from simulator.verbs.speaking import be_heard
from simulator.wire.parameters import call_parameters
from simulator.wire.webhook import ask_server

WAIT_RESULTS = {Ending.LEAVE: "leave", Ending.HANG_UP: "hangup"}
RESULTS = {"hangup": "hangup", "redirected": "redirected"}
LONGEST_NAME = 64
NAME_TOO_SHORT, NAME_TOO_LONG = 14204, 14205
EMPTY_WAITS_IN_A_ROW = 5
"""So many wait documents that took no time are fetched at once, as Twilio does; after that we slow down."""


@executes("Enqueue")
async def enqueue(run: Run, verb: Verb) -> Outcome:
    """Wait in the queue of this name; what cannot be enqueued goes on at the action at once."""
    if verb.get("workflowSid") or verb.children:
        not_modelled(run.x, "<Enqueue> into a TaskRouter workflow", run.leg)
        return None
    if code := _wrong_name(verb.text):
        run.x.notify(code, f"<Enqueue>: a queue's name has 1 to {LONGEST_NAME} characters", run.leg, url=run.url)
        return _turned_away(run, verb, "error")
    line = waiting_line(run.x, verb.text, int(verb.number("maxQueueSize", DEFAULT_MAX_SIZE)))
    if fault := run.x.faults.strikes("queue_full", "queue_broken", subject=line.name, leg=run.leg):
        return _turned_away(run, verb, "system-error" if fault.kind == "queue_broken" else "queue-full")
    if len(line.places) >= line.max_size:
        return _turned_away(run, verb, "queue-full")
    place = line.join(run.leg, run.x.kernel.now())
    run.x.tell("queue", f"waits in queue {line.name}, position {place.position}", run.leg, queue=line.sid)
    run.x.moment("queued", run.leg)
    return await _wait(run, verb, place)


def _wrong_name(name: str) -> int:
    """Twilio's code for a name no queue can have; 0 for a good one."""
    if not name:
        return NAME_TOO_SHORT
    return NAME_TOO_LONG if len(name) > LONGEST_NAME else 0


def _turned_away(run: Run, verb: Verb, result: str) -> Outcome:
    """Never was in the queue: the action is told without QueueSid and QueueTime, or the next verb runs."""
    run.x.tell("queue", f"is not let into queue {verb.text}: {result}", run.leg, result=result)
    return run.ask(verb, "action", ("QueueResult", result)) if verb.get("action") else None


def waiting_line(x: Exchange, name: str, max_size: int = DEFAULT_MAX_SIZE) -> WaitingLine:
    """The queue of this name; it is made on first use, and then takes so many."""
    if name not in x.lines:
        now = x.kernel.now()
        x.lines[name] = WaitingLine(sid=x.ids.new("QU"), name=name, created_at=now, max_size=max_size)
    return x.lines[name]


async def _wait(run: Run, verb: Verb, place: Place) -> Outcome:
    waiting = run.x.kernel.spawn(_hear_wait_documents, run, verb, place)
    try:
        result = await place.left
        if place.dequeue is not None:
            waiting.interrupt()
            result = await be_dequeued(run, place, place.dequeue)
    except Interrupted as cut:
        waiting.interrupt(cut.cause)
        result = _interrupted(run, place, cut.cause)
        _leave(run, place, result)
        _tell_action(run, verb, place, result)
        raise
    waiting.interrupt()
    _leave(run, place, result)
    if place.dequeue is None and result in ("hangup", run.x.switches.failed_wait_result):
        _tell_action(run, verb, place, result)
        return Ending.HANG_UP if result == "hangup" else Ending.FAILED
    return run.ask(verb, "action", *_exit_parameters(run, place, result)) if verb.get("action") else None


def _interrupted(run: Run, place: Place, cause: str) -> str:
    if place.dequeue is not None:
        place.dequeue.over.resolve(None)
        return interrupted_result(run, place.dequeue, cause)
    return RESULTS.get(cause, "error")


def _leave(run: Run, place: Place, result: str) -> None:
    place.line.leave(place, run.x.kernel.now())
    run.x.tell("queue", f"leaves queue {place.line.name}: {result}", run.leg, result=result)


def _tell_action(run: Run, verb: Verb, place: Place, result: str) -> None:
    """Ask Enqueue's action although its answer no longer matters."""
    if verb.get("action"):
        run.x.kernel.spawn(_ask_action, run, run.ask(verb, "action", *_exit_parameters(run, place, result)), result)


async def _ask_action(run: Run, ask: Ask, result: str) -> None:
    if result == "redirected" and not run.x.switches.queue_exit_requested_before_redirect:
        await run.x.kernel.sleep(2 * run.x.switches.webhook_seconds)
    params = [*call_parameters(run.x, run.leg), *ask.params]
    await ask_server(run.x, ask, run.leg, params, "webhook")
    run.x.tell("note", "answer ignored: the call has moved on", run.leg)


async def _hear_wait_documents(run: Run, verb: Verb, place: Place) -> None:
    """Run the wait document over and over. Without one there is music or silence for as long as it takes."""
    if not verb.get("waitUrl"):
        sound = "silence" if "waitUrl" in verb.attributes else "♪ classical music"
        run.x.tell("say", sound, run.leg)
        await be_heard(run, sound, ENDLESS_SECONDS, kind="silence" if sound == "silence" else "play")
        return
    source = run.ask(verb, "waitUrl")
    empty = 0
    while not place.left.done:
        wait = Run(x=run.x, leg=run.leg, context=QUEUE_WAIT, url=run.url, extra=lambda: _wait_parameters(run.x, place))
        ending = await follow(wait, source)
        if ending in WAIT_RESULTS:
            place.left.resolve(WAIT_RESULTS[ending])
        elif ending is Ending.FAILED:
            place.left.resolve(run.x.switches.failed_wait_result)
        empty = 0 if wait.heard_something or wait.took_time else empty + 1
        if empty >= EMPTY_WAITS_IN_A_ROW:
            await _slow_down(run, source, empty)


async def _slow_down(run: Run, source: Ask, empty: int) -> None:
    """An empty wait document makes Twilio ask as fast as it is answered; said once, and not done."""
    if empty == EMPTY_WAITS_IN_A_ROW:
        reason = "the wait document takes no time: Twilio would fetch it again and again without a pause"
        run.x.notify(SCHEMA_WARNING, reason, run.leg, warning=True, method=source.method, url=source.url)
    await run.x.kernel.sleep(run.x.switches.seconds_between_empty_waits)


def _wait_parameters(x: Exchange, place: Place) -> list[tuple[str, str]]:
    return [
        ("QueueSid", place.line.sid),
        ("QueuePosition", str(place.position)),
        ("QueueTime", str(place.seconds(x.kernel.now()))),
        ("AvgQueueTime", str(place.line.average_wait)),
        ("CurrentQueueSize", str(len(place.line.places))),
        ("MaxQueueSize", str(place.line.max_size)),
    ]


def _exit_parameters(run: Run, place: Place, result: str) -> list[tuple[str, str]]:
    seconds = str(place.seconds(run.x.kernel.now()))
    return [("QueueResult", result), ("QueueSid", place.line.sid), ("QueueTime", seconds)]
