"""Calls that come back to us: to a number of the account itself, or to one of its TwiML applications.

The network knows two legs then: the one that dials, and the one that arrives and runs the number's own document.
They are two ends of one wire.
"""

from dataclasses import dataclass

from simulator.clockwork.task import Promise
from simulator.exchange import Exchange
from simulator.lines.calls import leg_answers, leg_ends, leg_rings, start_program
from simulator.lines.leg import Ask, Leg, Subscription
from simulator.twiml.program import run_call

APPLICATION = "app:"
MOST_HOPS = 10
"""A number whose document dials the number itself goes round so often; then the network gives up (SIP 483)."""


@dataclass(frozen=True, kw_only=True)
class Door:
    """What is asked when somebody arrives here."""

    voice: Ask
    fallback: Ask | None = None
    status_callback: Subscription | None = None


def door(x: Exchange, address: str) -> Door | None:
    """The door behind an address, if it is one of ours."""
    if address.startswith(APPLICATION):
        return _application_door(x, address.removeprefix(APPLICATION))
    number = x.own(address)
    if number is None or not number.voice_url:
        return None
    fallback = Ask(url=number.fallback_url, method=number.fallback_method) if number.fallback_url else None
    return Door(voice=Ask(url=number.voice_url, method=number.voice_method), fallback=fallback)


def _application_door(x: Exchange, sid: str) -> Door | None:
    app = x.applications.get(sid)
    if app is None or not app.voice_url:
        return None
    told = app.status_callback
    return Door(
        voice=Ask(url=app.voice_url, method=app.voice_method),
        fallback=Ask(url=app.voice_fallback_url, method=app.voice_fallback_method) if app.voice_fallback_url else None,
        status_callback=Subscription(url=told, method=app.status_callback_method) if told else None,
    )


async def arrive_at(x: Exchange, leg: Leg, here: Door) -> bool:
    """The leg rings at our own door. True once the document there has picked up."""
    far = _arrival(x, leg, here)
    leg.far, far.far = far, leg
    leg.ended.then(lambda _: leg_ends(x, far, status="no-answer", by="far end"))
    far.ended.then(lambda _: leg_ends(x, leg, status=far.status, by="far end"))
    leg_rings(x, leg)
    start_program(x, far, run_call, x, far, Ask(url=here.voice.url, method=here.voice.method, params=_told(leg)))
    settled: Promise[None] = Promise()
    far.answered.then(settled.resolve)
    far.ended.then(settled.resolve)
    await settled
    if far.answered_at is None:
        return False
    leg_answers(x, leg)
    return True


def _arrival(x: Exchange, leg: Leg, here: Door) -> Leg:
    number = x.own(leg.to)
    far = Leg(
        sid=x.ids.new("CA"),
        direction="inbound",
        from_=leg.from_,
        to=leg.far_to or leg.to,
        hops=leg.hops + 1,
        created_at=x.kernel.now(),
        name=(number.friendly_name if number else "") or leg.to,
        number=number,
        status="ringing" if x.switches.inbound_request_says_ringing else "in-progress",
        started_at=x.kernel.now(),
        call_token=x.ids.new("") + x.ids.new(""),
        subscription=here.status_callback,
        fallback=here.fallback,
    )
    x.connect(far)
    x.tell("leg", f"arrives at {leg.to}, from {leg.sid}", far, status=far.status, far=leg.sid)
    return far


def _told(leg: Leg) -> tuple[tuple[str, str], ...]:
    """An application's document is also told which one it is, and what the caller's Parameters say."""
    if not leg.to.startswith(APPLICATION):
        return ()
    return (("ApplicationSid", leg.to.removeprefix(APPLICATION)), *leg.custom_parameters)
