"""Dial: connect the leg to a conference or to telephones."""

from simulator.calls import leg_answers
from simulator.program import Outcome, Run, executes
from simulator.twiml.document import Verb
from simulator.verbs.conferring import dial_conference
from simulator.verbs.ringing import dial_telephones


@executes("Dial")
async def dial(run: Run, verb: Verb) -> Outcome:
    nouns = verb.children or (Verb(name="Number", text=verb.text),)
    if nouns[0].name == "Conference":
        leg_answers(run.x, run.leg)
        return await dial_conference(run, verb, nouns[0])
    if all(noun.name in ("Number", "Client", "Sip") for noun in nouns):
        return await dial_telephones(run, verb, nouns)
    run.x.notify(13200, f"<Dial><{nouns[0].name}> is not simulated yet", run.leg)
    return None
