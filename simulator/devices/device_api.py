"""Browser clients from outside, under `/_sim/devices`: what a page would do with Twilio's Voice SDK, as HTTP."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, request

from simulator.control.door import keep_strangers_out
from simulator.control.given import given, patience
from simulator.devices.device import Device, DeviceEvent
from simulator.devices.errors import DeviceError
from simulator.simulator import Simulator

LONGEST_WAIT_SECONDS = 25.0
Given = Mapping[str, Any]
DEEDS: dict[str, Callable[[Device, Given], object]] = {
    "register": lambda device, given: device.register(),
    "unregister": lambda device, given: device.unregister(),
    "token": lambda device, given: device.update_token(given["token"]),
    "connect": lambda device, given: device.connect(_parameters(given.get("params", {}))),
    "accept": lambda device, given: device.accept(),
    "reject": lambda device, given: device.reject(),
    "ignore": lambda device, given: device.ignore(),
    "disconnect": lambda device, given: device.disconnect(),
    "digits": lambda device, given: device.send_digits(given["digits"]),
    "mute": lambda device, given: device.mute(_yes(given, "muted", True)),
    "speech": lambda device, given: device.say(given["text"]),
}
NEEDED = {"token": "token", "digits": "digits", "speech": "text"}
"""The text a deed cannot do without."""


def devices_api(sim: Simulator) -> Blueprint:
    api = Blueprint("devices", __name__)
    api.before_request(keep_strangers_out)
    api.register_error_handler(DeviceError, lambda error: ({"code": error.code, "error": error.message}, 400))
    for refused in (TypeError, ValueError):
        api.register_error_handler(refused, lambda error: ({"error": str(error)}, 400))
    api.register_error_handler(LookupError, lambda error: ({"error": str(error.args[0])}, 404))
    _register_tabs(api, sim)

    @api.post(f"/<int:device>/<any({', '.join(DEEDS)}):deed>")
    def act(device: int, deed: str) -> dict[str, Any]:
        needed = (NEEDED[deed],) if deed in NEEDED else ()
        told = given(*needed, texts=needed)
        with sim.exchange.kernel.lock:
            found = device_of(sim, device)
            DEEDS[deed](found, told)
            return device_json(found)

    return api


def _register_tabs(api: Blueprint, sim: Simulator) -> None:
    @api.get("")
    def devices() -> dict[str, Any]:
        with sim.exchange.kernel.lock:
            return {"devices": [device_json(device) for device in sim.exchange.devices]}

    @api.post("")
    def open_tab() -> tuple[dict[str, Any], int]:
        """A browser with this token; it registers at once unless `register` is false. With `person`, a mapping of
        `name` and a behaviour, somebody sits at it."""
        known = ("token", "register", "allow_incoming_while_busy", "person")
        told = given("token", texts=("token",), known=known)
        if "person" in told:
            return device_json(sim.at_browser(told["token"], **_person(told["person"])).device), 201
        register = _yes(told, "register", True)
        busy_too = _yes(told, "allow_incoming_while_busy", False)
        device = sim.device(told["token"], allow_incoming_while_busy=busy_too)
        if register:
            device.register()
        return device_json(device), 201

    @api.get("/<int:device>")
    def show(device: int) -> dict[str, Any]:
        with sim.exchange.kernel.lock:
            return device_json(device_of(sim, device))

    @api.delete("/<int:device>")
    def close_tab(device: int) -> dict[str, Any]:
        device_of(sim, device).destroy()
        return {}

    @api.get("/<int:device>/events")
    def events(device: int) -> dict[str, Any]:
        """Events after `since`, waiting up to `wait` real seconds for the first."""
        news = device_of(sim, device).wait(max(request.args.get("since", 0, int), 0), patience(LONGEST_WAIT_SECONDS))
        return {"events": [event_json(event) for event in news]}


def _person(told: object) -> Given:
    """Raises ValueError."""
    if not isinstance(told, Mapping) or not isinstance(told.get("name", ""), str) or "token" in told:
        raise ValueError("person must be a name and what they do")
    return told


def _yes(told: Given, key: str, default: bool) -> bool:
    """Raises ValueError."""
    value = told.get(key, default)
    if not isinstance(value, bool):
        raise ValueError(f"{key} must be true or false")
    return value


def _parameters(told: object) -> Mapping[str, str]:
    """Raises ValueError."""
    if not isinstance(told, Mapping) or not all(isinstance(value, str) for value in told.values()):
        raise ValueError("params must be names and texts")
    return told


def device_of(sim: Simulator, id_: object) -> Device:
    """Raises LookupError."""
    for device in sim.exchange.devices:
        if device.id == id_:
            return device
    raise LookupError(f"there is no device {id_}")


def device_json(device: Device) -> dict[str, Any]:
    call = device.call
    return {
        "id": device.id,
        "identity": device.identity,
        "state": device.state,
        "busy": device.is_busy,
        "token_expires_at": device.token.expires_at.isoformat(),
        "call": {"sid": call.sid, "status": call.status, "muted": call.muted} if call else None,
        "incoming": [
            {"sid": one.leg.sid, "from": one.leg.from_, "to": one.leg.to, "parameters": one.parameters}
            for one in device.incoming
        ],
        "events": len(device.events),
    }


def event_json(event: DeviceEvent) -> dict[str, Any]:
    return {"seq": event.seq, "at": event.at.isoformat(), "name": event.name, "data": dict(event.data)}
