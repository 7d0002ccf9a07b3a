"""What happens after a Dial: its action is asked, or the next verb runs."""

from simulator.twiml.document import Verb
from simulator.twiml.errors import TwimlError
from simulator.twiml.program import Ending, Outcome, Run
from simulator.wire.parameters import call_parameters
from simulator.wire.webhook import ask_server


def dial_exit(run: Run, verb: Verb, *params: tuple[str, str]) -> Outcome:
    return run.ask(verb, "action", *params) if verb.get("action") else None


def dial_refused(run: Run, verb: Verb, error: TwimlError) -> Outcome:
    """A Dial that could not even be tried."""
    run.x.notify(error.code, error.reason, run.leg)
    return Ending.FAILED if run.x.switches.refused_dial_fails_document else _failed(run, verb)


def _failed(run: Run, verb: Verb) -> Outcome:
    return dial_exit(run, verb, ("DialCallStatus", "failed"), ("DialBridged", "false"))


def dial_cut(run: Run, verb: Verb, cause: str, *params: tuple[str, str]) -> None:
    """The Dial was cut short. A redirected leg's action is asked all the same, in vain; after a hang-up it may be."""
    wanted = cause == "redirected" or run.x.switches.final_dial_action_requested
    if verb.get("action") and wanted:
        run.x.kernel.spawn(_ask_in_vain, run, verb, params)


async def _ask_in_vain(run: Run, verb: Verb, params: tuple[tuple[str, str], ...]) -> None:
    ask = run.ask(verb, "action", *params)
    await ask_server(run.x, ask, run.leg, [*call_parameters(run.x, run.leg), *ask.params], "webhook")
    run.x.tell("note", "answer ignored: the call has moved on", run.leg)
