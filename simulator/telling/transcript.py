"""The trace as a page to read: callers on the left, the people we call on the right, the wire between them dimmed.

A page only grows: more entries add lines below and change none above, so it can be printed while the call goes on.
The wire: → a webhook asks, ← the TwiML it is answered with, ⇢ a status callback, ⇐ a REST request and its status.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from simulator.telling.trace import Entry

TIME_WIDTH = 9
LANE_WIDTH = 46
GAP = "  "
WIRE = {"webhook": "→", "twiml": "←", "callback": "⇢", "rest": "⇐"}
LEFT_OUT = frozenset({"answer"})
IN_VAIN = "answer ignored"
"""A note that stays in the trace: an action was asked although the leg is elsewhere, as after every redirect."""
SID = re.compile(r"\b([A-Z]{2}[0-9a-f]{4})[0-9a-f]{28}\b")
LONG_ID = re.compile(r"\b([0-9a-f]{6})[0-9a-f]{26}\b")
QUERY = re.compile(r"\?[^ ”]*(?=\s|$)")
BASE = re.compile(r"https?://[^/ ]+(?=/)")
FIELDS_SHOWN = ("To", "Url", "Status", "Hold", "Muted", "Coaching", "EndConferenceOnExit", "Body", "Timeout")
VALUES_SHOWN = (
    *("StatusCallbackEvent", "ParticipantLabel", "ReasonParticipantLeft", "ReasonConferenceEnded", "Digits"),
    *(
        "SpeechResult",
        "QueueResult",
        "DialCallStatus",
        "RecordingStatus",
        "RecordingDuration",
        "TranscriptionEvent",
        "MessageStatus",
        "ErrorCode",
    ),
)
"""Parameters of a webhook worth a reader's eye, whose values speak for themselves."""
PLAIN, BOLD, DIM = "\033[0m", "\033[1m", "\033[2m"
RED, GREEN, YELLOW, CYAN = "\033[31m", "\033[32m", "\033[33m", "\033[36m"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing to print: in the left lane, the right lane, or across both."""

    text: str
    lane: str
    paint: str = ""


def transcript(entries: Iterable[Entry], colour: bool = False) -> str:
    """The entries with times counted from the first one. Without colour it is plain text, fit for a file or a test."""
    shown = [entry for entry in entries if _is_shown(entry)]
    if not shown:
        return ""
    lines = [*_heading(colour)]
    previous = ""
    for entry in shown:
        time = clock_time((entry.at - shown[0].at).total_seconds())
        lines.extend(_laid_out(time if time != previous else "", _line(entry), colour))
        previous = time
    return "\n".join(lines) + "\n"


def _is_shown(entry: Entry) -> bool:
    """Somebody who only looks (a GET of the REST API) moves nothing: that stays in the trace too."""
    only_looks = entry.kind == "rest" and entry.data.get("method") == "GET"
    in_vain = entry.kind == "note" and entry.text.startswith(IN_VAIN)
    return entry.kind not in LEFT_OUT and not only_looks and not in_vain


def _heading(colour: bool) -> Iterator[str]:
    row = " " * TIME_WIDTH + f"{'who calls':<{LANE_WIDTH}}" + GAP + "who is called"
    yield f"{BOLD}{row}{PLAIN}" if colour else row.rstrip()
    rule = " " * TIME_WIDTH + "─" * LANE_WIDTH + GAP + "─" * LANE_WIDTH
    yield f"{DIM}{rule}{PLAIN}" if colour else rule


def _line(entry: Entry) -> Line:
    lane = ("left" if entry.calling else "right") if entry.leg else "across"
    spoken = entry.kind in ("say", "speech") and not _is_sound(entry)
    text = _words(entry) if spoken else _shortened(_words(entry))
    return Line(text=text, lane=lane, paint=_paint(entry))


def _shortened(text: str) -> str:
    """Ids by their beginnings, addresses by their paths: enough to follow one through the page."""
    for pattern, instead in ((SID, r"\1…"), (LONG_ID, r"\1…"), (QUERY, ""), (BASE, "")):
        text = pattern.sub(instead, text)
    return text


def _words(entry: Entry) -> str:
    """What is printed for an entry: the wire as arrows, sounds as quotations, people by name."""
    who = f"{entry.name} " if entry.name else ""
    if entry.kind == "rest":
        return _rest(entry)
    if entry.kind in ("webhook", "callback"):
        return _webhook(entry)
    if entry.kind == "twiml":
        return f"  {WIRE['twiml']} {entry.text}"
    if entry.kind == "say":
        return f"{who}hears {entry.text}" if _is_sound(entry) else f"{who}hears “{entry.text}”"
    if entry.kind == "speech":
        return f"{who}says “{entry.text}”"
    if entry.kind in ("error", "fault"):
        return f"  ! {entry.text}"
    if entry.kind == "note":
        return f"  · {entry.text}"
    if entry.kind == "leg" and entry.calling and entry.text == "answered":
        return "the engine answers"
    return f"{who}{entry.text}"


def _is_sound(entry: Entry) -> bool:
    return entry.text.startswith("♪") or entry.text in ("silence", "recording")


def wire_line(entry: Entry) -> str:
    """A webhook, a status callback or a REST request in one line."""
    return _shortened(_rest(entry) if entry.kind == "rest" else _webhook(entry))


def _webhook(entry: Entry) -> str:
    """The path, and what it is about: the call's status when nothing more telling is in it."""
    params = entry.data["params"]
    told = " ".join(params[name] for name in VALUES_SHOWN if params.get(name)) or params.get("CallStatus", "")
    method = "" if entry.data["method"] == "POST" else "GET "
    parts = urlsplit(entry.data["url"])
    query = f"?{parts.query}" if parts.query else ""
    return f"  {WIRE[entry.kind]} {method}{parts.path}{query}  {told}".rstrip()


def _rest(entry: Entry) -> str:
    form = entry.data.get("form", {})
    fields = " ".join(f"{name}={_short(form[name])}" for name in FIELDS_SHOWN if name in form)
    path = str(entry.data.get("path", "")).removesuffix(".json")
    code = f" ({entry.data['code']})" if entry.data.get("code") and int(entry.data["status"]) >= 400 else ""
    return f"  {WIRE['rest']} {entry.data.get('method', '')} {path} {fields} → {entry.data.get('status', '')}{code}"


def _short(value: str) -> str:
    """A URL without its host, which is always ours; what only looks like one is shown as it is."""
    try:
        return urlsplit(value).path if value.startswith(("http://", "https://")) else value
    except ValueError:
        return value


def _paint(entry: Entry) -> str:
    if entry.kind == "error" or entry.data.get("failed"):
        return RED
    if entry.kind == "fault":
        return YELLOW
    if entry.kind in WIRE or entry.kind == "note":
        return DIM
    return CYAN if entry.calling else GREEN


def clock_time(seconds: float) -> str:
    """Minutes, seconds and tenths, such as `1:04.5`."""
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02}.{tenths % 10}"


def _laid_out(time: str, line: Line, colour: bool) -> Iterator[str]:
    """The line in its lane, wrapped; only the first row carries the time."""
    width = LANE_WIDTH * 2 if line.lane == "across" else LANE_WIDTH
    indent = " " * (LANE_WIDTH + len(GAP)) if line.lane == "right" else ""
    deeper = "    " if line.text.startswith("  ") else "  "
    rows = textwrap.wrap(line.text, width, subsequent_indent=deeper, drop_whitespace=True) or [""]
    for index, row in enumerate(rows):
        stamp = f"{time if index == 0 else '':>{TIME_WIDTH - 2}}  "
        yield f"{DIM}{stamp}{PLAIN}{indent}{line.paint}{row}{PLAIN}" if colour else f"{stamp}{indent}{row}".rstrip()
