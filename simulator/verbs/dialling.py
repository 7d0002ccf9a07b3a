"""Dial: connect the leg to a conference, to somebody waiting in a queue, or to telephones."""

from dataclasses import replace

from simulator.lines.calls import leg_answers
from simulator.lines.leg import Ask
from simulator.recordings.dialled import dial_tape
from simulator.twiml.document import Verb
from simulator.twiml.errors import TwimlError
from simulator.twiml.program import Outcome, Run, executes
from simulator.verbs.callees import read_callees
from simulator.verbs.conferring import dial_conference
from simulator.verbs.dequeuing import dial_queue
from simulator.verbs.exits import dial_refused
from simulator.verbs.ringing import dial_telephones

ALONE = ("Conference", "Queue")


@executes("Dial")
async def dial(run: Run, verb: Verb) -> Outcome:
    """Connect, on tape if it is to be recorded; Dial's action is told where the recording is."""
    tape = dial_tape(run, verb)
    if tape is None:
        return await connected(run, verb)
    try:
        outcome = await connected(run, verb)
    finally:
        tape.end()
    return replace(outcome, params=(*outcome.params, *tape.parameters())) if isinstance(outcome, Ask) else outcome


async def connected(run: Run, verb: Verb) -> Outcome:
    first = verb.children[0].name if verb.children else ""
    try:
        _check_company(verb)
        if first == "Conference":
            leg_answers(run.x, run.leg)
            return await dial_conference(run, verb, verb.children[0])
        if first == "Queue":
            leg_answers(run.x, run.leg)
            return await dial_queue(run, verb, verb.children[0])
        callees = read_callees(run, verb)
    except TwimlError as error:
        return dial_refused(run, verb, error)
    return await dial_telephones(run, verb, callees)


def _check_company(verb: Verb) -> None:
    """Number, Client, Sip and the like may be mixed; a conference or a queue stands alone."""
    names = [noun.name for noun in verb.children]
    if len(names) > 1 and any(name in ALONE for name in names):
        raise TwimlError(13215, f"<{'> and <'.join(names)}> cannot be dialled together")
