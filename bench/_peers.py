"""What the webhooks are compared with: bare Flask routes, and the composition one would write first.

Served by granian as our own application is: same processes, same threads, same settings.
"""

import os
import uuid
from typing import Any

from flask import Flask, Response, abort, request
from redis import Redis
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import Conference, Dial, VoiceResponse

from bench._house import PUBLIC, TOKEN

TWIML = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Dial action="/departure" timeLimit="14400">'
    '<Conference participantLabel="agent" beep="false">room</Conference></Dial></Response>'
)


def _xml(text: str) -> Response:
    return Response(text, content_type="text/xml; charset=utf-8")


app = Flask("peers")


@app.get("/healthz")
def healthz() -> str:
    return "ok"


@app.post("/constant")
def constant() -> Response:
    """A constant: the body is not looked at."""
    return _xml(TWIML)


@app.post("/form")
def form() -> Response:
    """The form is read, and nothing is done with it."""
    if not request.form["CallSid"]:
        abort(400)
    return _xml(TWIML)


redis: Any = Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
validator = RequestValidator(TOKEN)


@app.post("/naive/<reservation>")
def naive(reservation: str) -> Response:
    """The agent's key taken by the libraries alone, the store asked one thing at a time; nothing of it is atomic."""
    fields = request.form
    signature = request.headers.get("X-Twilio-Signature", "")
    if not validator.validate(f"{PUBLIC}{request.full_path.rstrip('?')}", fields, signature):
        abort(403)
    key = f"naive:answer:{fields['CallSid']}:{request.full_path}:{fields['Digits']}"
    if kept := redis.get(key):
        return _xml(kept)
    held = redis.hgetall(f"naive:reservation:{reservation}")
    if held.get("state") != "offered":
        return _xml(TWIML)
    redis.hset(f"naive:reservation:{reservation}", mapping={"state": "accepted", "leg": fields["CallSid"]})
    redis.xadd("naive:journal", {"id": uuid.uuid4().hex, "kind": "accepted", "reservation": reservation})
    answer = _room(held["call"], reservation)
    redis.set(key, answer)
    return _xml(answer)


def _room(call: str, reservation: str) -> str:
    response = VoiceResponse()
    dial = Dial(action=f"{PUBLIC}/reservations/{reservation}/departure", time_limit=14_400)
    dial.append(
        Conference(
            f"call-{call}",
            participant_label="agent",
            start_conference_on_enter=True,
            end_conference_on_exit=True,
            beep="false",
            wait_url="",
            status_callback=f"{PUBLIC}/calls/{call}/room-events",
            status_callback_event="start end join leave mute hold modify",
        )
    )
    response.append(dial)
    return str(response)
