"""The fields of a request to place a call, whether it runs a document or joins a conference."""

import re
from dataclasses import dataclass

from simulator.exchange import Exchange
from simulator.lines.amd import Detection
from simulator.lines.leg import Ask, Subscription
from simulator.rest import form
from simulator.rest.errors import bad_request
from simulator.twiml.program import Inline, Source

MODES = ("Enable", "DetectMessageEnd")
SEND_DIGITS = re.compile(r"[0-9A-Da-d#*wW]{0,32}")
LONGEST_REASON = 50
LONGEST_TWIML = 4000
BROWSER = "client:"
"""Whoever is at a browser is a person: there is no detection for them."""


@dataclass(frozen=True, kw_only=True)
class DocumentOrder:
    """What a call is to run when answered, and who is told how it gets on."""

    source: Source
    subscription: Subscription | None
    fallback: Ask | None


def document(x: Exchange) -> DocumentOrder:
    """An application brings its own URLs, and any given beside it are ignored."""
    sid = form.text("ApplicationSid")
    if not sid:
        return DocumentOrder(source=url_or_twiml(x), subscription=form.subscription(x), fallback=form.fallback(x))
    app = x.applications.get(sid)
    if app is None or not app.voice_url:
        raise bad_request(21218, f"Invalid ApplicationSid: {sid}")
    told, help_url = app.status_callback, app.voice_fallback_url
    return DocumentOrder(
        source=Ask(url=app.voice_url, method=app.voice_method),
        subscription=Subscription(url=told, method=app.status_callback_method) if told else None,
        fallback=Ask(url=help_url, method=app.voice_fallback_method) if help_url else None,
    )


def url_or_twiml(x: Exchange) -> Source:
    """`Url` wins over `Twiml`."""
    if form.text("Url"):
        return Ask(url=form.url(x, "Url"), method=form.method("Method"))
    twiml = form.text("Twiml")
    if not twiml:
        raise bad_request(21205, "Url parameter is required")
    if len(twiml) > LONGEST_TWIML:
        raise bad_request(20001, f"Invalid Parameter: Twiml has more than {LONGEST_TWIML} characters")
    return Inline(twiml=twiml)


def time_limit() -> float | None:
    return form.integer("TimeLimit", 14_400, 1, 86_400) if form.given("TimeLimit") else None


def caller(x: Exchange) -> str:
    """`From`: a number of ours, or that of the caller whose call's CallToken comes with it."""
    value = form.address("From", 21213, 21212)
    token = form.text("CallToken")
    if token and any(leg.call_token == token and leg.from_ == value for leg in x.legs.values()):
        return value
    return form.own_number(x, value)


def send_digits() -> str:
    digits = form.text("SendDigits")
    if not SEND_DIGITS.fullmatch(digits):
        raise bad_request(21206, f"Invalid SendDigits: {digits}")
    return digits


def call_reason() -> str:
    reason = form.text("CallReason")
    if len(reason) > LONGEST_REASON:
        raise bad_request(20001, f"CallReason is longer than {LONGEST_REASON} characters")
    return reason


def detection(x: Exchange, callback: str) -> Detection | None:
    """Answering machine detection as asked for; `callback` is the field that names who is told."""
    mode = form.text("MachineDetection")
    if not mode or form.text("To").startswith(BROWSER):
        return None
    if mode not in MODES:
        raise bad_request(20001, f"Invalid Parameter: MachineDetection must be {' or '.join(MODES)}")
    url = form.url(x, callback)
    return Detection(
        message_end=mode == "DetectMessageEnd",
        timeout=form.number("MachineDetectionTimeout", 30, 3, 60),
        speech=form.number("MachineDetectionSpeechThreshold", 2400, 1000, 6000) / 1000,
        speech_end=form.number("MachineDetectionSpeechEndThreshold", 1200, 500, 5000) / 1000,
        silence=form.number("MachineDetectionSilenceTimeout", 5000, 2000, 10_000) / 1000,
        callback=Ask(url=url, method=form.method(f"{callback}Method")) if url else None,
    )
