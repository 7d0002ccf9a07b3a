"""/Calls: place, look up, redirect and end calls."""

from typing import Any

from flask import Blueprint, Response, request

from simulator.exchange import Exchange
from simulator.lines.calls import leg_ends, limit_call, start_program
from simulator.lines.leg import Ask, Leg
from simulator.lines.outbound import Order, create_call
from simulator.recordings.taping import record_leg
from simulator.rest import form, order_form
from simulator.rest.call_events import event_json, event_key, requests_of
from simulator.rest.capacity import check_capacity
from simulator.rest.creating import create
from simulator.rest.days import in_days
from simulator.rest.errors import RestError, bad_request, not_found
from simulator.rest.paging import page_of
from simulator.rest.recording_forms import recording_order
from simulator.rest.trouble import list_lag
from simulator.simulator import Simulator
from simulator.twiml.program import Source, run_call
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION

PENDING = ("queued", "initiated", "ringing")


def calls_api(sim: Simulator) -> Blueprint:
    api = Blueprint("calls", __name__)

    @api.post("/Calls.json")
    def make(account: str) -> Response:
        return create(sim, lambda: _place(sim.exchange))

    @api.get("/Calls.json")
    def index(account: str) -> dict[str, Any]:
        return page_of("calls", _listed(sim.exchange), lambda leg: call_json(sim.exchange, leg))

    @api.get("/Calls/<sid>.json")
    def show(account: str, sid: str) -> dict[str, Any]:
        return call_json(sim.exchange, find_leg(sim.exchange, sid))

    @api.post("/Calls/<sid>.json")
    def change(account: str, sid: str) -> dict[str, Any]:
        leg = find_leg(sim.exchange, sid)
        _update(sim.exchange, leg)
        return call_json(sim.exchange, leg)

    @api.delete("/Calls/<sid>.json")
    def delete(account: str, sid: str) -> tuple[str, int]:
        leg = find_leg(sim.exchange, sid)
        if not leg.is_over:
            raise RestError(409, 20009, "The call is not over; only a finished one can be deleted")
        del sim.exchange.legs[sid]
        return "", 204

    @api.get("/Calls/<sid>/Events.json")
    def events(account: str, sid: str) -> dict[str, Any]:
        found = requests_of(sim.exchange, find_leg(sim.exchange, sid))
        return page_of("events", found, event_json, event_key)

    return api


def find_leg(x: Exchange, sid: str) -> Leg:
    if sid not in x.legs:
        raise not_found(f"/Calls/{sid}.json")
    return x.legs[sid]


def call_json(x: Exchange, leg: Leg) -> dict[str, Any]:
    """A call as REST shows it."""
    base = f"/{API_VERSION}/Accounts/{x.account.sid}/Calls/{leg.sid}"
    return {
        "sid": leg.sid,
        "account_sid": x.account.sid,
        "parent_call_sid": leg.parent.sid if leg.parent else None,
        "phone_number_sid": leg.number.sid if leg.number else None,
        "status": _shown_status(leg),
        "direction": leg.direction,
        "forwarded_from": leg.forwarded_from or None,
        "queue_time": str(int(leg.queue_seconds * 1000)),
        "api_version": API_VERSION,
        "uri": f"{base}.json",
        "subresource_uris": {"recordings": f"{base}/Recordings.json"},
        "price_unit": "USD",
        **_ends(leg),
        **_times(x, leg),
        "answered_by": leg.answered_by or None,
        **dict.fromkeys(("price", "group_sid", "caller_name", "trunk_sid")),
    }


def _ends(leg: Leg) -> dict[str, str]:
    return {"from": leg.from_, "from_formatted": leg.from_, "to": leg.to, "to_formatted": leg.to}


def _times(x: Exchange, leg: Leg) -> dict[str, str | None]:
    return {
        "date_created": rfc2822(leg.created_at),
        "date_updated": rfc2822(leg.ended_at or leg.answered_at or leg.created_at),
        "start_time": rfc2822(leg.answered_at or leg.started_at),
        "end_time": rfc2822(leg.ended_at),
        "duration": str(leg.seconds_talked(x.kernel.now())) if leg.is_over else None,
    }


def _shown_status(leg: Leg) -> str:
    """REST knows no `initiated`: a call being dialled reads ringing."""
    return "ringing" if leg.status == "initiated" else leg.status


def _place(x: Exchange) -> dict[str, Any]:
    to = form.address("To", 21201, 21211)
    from_, digits = order_form.caller(x), order_form.send_digits()
    document = order_form.document(x)
    order = Order(
        from_=from_,
        to=to,
        send_digits=digits,
        call_reason=order_form.call_reason(),
        detection=None if digits else order_form.detection(x, "AsyncAmdStatusCallback"),
        detection_waits=not form.flag("AsyncAmd", False),
        timeout=form.integer("Timeout", 60, 0, 600, 21208),
        time_limit=order_form.time_limit(),
        subscription=document.subscription,
        fallback=document.fallback,
    )
    tape = recording_order(x, "OutboundAPI", trims=True) if form.flag("Record", False) else None
    check_capacity(x)
    leg = create_call(x, order, document.source)
    if tape is not None:
        leg.answered.then(lambda _: record_leg(x, leg, tape))
    return call_json(x, leg)


def _listed(x: Exchange) -> list[Leg]:
    """Newest first, filtered, and only what the (eventually consistent) list knows by now."""
    wanted = {"to": "To", "from_": "From"}
    lag = list_lag(x)
    legs = [leg for leg in x.legs.values() if (x.kernel.now() - leg.created_at).total_seconds() >= lag]
    for attribute, name in wanted.items():
        if name in request.args:
            legs = [leg for leg in legs if getattr(leg, attribute) == request.args[name]]
    if "Status" in request.args:
        legs = [leg for leg in legs if _shown_status(leg) == request.args["Status"]]
    if "ParentCallSid" in request.args:
        legs = [leg for leg in legs if leg.parent and leg.parent.sid == request.args["ParentCallSid"]]
    return [leg for leg in legs if _in_days(leg)][::-1]


def _in_days(leg: Leg) -> bool:
    """A call that was never dialled has no start."""
    return in_days("StartTime", leg.answered_at or leg.started_at) and in_days("EndTime", leg.ended_at)


def _update(x: Exchange, leg: Leg) -> None:
    if form.given("Url") and form.given("Twiml"):
        raise bad_request(21205, "Url and Twiml exclude each other")
    status = form.text("Status")
    if status not in ("", "completed", "canceled"):
        raise bad_request(20001, f"Invalid Parameter: Status={status}")
    if leg.is_over:
        raise bad_request(21220, "Call is not in-progress. Cannot redirect.")
    if form.given("TimeLimit"):
        limit_call(x, leg, form.integer("TimeLimit", 14_400, 1, 86_400))
    if form.given("StatusCallback"):
        leg.subscription = form.subscription(x)
    if status:
        _end(x, leg, status)
    elif form.given("Url") or form.given("Twiml"):
        redirect(x, leg, order_form.url_or_twiml(x))


def _end(x: Exchange, leg: Leg, status: str) -> None:
    if status == "canceled" and (leg.status not in PENDING or leg.direction == "outbound-dial"):
        raise bad_request(21220, "Call is in-progress. Cannot cancel.")
    leg_ends(x, leg, status="canceled", by="REST")


def redirect(x: Exchange, leg: Leg, source: Source) -> None:
    """Take the leg out of whatever it is doing and run this document on it. Not before it is answered."""
    if leg.status in PENDING:
        raise bad_request(21220, "Call is not in-progress. Cannot redirect.")
    fallback = form.fallback(x)
    if fallback is not None or not x.switches.redirected_call_keeps_fallback:
        leg.fallback = fallback
    leg.redirected_to = source.url if isinstance(source, Ask) else ""
    start_program(x, leg, run_call, x, leg, source)
