"""Status callbacks: told once, not waited for, with no promise of order, and subject to faults."""

from dataclasses import dataclass
from typing import Any

from simulator.exchange import Exchange
from simulator.lines.leg import Ask, Leg
from simulator.trouble.faults import FaultKind
from simulator.wire.transport import Answer, Pairs
from simulator.wire.webhook import LONGEST_HELD_BACK_SECONDS, ask_server

CALLBACK_FAULTS: tuple[FaultKind, ...] = ("callback_lost", "callback_doubled", "callback_delayed", "callback_swapped")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One callback to be made: about this event, to this URL."""

    ask: Ask
    leg: Leg | None
    params: Pairs
    event: str


def send_callback(x: Exchange, ask: Ask, leg: Leg | None, params: Pairs, event: str) -> None:
    """Tell the customer's server about an event, in its own time. Faults may lose, double, delay or swap it."""
    fault = x.faults.strikes(*CALLBACK_FAULTS, subject=event, leg=leg)
    kind = fault.kind if fault else ""
    if fault:
        x.tell("fault", f"{fault.kind}: {event}", leg)
    if kind == "callback_lost":
        return
    if kind == "callback_swapped" and leg is not None:
        leg.held_back.append((ask, params, event))
        x.kernel.after(LONGEST_HELD_BACK_SECONDS, lambda: _release_held_back(x, leg))
        return
    delay = fault.seconds if fault and kind == "callback_delayed" else 0.0
    for _ in range(2 if kind == "callback_doubled" else 1):
        x.kernel.spawn(_deliver, x, Told(ask=ask, leg=leg, params=params, event=event), delay)
    _release_held_back(x, leg)


def _release_held_back(x: Exchange, leg: Leg | None) -> None:
    held, target = (leg.held_back, leg) if leg else ([], None)
    for ask, params, event in held:
        told = Told(ask=ask, leg=target, params=params, event=event)
        x.kernel.spawn(_deliver, x, told, 2 * x.switches.webhook_seconds)
    held.clear()


async def _deliver(x: Exchange, told: Told, delay: float) -> None:
    if delay:
        await x.kernel.sleep(delay)
    ask, leg = told.ask, told.leg
    about: dict[str, Any] = {"method": ask.method, "url": ask.url, "asked": tuple(told.params)}
    result = await ask_server(x, ask, leg, told.params, "callback", event=told.event)
    if not isinstance(result, Answer):
        x.notify(result.code, result.reason, leg, **about)
    elif result.status >= 400:
        x.notify(15003, f"status callback answered {result.status}", leg, **about)
    for webhook in leg.let_past if leg else ():
        webhook.resolve(None)
