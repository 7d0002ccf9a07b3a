"""One request from Twilio, read once: raw target, fields, and whether it is really Twilio's."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import unquote_to_bytes

from flask import Request

LONGEST_BODY: Final = 65_536
"""Bytes; far above any webhook of Twilio's."""
MOST_FIELDS: Final = 400

KEPT_IN_KEY: Final = (
    "CallSid",
    "CallStatus",
    "Digits",
    "SpeechResult",
    "QueueResult",
    "DialCallStatus",
    "SequenceNumber",
    "StatusCallbackEvent",
    "RecordingSid",
)
"""The signed fields that tell two steps of a call apart; times and places in line do not."""
ANSWERS: Final = ("Digits", "SpeechResult")
WITHOUT_ANSWERS: Final = tuple(name for name in KEPT_IN_KEY if name not in ANSWERS)
UNKEPT: Final = "z"
"""In the URL of a question whose answer is kept nowhere, not even in a hash: the URL alone tells its step."""


LONGEST_SID: Final = 64


def is_sid(text: str) -> bool:
    """Whether this may be the network's name for something."""
    return bool(text) and text.isascii() and text.isalnum() and len(text) <= LONGEST_SID


@dataclass(frozen=True, kw_only=True)
class Incoming:
    target: str
    query: dict[str, str]
    pairs: tuple[tuple[str, str], ...]
    body: bytes
    content_type: str
    signature: str

    @cached_property
    def fields(self) -> dict[str, str]:
        return dict(self.pairs)

    @property
    def call(self) -> str:
        return self.fields.get("CallSid", "")

    @property
    def party(self) -> str:
        """Whose telephone it is: the caller's, or that of whom we called."""
        return self.fields.get("To" if self._is_outbound else "From", "")

    @property
    def ours(self) -> str:
        """Our own number on this call."""
        return self.fields.get("From" if self._is_outbound else "To", "")

    @property
    def _is_outbound(self) -> bool:
        return self.fields.get("Direction", "").startswith("outbound")

    def key(self) -> str:
        """The natural key of this step: what Twilio repeats when it asks the same thing again."""
        fields = self.fields
        told = WITHOUT_ANSWERS if self.query.get(UNKEPT) else KEPT_IN_KEY
        kept = [self.target, *[f"{name}={fields.get(name, '')}" for name in told]]
        return hashlib.sha256("\n".join(kept).encode("utf-8", "surrogatepass")).hexdigest()


def read_request(request: Request) -> Incoming:
    """Never raises on hostile bytes: what cannot be read becomes fields that no signature fits."""
    body = request.get_data(cache=False)
    return Incoming(
        target=_target(request),
        query=_fields(request.query_string),
        pairs=_pairs(body),
        body=body,
        content_type=request.content_type or "",
        signature=request.headers.get("X-Twilio-Signature", ""),
    )


def _target(request: Request) -> str:
    """The request line's target as it was sent. Our own URLs are plain ASCII, so quoting the path again is exact."""
    raw = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI")
    if isinstance(raw, str) and raw.startswith("/"):
        return raw
    query = request.query_string.decode("latin-1")
    return f"{request.path}?{query}" if query else request.path


def _fields(query: bytes) -> dict[str, str]:
    return dict(_pairs(query))


def _pairs(form: bytes) -> tuple[tuple[str, str], ...]:
    try:
        return form_pairs(form)
    except ValueError:
        return ()


def form_pairs(form: bytes) -> tuple[tuple[str, str], ...]:
    """Names and values of a form or a query in their order, empty ones too, as `urllib.parse.parse_qsl` reads them.

    Ours because every webhook has one: most of its fields are plain, and those are only cut. Raises ValueError for what
    is not ASCII or has more fields than any webhook.
    """
    text = form.decode("ascii")
    if text.count("&") >= MOST_FIELDS:
        raise ValueError(f"more than {MOST_FIELDS} fields")
    return tuple([_pair(piece) for piece in text.split("&") if piece])


def _pair(piece: str) -> tuple[str, str]:
    name, _, value = piece.partition("=")
    if "%" in piece or "+" in piece:
        return _plain(name), _plain(value)
    return name, value


def _plain(text: str) -> str:
    """Without what forms write for blanks and for bytes that do not stand in one."""
    if "+" in text:
        text = text.replace("+", " ")
    return unquote_to_bytes(text).decode("utf-8", "replace") if "%" in text else text
