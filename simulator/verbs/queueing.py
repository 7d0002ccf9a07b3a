"""Enqueue: wait in a queue, hearing a wait document again and again, until something takes the caller out of it."""

from simulator.clockwork.task import Interrupted
from simulator.ear import ENDLESS_SECONDS
from simulator.exchange import Exchange
from simulator.leg import Ask
from simulator.program import Ending, Outcome, Run, executes, follow
from simulator.twiml.document import Verb
from simulator.twiml.grammar import QUEUE_WAIT
from simulator.verbs.dequeuing import be_dequeued, interrupted_result
from simulator.verbs.speaking import be_heard
from simulator.waiting_line import Place, WaitingLine
from simulator.wire.parameters import call_parameters
from simulator.wire.webhook import ask_server

RESULTS = {"hangup": "hangup", "redirected": "redirected"}


@executes("Enqueue")
async def enqueue(run: Run, verb: Verb) -> Outcome:
    line = waiting_line(run.x, verb.text)
    if len(line.places) >= line.max_size or run.x.faults.strikes("queue_full", subject=line.name, leg=run.leg):
        run.x.tell("queue", f"queue {line.name} is full", run.leg)
        return run.ask(verb, "action", ("QueueResult", "queue-full")) if verb.get("action") else None
    place = line.join(run.leg, run.x.kernel.now())
    run.x.tell("queue", f"waits in queue {line.name}, position {place.position}", run.leg, queue=line.sid)
    run.x.moment("queued", run.leg)
    return await _wait(run, verb, place)


def waiting_line(x: Exchange, name: str) -> WaitingLine:
    """The queue of this name; it is made on first use."""
    if name not in x.lines:
        x.lines[name] = WaitingLine(sid=x.ids.new("QU"), name=name, created_at=x.kernel.now())
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
    if result in ("hangup", run.x.switches.failed_wait_result):
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
    while not place.left.done:
        wait = Run(x=run.x, leg=run.leg, context=QUEUE_WAIT, url=run.url, extra=lambda: _wait_parameters(run.x, place))
        ending = await follow(wait, source)
        if ending is Ending.LEAVE:
            place.left.resolve("leave")
        elif ending is Ending.HANG_UP:
            place.left.resolve("hangup")
        elif ending is Ending.FAILED:
            place.left.resolve(run.x.switches.failed_wait_result)


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
