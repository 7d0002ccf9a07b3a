"""Redirect, Hangup, Reject and Leave: the verbs that end a document."""

from simulator.leg import Ask
from simulator.program import Ending, Outcome, Run, executes
from simulator.twiml.document import Verb


@executes("Redirect")
async def redirect(run: Run, verb: Verb) -> Outcome:
    return Ask(url=run.resolve(verb.text), method=verb.get("method", "POST").upper())


@executes("Hangup")
async def hang_up(run: Run, verb: Verb) -> Outcome:
    return Ending.HANG_UP


@executes("Leave")
async def leave(run: Run, verb: Verb) -> Outcome:
    """Means something only while queued; elsewhere it is passed over."""
    if run.leg.place is None:
        run.x.notify(12200, "<Leave> outside a queue", run.leg, warning=True)
        return None
    return Ending.LEAVE


@executes("Reject")
async def reject(run: Run, verb: Verb) -> Outcome:
    """Turns an unanswered inbound call away; too late once it is answered."""
    if run.leg.answered_at is not None or not run.leg.is_inbound:
        run.x.notify(12200, "<Reject> on a call that is answered", run.leg, warning=True)
        return None
    run.ending_status = "busy" if verb.get("reason") == "busy" else "no-answer"
    return Ending.REJECT
