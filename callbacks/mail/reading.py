"""A letter as mail servers hand it over, read by somebody who expects the worst: headers broken, charsets invented,
parts nested in parts, sizes without end. What cannot be read is passed over; what can be is what the customer wrote.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr
from typing import Final

from callbacks.mail.automatic import is_automatic
from callbacks.mail.letter import letters_named_in
from callbacks.mail.marked_up import words_of_html
from callbacks.mail.quoting import without_quotes
from cases.arrived import Arrived, Attachment, readable
from cases.customer_email import email_of
from cases.received_attachment import LARGEST, MOST

LONGEST: Final = 25 * 1024 * 1024
"""Bytes of a letter: what the mail servers of the world let through."""
MOST_PARTS: Final = 100
LONGEST_TEXT: Final = 100_000
"""Letters of its words that are looked at."""
LONGEST_HEADER: Final = 8_000
LONGEST_NAME: Final = 200
STUMBLES: Final = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the mail library itself stumbles with over letters that are none."""
_KIND: Final = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,39}")
_MAIL_ID: Final = re.compile(r"<[^<>\s]{1,290}>")


class NoLetter(Exception):
    """This is no letter: it says neither who wrote it nor what."""


@dataclass(frozen=True, kw_only=True)
class ReadLetter:
    """`arrived` is what the customer wrote, `parsed` the letter with all its parts."""

    arrived: Arrived
    parsed: "Message[str, str]"


def read_letter(raw: bytes, *, now: datetime) -> ReadLetter:
    """Raises NoLetter. The same letter always has the same id, whatever way it came."""
    try:
        return _read(raw, now)
    except STUMBLES as odd:
        raise NoLetter(f"it cannot be taken apart ({type(odd).__name__})") from None


def _read(raw: bytes, now: datetime) -> ReadLetter:
    parsed = message_from_bytes(raw[:LONGEST], policy=compat32)
    sender = email_of(parseaddr(_header(parsed, "From"))[1])
    if sender is None:
        raise NoLetter("there is no sender in it who could be answered")
    words, attachments = _contents(parsed)
    body = without_quotes(words)
    arrived = Arrived(
        id=_name(parsed, raw, sender),
        channel="email",
        sender=sender,
        to_address=email_of(parseaddr(_header(parsed, "To"))[1]),
        subject=" ".join(readable(_header(parsed, "Subject")).split())[:300] or None,
        body=body,
        mail_id=next(iter(_MAIL_ID.findall(_header(parsed, "Message-ID"))), None),
        answers=tuple(letters_named_in(f"{_header(parsed, 'References')} {_header(parsed, 'In-Reply-To')}")),
        named_in=words[len(body) :],
        automatic=is_automatic(parsed, sender),
        attachments=attachments,
        received_at=now,
    )
    return ReadLetter(arrived=arrived, parsed=parsed)


def parts_of(parsed: "Message[str, str]") -> Iterator["Message[str, str]"]:
    """The parts that have contents; a letter within a letter is one part."""
    waiting, seen = [parsed], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        contents = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(contents, list):
            waiting = [each for each in contents if isinstance(each, Message)] + waiting
        else:
            yield part


def _header(parsed: "Message[str, str]", name: str) -> str:
    """Its first line of that name, decoded as far as it can be; some mail programs write their letters as they are."""
    raw = next((value for each, value in parsed.raw_items() if each.lower() == name.lower()), "")
    return _plain(_decoded(str(raw)[:LONGEST_HEADER].encode("utf-8", "surrogateescape"), "utf-8"))


def _name(parsed: "Message[str, str]", raw: bytes, sender: str) -> str:
    """By its Message-ID and sender; a letter without one by all it says."""
    told = _header(parsed, "Message-ID").strip()
    source = f"{sender} {told}".encode("utf-8", "replace") if told else raw
    return f"mail:{hashlib.sha256(source).hexdigest()}"


def _contents(parsed: "Message[str, str]") -> tuple[str, tuple[Attachment, ...]]:
    plain: list[str] = []
    marked_up: list[str] = []
    attachments: list[Attachment] = []
    for part in parts_of(parsed):
        kind, name = part.get_content_type(), _file_name(part)
        if name is None and kind == "text/plain":
            plain.append(_text(part))
        elif name is None and kind == "text/html":
            marked_up.append(words_of_html(_text(part)))
        elif kind not in ("message/delivery-status", "text/rfc822-headers") and len(attachments) < MOST:
            attachments.append(_attachment(part, name or "-", kind))
    words = "\n".join(each for each in plain if each.strip()) or "\n".join(marked_up)
    return readable(words[:LONGEST_TEXT]), tuple(attachments)


def _file_name(part: "Message[str, str]") -> str | None:
    """None for what is the letter itself."""
    name = part.get_filename()
    if name is None:
        return "-" if part.get_content_disposition() == "attachment" else None
    flat = readable(_plain(str(name))).replace("\n", " ").replace("\\", "/").rpartition("/")[2]
    return flat[:LONGEST_NAME] or "-"


def _plain(name: str) -> str:
    try:
        pieces = decode_header(name)
    except (HeaderParseError, ValueError):
        return name
    return "".join(_decoded(piece, charset) if isinstance(piece, bytes) else piece for piece, charset in pieces)


def _attachment(part: "Message[str, str]", name: str, kind: str) -> Attachment:
    contents = _bytes(part)
    keeps = len(contents) <= LARGEST
    known = kind if _KIND.fullmatch(kind) else "application/octet-stream"
    return Attachment(name=name, kind=known, size=len(contents), content=contents if keeps else None)


def _text(part: "Message[str, str]") -> str:
    return _decoded(_bytes(part), str(part.get_content_charset("utf-8")))


def _bytes(part: "Message[str, str]") -> bytes:
    contents = part.get_payload(decode=True)
    if isinstance(contents, bytes):
        return contents
    return part.as_bytes() if part.is_multipart() else b""


def _decoded(raw: bytes, charset: str | None) -> str:
    """Turkish letters that call themselves something else are still Turkish: UTF-8 if it is, else Windows-1254."""
    for name in (charset or "utf-8", "utf-8", "windows-1254"):
        try:
            return raw.decode(name)
        except (LookupError, ValueError):
            continue
    return raw.decode("windows-1254", "replace")
