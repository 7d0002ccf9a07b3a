"""Redirect, Hangup, Reject, Leave, and Sms: the verbs that lead elsewhere, end the call, or do nothing to it."""

from simulator.lines.leg import Ask
from simulator.telling.notification import not_modelled
from simulator.twiml.document import Verb
from simulator.twiml.element import SCHEMA_WARNING
from simulator.twiml.program import Ending, Outcome, Run, executes


@executes("Redirect")
async def redirect(run: Run, verb: Verb) -> Outcome:
    """Another document; without a URL this one again."""
    return Ask(url=run.resolve(verb.text), method=verb.get("method", "POST").upper())


@executes("Hangup")
async def hang_up(run: Run, verb: Verb) -> Outcome:
    return Ending.HANG_UP


@executes("Leave")
async def leave(run: Run, verb: Verb) -> Outcome:
    """Means something only while queued; elsewhere it is passed over."""
    if run.leg.place is None:
        run.x.notify(SCHEMA_WARNING, "<Leave> outside a queue", run.leg, warning=True, url=run.url)
        return None
    return Ending.LEAVE


@executes("Reject")
async def reject(run: Run, verb: Verb) -> Outcome:
    """Turns an unanswered inbound call away; anywhere but at the very beginning it is too late, and a hang-up."""
    if run.leg.answered_at is not None or not run.leg.is_inbound:
        run.x.notify(
            SCHEMA_WARNING, "<Reject> on a call that is answered: hangs up", run.leg, warning=True, url=run.url
        )
        return Ending.HANG_UP
    run.ending_status = "busy" if verb.get("reason") == "busy" else "no-answer"
    return Ending.REJECT


@executes("Sms")
async def send_sms(run: Run, verb: Verb) -> Outcome:
    """The legacy verb sends nothing here: messages are sent by REST."""
    not_modelled(run.x, "<Sms>, the legacy verb; send messages by REST", run.leg)
    return None
