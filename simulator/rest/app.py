"""The REST API as a WSGI application: accounts, authentication, errors, faults."""

from collections.abc import Callable, Collection
from typing import Any

from flask import Blueprint, Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException

from simulator.control import control_api
from simulator.control.door import GUESTS, Refusal, greet_guests, keep_strangers_out
from simulator.devices.device_api import devices_api
from simulator.earpieces.earpiece_api import earpieces_api
from simulator.exchange import Exchange
from simulator.phone.serving import phone_page
from simulator.rest.accounts import accounts_api
from simulator.rest.applications import applications_api
from simulator.rest.available_numbers import available_numbers_api
from simulator.rest.call_recordings import call_recordings_api, conference_recordings_api
from simulator.rest.caller_ids import caller_ids_api
from simulator.rest.calls import calls_api
from simulator.rest.conferences import conferences_api
from simulator.rest.errors import RestError, not_found
from simulator.rest.keys import keys_api
from simulator.rest.live import live_api
from simulator.rest.media import media_api
from simulator.rest.messages import messages_api
from simulator.rest.notifications import notifications_api
from simulator.rest.numbers import numbers_api
from simulator.rest.participants import participants_api
from simulator.rest.queues import queues_api
from simulator.rest.recordings import MEDIA, recordings_api
from simulator.rest.transcriptions import transcriptions_api
from simulator.rest.trouble import come_to, refused, spoil, struck
from simulator.simulator import Simulator
from simulator.wire.parameters import API_VERSION

VERSION = f"/{API_VERSION}"
ACCOUNT = f"{VERSION}/Accounts/<account>"
APIS: tuple[Callable[[Simulator], Blueprint], ...] = (
    applications_api,
    available_numbers_api,
    caller_ids_api,
    call_recordings_api,
    calls_api,
    conference_recordings_api,
    conferences_api,
    keys_api,
    media_api,
    live_api,
    messages_api,
    notifications_api,
    numbers_api,
    participants_api,
    queues_api,
    recordings_api,
    transcriptions_api,
)
"""One blueprint for each resource."""

SECRET_FIELDS = frozenset({"Twiml", "SipAuthPassword"})
CODES = {405: 20004, 500: 20500}
"""Twilio's codes for what HTTP itself knows; any other is a bad request (20001)."""


def rest_app(sim: Simulator, guests: Collection[str] = ()) -> Flask:
    """Twilio's REST API for this network, and the control API under `/_sim/`. `guests`: see `control/door.py`."""
    app = Flask("simulator")
    app.config[GUESTS] = frozenset(guests)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's default provider has it
    for api in APIS:
        app.register_blueprint(api(sim), url_prefix=ACCOUNT)
    app.register_blueprint(accounts_api(sim), url_prefix=VERSION)
    app.register_blueprint(control_api(sim), url_prefix="/_sim")
    app.register_blueprint(devices_api(sim), url_prefix="/_sim/devices")
    app.register_blueprint(earpieces_api(sim), url_prefix="/_sim/earpieces")
    app.register_blueprint(phone_page())
    app.before_request(_door)
    app.before_request(lambda: _let_in(sim))
    app.after_request(_send)
    app.after_request(greet_guests)
    app.teardown_request(_give_back)
    app.register_error_handler(RestError, lambda error: (jsonify(error.as_json()), error.status))
    app.register_error_handler(HTTPException, _translate)
    return app


def _door() -> Refusal | None:
    return keep_strangers_out() if request.path.startswith("/_sim") else None


def _let_in(sim: Simulator) -> Response | None:
    """Take the network for this request alone, check who asks, and let the faults of overload strike."""
    if request.path.startswith(("/_sim", "/phone")):
        return None
    come_to(sim.exchange, "before")
    _take(sim.exchange)
    if (nothing := refused(sim.exchange)) is not None:
        _give_back()
        return nothing
    open_to_all = request.endpoint == MEDIA and not sim.switches.recording_media_needs_authentication
    if not open_to_all and not _is_known(sim):
        raise RestError(401, 20003, "Authenticate")
    if sim.account.status != "active":
        raise RestError(401, 20005, "Account not active")
    if request.view_args and request.view_args.get("account", sim.account.sid) != sim.account.sid:
        raise not_found(request.path)
    _overload(sim.exchange)
    g.spoilt = struck(sim.exchange, "rest_slow", "rest_reset")
    return None


def _is_known(sim: Simulator) -> bool:
    who = request.authorization
    return who is not None and who.username is not None and sim.account.accepts(who.username, who.password or "")


def _take(x: Exchange) -> None:
    x.kernel.lock.acquire()
    x.trace.hold()
    g.taken, g.spent = x, x.kernel.stopwatch()


def _give_back(_: BaseException | None = None) -> None:
    """Whatever happened to the request, the network is free again."""
    x: Exchange | None = g.pop("taken", None)
    if x is not None:
        x.trace.release()
        x.kernel.lock.release()


def _overload(x: Exchange) -> None:
    if fault := struck(x, "too_many_requests", "unavailable"):
        if fault.kind == "too_many_requests":
            raise RestError(429, 20429, "Too Many Requests")
        raise RestError(503, 20503, "Service Unavailable")


def _translate(error: HTTPException) -> tuple[Response, int]:
    """What the web framework refuses (or stumbles over) by itself, as Twilio says it."""
    status = error.code or 500
    said = error.description or error.name
    if status == 404:
        told = not_found(request.path)
        told.message += "" if request.path.endswith(".json") else " (only JSON is spoken here: add .json)"
    else:
        told = RestError(status, CODES.get(status, 20001), said)
    return jsonify(told.as_json()), status


def _send(response: Response) -> Response:
    """Trace the request ahead of its effects; an answer that is late is really held back when time is real."""
    x: Exchange | None = g.get("taken")
    if x is None:
        return response
    x.trace.release_after(lambda: _trace(x, response))
    _give_back()
    response.headers["Twilio-Concurrent-Requests"] = "1"
    come_to(x, "after")
    spoil(x, response)
    return response


def _shown_body(response: Response) -> str:
    """Text as it is; of a recording's media only how much it is."""
    if (response.mimetype or "").startswith("audio/"):
        return f"({response.calculate_content_length()} bytes of {response.mimetype})"
    return response.get_data(as_text=True)


def _trace(x: Exchange, response: Response) -> None:
    path = request.path.partition(f"/Accounts/{x.account.sid}")[2]
    form = {key: " ".join(request.form.getlist(key)) for key in request.form}
    body: Any = response.get_json(silent=True) or {}
    leg = x.legs.get(str(body.get("call_sid") or body.get("sid") or ""))
    shown = " ".join(f"{key}={value}" for key, value in form.items() if key not in SECRET_FIELDS)
    code = f" {body['code']} {body.get('message', '')}" if response.status_code >= 400 and "code" in body else ""
    x.tell(
        "rest",
        f"{request.method} {path} {shown}".rstrip() + f" → {response.status_code}{code}",
        leg,
        method=request.method,
        path=path,
        form=form,
        status=response.status_code,
        code=body.get("code"),
        body=_without_secrets(x, _shown_body(response)),
        seconds=round(g.spent(), 6),
    )


def _without_secrets(x: Exchange, body: str) -> str:
    """An answer for the trace, which people look at: keys and tokens are not shown in it."""
    for secret in (x.account.auth_token, *(secret for _, secret in x.account.api_keys)):
        body = body.replace(secret, "********")
    return body
