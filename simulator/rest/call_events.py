"""/Calls/{CA}/Events: the requests Twilio made for a call, and what they were answered."""

from typing import Any

from simulator.exchange import Exchange
from simulator.lines.leg import Leg
from simulator.telling.trace import Entry

Exchanged = tuple[Entry, Entry | None]


def requests_of(x: Exchange, leg: Leg) -> list[Exchanged]:
    """Each request with its answer, in their order."""
    answers = {entry.data.get("request"): entry for entry in x.trace.of("answer", leg=leg.sid)}
    return [(asked, answers.get(asked.data["request"])) for asked in x.trace.of("webhook", "callback", leg=leg.sid)]


def event_key(event: Exchanged) -> str:
    return str(event[0].data["request"])


def event_json(event: Exchanged) -> dict[str, Any]:
    asked, answered = event
    told = answered.data if answered else {}
    return {
        "request": {key: asked.data[key] for key in ("method", "url")} | {"parameters": asked.data["params"]},
        "response": {
            "response_code": told.get("status"),
            "request_duration": int(told.get("seconds", 0) * 1000),
            "response_body": told.get("body"),
            "date_created": answered.at.isoformat() if answered else None,
        },
    }
