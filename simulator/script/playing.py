"""Putting a script on a network."""

from dataclasses import replace

from simulator.people.caller import Caller
from simulator.script.mistakes import ScriptError
from simulator.script.parts import Script, ScriptedCaller, ScriptedMessage
from simulator.simulator import Simulator


def play_script(sim: Simulator, script: Script) -> list[Caller]:
    """Put everything of a script in place and let its callers call. The seed is for whoever makes the network."""
    if script.switches:
        sim.exchange.switches = replace(sim.switches, **script.switches)
    for number, urls in script.numbers.items():
        sim.own_number(number, **urls)
    for person in script.people:
        if person.at_browser:
            sim.browser_agent(person.phone.removeprefix("client:"), person.name, rings=person.rings)
        else:
            sim.person(person.phone, person.name, rings=person.rings)
    for fault in script.faults:
        sim.fault(**vars(fault))
    for message in script.messages:
        _send_later(sim, message, _called(sim, message.to, script, "a message"))
    return [_play_caller(sim, caller, script) for caller in script.callers]


def _send_later(sim: Simulator, message: ScriptedMessage, to: str) -> None:
    with sim.exchange.kernel.lock:
        sim.exchange.kernel.after(message.after, lambda: sim.text(message.from_, to, message.text))


def _play_caller(sim: Simulator, caller: ScriptedCaller, script: Script) -> Caller:
    return sim.place_call(
        caller.from_,
        _called(sim, caller.to, script, caller.name),
        caller.steps,
        name=caller.name,
        hang_up_when=caller.hang_up_when,
        start_after=caller.start_after,
        forwarded_from=caller.forwarded_from,
        **caller.habits,
    )


def _called(sim: Simulator, to: str, script: Script, who: str) -> str:
    numbers = list(sim.exchange.numbers)
    if not to and len(numbers) != 1:
        raise ScriptError(script.source, [(1, 1, f"{who}: `to` is missing, and there is not just one number")])
    if to and to not in numbers:
        raise ScriptError(
            script.source, [(1, 1, f"{who}: {to} is not a number of the account; put it under `numbers`")]
        )
    return to or numbers[0]
