"""Dial Conference: into a room, wait music until it starts, and on when it is over."""

from simulator.clockwork.task import Interrupted, Promise
from simulator.lines.leg import Subscription
from simulator.recordings.ordering import ordered_by
from simulator.recordings.roomwide import FROM_START, record_from_start
from simulator.rooms.conference import Participant, enter_room, find_room, leave_room, room_named
from simulator.rooms.entrance import Entrance, Waiting, refusal
from simulator.rooms.room_wait import begin_waiting
from simulator.twiml.document import Verb
from simulator.twiml.program import Outcome, Run
from simulator.verbs.bridging import StarKey
from simulator.verbs.exits import dial_cut, dial_exit

LEFT = (("DialCallStatus", "answered"),)
REASONS = {"hangup": "participant_hung_up", "redirected": "participant_updated_via_api"}
LABEL_TAKEN = 16025


async def dial_conference(run: Run, verb: Verb, noun: Verb) -> Outcome:
    """Stay in the room until something takes the leg out of it; then Dial's action, or the next verb."""
    how = entrance(run, noun)
    refused = refusal(run.x, find_room(run.x, noun.text), how)
    if refused:
        run.x.notify(refused.code, refused.reason, run.leg)
        return None if refused.code == LABEL_TAKEN else dial_exit(run, verb, ("DialCallStatus", "failed"))
    participant = enter_room(run.x, room_named(run.x, noun.text), run.leg, how)
    if noun.get("record") in FROM_START:
        record_from_start(run.x, participant.room, ordered_by(run, noun, "Conference", trim=True))
    return await _stay(run, verb, how, participant)


def entrance(run: Run, noun: Verb) -> Entrance:
    events = frozenset(noun.get("statusCallbackEvent").split())
    url = noun.get("statusCallback")
    method = noun.get("statusCallbackMethod", "POST").upper()
    wait = run.ask(noun, "waitUrl") if noun.get("waitUrl") else None
    return Entrance(
        label=noun.get("participantLabel"),
        muted=noun.flag("muted", False),
        beep=noun.get("beep", "true"),
        starts=noun.flag("startConferenceOnEnter", True),
        ends_on_exit=noun.flag("endConferenceOnExit", False),
        coaches=noun.get("coach"),
        most=int(noun.number("maxParticipants", 250)),
        subscription=Subscription(url=run.resolve(url), method=method, events=events) if url and events else None,
        waiting=Waiting(ask=wait, silent="waitUrl" in noun.attributes),
    )


async def _stay(run: Run, verb: Verb, how: Entrance, participant: Participant) -> Outcome:
    over: Promise[str] = Promise()
    participant.left.then(over.resolve)
    begin_waiting(run.x, participant, how.waiting, over)
    star = _listen_for_star(run, verb, over)
    try:
        await run.x.kernel.wait(over, verb.number("timeLimit", 0) or None)
    except Interrupted as cut:
        leave_room(run.x, participant, REASONS.get(cut.cause, cut.cause))
        dial_cut(run, verb, cut.cause, *LEFT)
        raise
    finally:
        if star is not None:
            run.leg.keypad.stop(star)
    leave_room(run.x, participant, over.value or "participant_hung_up")
    return dial_exit(run, verb, *LEFT)


def _listen_for_star(run: Run, verb: Verb, over: Promise[str]) -> StarKey | None:
    if not verb.flag("hangupOnStar", False):
        return None
    star = StarKey(pressed=lambda: over.resolve("participant_hung_up"))
    run.leg.keypad.listen(star)
    return star
