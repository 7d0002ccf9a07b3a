"""Refer: ask the SIP telephone at the other end to call somebody else instead."""

from simulator.exchange import Exchange
from simulator.lines.network import SIP_RESPONSES, bare
from simulator.twiml.document import Verb
from simulator.twiml.program import Ending, Outcome, Run, executes

ACCEPTED = "202"
SIP = ("sip:", "sips:")


@executes("Refer")
async def refer(run: Run, verb: Verb) -> Outcome:
    """The transfer is taken if the target can be reached. The action hears how it went; without one the call ends."""
    target = next((noun.text for noun in verb.children if noun.name == "Sip"), "")
    if not (run.leg.is_inbound and run.leg.from_.startswith(SIP)):
        run.x.notify(run.x.switches.refer_without_sip_error, "<Refer> is only for calls that came in by SIP", run.leg)
        return _exit(run, verb, "failed", "")
    run.x.tell("note", f"is referred to {target}", run.leg, target=target)
    await run.x.kernel.sleep(run.x.switches.seconds_to_ring)
    response = _response(run.x, target)
    if response == ACCEPTED:
        return _exit(run, verb, "completed", response) or Ending.HANG_UP
    return _exit(run, verb, run.x.switches.final_refer_status, response)


def _response(x: Exchange, target: str) -> str:
    person = x.people.get(bare(target))
    ring = person.rings[min(person.rung, len(person.rings) - 1)] if person else None
    if ring is None or ring.outcome in ("busy", "unreachable", "fails", "declines"):
        return SIP_RESPONSES[ring.outcome if ring else "unreachable"]
    return ACCEPTED


def _exit(run: Run, verb: Verb, status: str, response: str) -> Outcome:
    code = (("ReferSipResponseCode", response),) if response else ()
    return run.ask(verb, "action", ("ReferCallStatus", status), *code) if verb.get("action") else None
