"""Webhooks as Twilio sends them: some thirty fields, signed, over connections that stay open."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final
from urllib.parse import quote_plus, urlencode

from bench._house import ACCOUNT, PUBLIC, STRAIGHT, TOKEN
from telephony.signature import sign

CALLER: Final = "+905321234567"
USUAL: Final[Mapping[str, str]] = {
    "AccountSid": ACCOUNT,
    "ApiVersion": "2010-04-01",
    "CallStatus": "in-progress",
    "CallToken": "%7B%22parentCallInfoToken%22%3A%22eyJhbGciOiJFUzI1NiJ9%22%7D",
    "Called": STRAIGHT,
    "CalledCity": "",
    "CalledCountry": "TR",
    "CalledState": "",
    "CalledVia": "",
    "CalledZip": "",
    "Caller": CALLER,
    "CallerCity": "İstanbul",
    "CallerCountry": "TR",
    "CallerName": "",
    "CallerState": "",
    "CallerZip": "",
    "Direction": "inbound",
    "From": CALLER,
    "FromCity": "İstanbul",
    "FromCountry": "TR",
    "FromState": "",
    "FromZip": "",
    "StirVerstat": "TN-Validation-Passed-A",
    "To": STRAIGHT,
    "ToCity": "",
    "ToCountry": "TR",
    "ToState": "",
    "ToZip": "",
}
AGENTS_LEG: Final = {"Direction": "outbound-api", "From": STRAIGHT, "Caller": STRAIGHT}


def webhook(target: str, call: str, **fields: str) -> bytes:
    """A whole request."""
    form = {**USUAL, "CallSid": call, **fields}
    body = urlencode(form).encode()
    signature = sign(PUBLIC + target, form, TOKEN)
    signed = f"X-Twilio-Signature: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    return f"POST {target} HTTP/1.1\r\n{_usual_head()}{signed}".encode() + body


@cache
def _template(kind: str) -> Mapping[str, str]:
    """The fields that are alike in every webhook of a kind."""
    others = {"status": {"SequenceNumber": "0", "CallDuration": "9"}, "desk": {"To": "", "Called": ""}}
    return {**USUAL, **others.get(kind, {})}


def form(kind: str, target: str, call: str, **fields: str) -> bytes:
    """A whole request of a kind that is sent again and again: fields that were sent before are not escaped anew."""
    told = {**_template(kind), "CallSid": call, **fields}
    body = "&".join([f"{name}={_escaped(value)}" for name, value in told.items()]).encode()
    signed = f"X-Twilio-Signature: {sign(PUBLIC + target, told, TOKEN)}\r\nContent-Length: {len(body)}\r\n\r\n"
    return f"POST {target} HTTP/1.1\r\n{_usual_head()}{signed}".encode() + body


@lru_cache(maxsize=4096)
def _escaped(value: str) -> str:
    return quote_plus(value)


@cache
def _usual_head() -> str:
    told = {
        "Host": PUBLIC.partition("//")[2],
        "User-Agent": "TwilioProxy/1.1",
        "Accept": "*/*",
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "I-Twilio-Idempotency-Token": "b3b4d8e2-6d8f-4f7e-9f0e-3c1c1c1c1c1c",
    }
    return "".join(f"{name}: {value}\r\n" for name, value in told.items())
