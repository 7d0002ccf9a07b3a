"""Dial Conference: into a room, wait music until it starts, and on when it is over."""

from simulator.clockwork.task import Interrupted, Promise
from simulator.conference import Entrance, Participant, Room, enter_room, find_room, leave_room, room_named
from simulator.ear import ENDLESS_SECONDS
from simulator.leg import Subscription
from simulator.program import Ending, Outcome, Run, follow
from simulator.twiml.document import Verb
from simulator.twiml.errors import TwimlError
from simulator.twiml.grammar import ROOM_WAIT
from simulator.verbs.exits import dial_cut, dial_exit
from simulator.verbs.speaking import be_heard

LEFT = (("DialCallStatus", "answered"),)
REASONS = {"hangup": "participant_hung_up", "redirected": "participant_updated_via_api"}


async def dial_conference(run: Run, verb: Verb, noun: Verb) -> Outcome:
    """Stay in the room until something takes the leg out of it; then Dial's action, or the next verb."""
    refusal = _refusal(run, noun)
    if refusal:
        run.x.notify(refusal.code, refusal.reason, run.leg)
        return None if refusal.code == 16025 else dial_exit(run, verb, ("DialCallStatus", "failed"))
    participant = enter_room(run.x, room_named(run.x, noun.text), run.leg, entrance(run, noun))
    return await _stay(run, verb, noun, participant)


def entrance(run: Run, noun: Verb) -> Entrance:
    events = frozenset(noun.get("statusCallbackEvent").split())
    url = noun.get("statusCallback")
    method = noun.get("statusCallbackMethod", "POST")
    return Entrance(
        label=noun.get("participantLabel"),
        muted=noun.flag("muted", False),
        beep=noun.get("beep", "true"),
        starts=noun.flag("startConferenceOnEnter", True),
        ends_on_exit=noun.flag("endConferenceOnExit", False),
        coaches=noun.get("coach"),
        most=int(noun.number("maxParticipants", 250)),
        subscription=Subscription(url=run.resolve(url), method=method, events=events) if url and events else None,
    )


def _refusal(run: Run, noun: Verb) -> TwimlError | None:
    room = find_room(run.x, noun.text)
    label, coach = noun.get("participantLabel"), noun.get("coach")
    if room is not None and label and room.participant(label):
        return TwimlError(16025, f"a participant labelled {label} is in the room already")
    if coach and (room is None or room.status != "in-progress" or room.participant(coach) is None):
        return TwimlError(13240, f"{coach} is not in the room and cannot be coached")
    if room is not None and len(room.participants) >= noun.number("maxParticipants", 250):
        return TwimlError(13222, "the room is full")
    return None


async def _stay(run: Run, verb: Verb, noun: Verb, participant: Participant) -> Outcome:
    over: Promise[str] = Promise()
    participant.left.then(over.resolve)
    participant.hearing = run.x.kernel.spawn(_hear_wait_document, run, noun, participant, over)
    try:
        await run.x.kernel.wait(over, _time_limit(verb))
    except Interrupted as cut:
        leave_room(run.x, participant, REASONS.get(cut.cause, cut.cause))
        dial_cut(run, verb, cut.cause, *LEFT)
        raise
    leave_room(run.x, participant, over.value or "participant_hung_up")
    return dial_exit(run, verb, *LEFT)


async def _hear_wait_document(run: Run, noun: Verb, participant: Participant, over: Promise[str]) -> None:
    """Played until the room starts, once; then silence."""
    room: Room = participant.room
    if room.status != "init":
        return
    playing = run.x.kernel.spawn(_play_wait_document, run, noun, over)
    try:
        await room.started.next()
    finally:
        playing.interrupt()


async def _play_wait_document(run: Run, noun: Verb, over: Promise[str]) -> None:
    if not noun.get("waitUrl"):
        sound = "silence" if "waitUrl" in noun.attributes else "♪ classical music"
        run.x.tell("say", sound, run.leg)
        await be_heard(run, sound, ENDLESS_SECONDS, kind="silence" if sound == "silence" else "play")
        return
    wait = Run(x=run.x, leg=run.leg, context=ROOM_WAIT, url=run.url)
    if await follow(wait, run.ask(noun, "waitUrl")) is Ending.FAILED:
        over.resolve("participant_add_failed")


def _time_limit(verb: Verb) -> float | None:
    return verb.number("timeLimit", 0) or None
