"""A call from a browser: the token's TwiML application decides what happens with it."""

from collections.abc import Mapping
from typing import Any

from simulator.account import Application
from simulator.devices import errors
from simulator.devices.access_token import AccessToken
from simulator.devices.errors import DeviceError
from simulator.exchange import Exchange
from simulator.lines.calls import start_program
from simulator.lines.leg import Ask, Leg, Subscription
from simulator.twiml.program import run_call

LONGEST_PARAMETERS = 800
"""Bytes of names and values together."""


def place_from_browser(x: Exchange, token: AccessToken, params: Mapping[str, Any]) -> Leg:
    """An inbound call from `client:identity`. Raises DeviceError."""
    application = _application(x, token)
    given = {**{str(name): str(value) for name, value in params.items()}, **dict(token.parameters)}
    if sum(len(name.encode()) + len(value.encode()) for name, value in given.items()) > LONGEST_PARAMETERS:
        raise DeviceError(errors.INVALID_STATE, f"the parameters are longer than {LONGEST_PARAMETERS} bytes")
    leg = _leg(x, token, application, given.get("To", ""))
    x.connect(leg)
    x.tell("leg", f"calls application {application.friendly_name or application.sid}", leg, status=leg.status)
    own = tuple((name, value) for name, value in given.items() if name not in ("To", "From"))
    ask = Ask(url=application.voice_url, method=application.voice_method, params=own)
    start_program(x, leg, run_call, x, leg, ask)
    return leg


def _application(x: Exchange, token: AccessToken) -> Application:
    if not token.application:
        raise DeviceError(errors.NOT_ALLOWED, "the token does not allow outgoing calls")
    found = x.applications.get(token.application)
    if found is None:
        raise DeviceError(errors.INVALID_GRANTS, f"{token.application} is not an application of this account")
    return found


def _leg(x: Exchange, token: AccessToken, application: Application, to: str) -> Leg:
    told = application.status_callback
    fallback = Ask(url=application.voice_fallback_url, method=application.voice_fallback_method)
    return Leg(
        sid=x.ids.new("CA"),
        direction="inbound",
        from_=f"client:{token.identity}",
        to=to,
        created_at=x.kernel.now(),
        started_at=x.kernel.now(),
        name=token.identity,
        status="ringing" if x.switches.inbound_request_says_ringing else "in-progress",
        application=application.sid,
        subscription=Subscription(url=told, method=application.status_callback_method) if told else None,
        fallback=fallback if fallback.url else None,
    )
