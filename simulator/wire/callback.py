"""Status callbacks: told once, not waited for, with no promise of order, and subject to faults."""

from simulator.exchange import Exchange
from simulator.leg import Ask, Leg
from simulator.wire.transport import Answer, Pairs
from simulator.wire.webhook import ask_server

LONGEST_HELD_BACK_SECONDS = 5.0
"""A callback to be swapped with the leg's next one goes alone when there is no next one."""


def send_callback(x: Exchange, ask: Ask, leg: Leg | None, params: Pairs, event: str) -> None:
    """Tell the customer's server about an event, in its own time. Faults may lose, double, delay or swap it."""
    fault = x.faults.strikes("callback_lost", "callback_doubled", "callback_delayed", "callback_swapped", subject=event)
    kind = fault.kind if fault else ""
    if fault:
        x.tell("fault", f"{fault.kind}: {event}", leg)
    if kind == "callback_lost":
        return
    if kind == "callback_swapped" and leg is not None:
        leg.held_back.append((ask, params))
        x.kernel.after(LONGEST_HELD_BACK_SECONDS, lambda: _release_held_back(x, leg))
        return
    delay = fault.seconds if fault and kind == "callback_delayed" else 0.0
    for _ in range(2 if kind == "callback_doubled" else 1):
        x.kernel.spawn(_deliver, x, ask, leg, params, delay)
    _release_held_back(x, leg)


def _release_held_back(x: Exchange, leg: Leg | None) -> None:
    held, target = (leg.held_back, leg) if leg else ([], None)
    for ask, params in held:
        x.kernel.spawn(_deliver, x, ask, target, params, 2 * x.switches.webhook_seconds)
    held.clear()


async def _deliver(x: Exchange, ask: Ask, leg: Leg | None, params: Pairs, delay: float) -> None:
    if delay:
        await x.kernel.sleep(delay)
    result = await ask_server(x, ask, leg, params, "callback")
    if not isinstance(result, Answer):
        x.notify(result.code, result.reason, leg, method=ask.method, url=ask.url, asked=tuple(params))
    elif result.status >= 400:
        x.notify(
            15003, f"status callback answered {result.status}", leg, method=ask.method, url=ask.url, asked=tuple(params)
        )
