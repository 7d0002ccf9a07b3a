"""The transcript as one HTML file that can be handed to others: no script, nothing loaded, numbers masked."""

import json
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from simulator.telling.masking import Mask
from simulator.telling.trace import Entry
from simulator.telling.transcript import IN_VAIN, clock_time, wire_line

WIRE = ("webhook", "callback", "rest")
SPOKEN = ("say", "speech")
LONGEST_BODY = 20_000
HARMLESS = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is loaded or run, whatever the transcript holds."""


def transcript_page(entries: Iterable[Entry], title: str = "Sahip") -> str:
    """A whole HTML document. Phone numbers, keys typed in a row and client names are masked; all text is escaped."""
    known = list(entries)
    mask, answers = Mask(known), _answers(known)
    shown = [entry for entry in known if _is_shown(entry)]
    rows = "\n".join(_rows(shown, mask, answers))
    style = files("simulator.telling").joinpath("transcript_page.css").read_text("utf-8")
    head = f"{_meta(title)}<style>\n{style}</style>"
    body = f"{_header(shown, mask, title)}\n<main>\n{rows}\n</main>\n{LEGEND}"
    return f'<!doctype html>\n<html lang="tr">\n<head>{head}</head>\n<body>\n{body}\n</body>\n</html>\n'


def _meta(title: str) -> str:
    return (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{HARMLESS}">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(title)}</title>'
    )


def _is_shown(entry: Entry) -> bool:
    only_looks = entry.kind == "rest" and entry.data.get("method") == "GET"
    in_vain = entry.kind == "note" and entry.text.startswith(IN_VAIN)
    return entry.kind != "answer" and not only_looks and not in_vain


def _answers(entries: list[Entry]) -> dict[str, Entry]:
    """The last answer to each request."""
    return {
        str(entry.data["request"]): entry for entry in entries if entry.kind == "answer" and "request" in entry.data
    }


def _header(shown: list[Entry], mask: Mask, title: str) -> str:
    counts = {
        "görüşme · calls": len({entry.leg for entry in shown if entry.leg}),
        "webhook": sum(entry.kind in ("webhook", "callback") for entry in shown),
        "REST": sum(entry.kind == "rest" for entry in shown),
        "hata · errors": sum(entry.kind == "error" for entry in shown),
    }
    length = clock_time((shown[-1].at - shown[0].at).total_seconds()) if shown else "0:00.0"
    began = shown[0].at.strftime("%Y-%m-%d %H:%M UTC") if shown else ""
    facts = "".join(f"<li><b>{count}</b> {escape(name)}</li>" for name, count in counts.items())
    return (
        f"<header><h1>{escape(mask.text(title))}</h1><p>{began} · {length}</p><ul>{facts}</ul>"
        '<div class="lanes"><span></span><span>Arayanlar <i>who calls</i></span>'
        "<span>Arananlar <i>who is called</i></span></div></header>"
    )


def _rows(shown: list[Entry], mask: Mask, answers: dict[str, Entry]) -> Iterator[str]:
    previous = ""
    for entry in shown:
        time = clock_time((entry.at - shown[0].at).total_seconds())
        stamp = f"<time>{time}</time>" if time != previous else "<time></time>"
        lane = ("left" if entry.calling else "right") if entry.leg else "across"
        yield f'<div class="row">{stamp}<div class="{lane} {_kind(entry)}">{_content(entry, mask, answers)}</div></div>'
        previous = time


def _kind(entry: Entry) -> str:
    """The class a line is painted by."""
    if entry.kind == "error" or entry.data.get("failed"):
        return "error"
    if entry.kind in (*WIRE, "twiml"):
        return "wire"
    return "sound" if entry.kind == "say" and _is_sound(entry) else entry.kind


def _content(entry: Entry, mask: Mask, answers: dict[str, Entry]) -> str:
    if entry.kind in WIRE:
        return _wire(entry, mask, answers.get(str(entry.data.get("request"))))
    if entry.kind == "twiml":
        return f"<code>← {escape(mask.text(entry.text))}</code>"
    if entry.kind == "leg" and entry.calling and entry.text == "answered":
        return "santral açar · the engine answers"
    who = f"<b>{escape(mask.text(entry.name))}</b> " if entry.name else ""
    text = escape(mask.entry_text(entry))
    if entry.kind in SPOKEN and not _is_sound(entry):
        verb = "duyar · hears" if entry.kind == "say" else "der · says"
        return f"{who}<small>{verb}</small><q>{text}</q>"
    return f"{who}{text}"


def _wire(entry: Entry, mask: Mask, answer: Entry | None) -> str:
    """One line, and everything about the request behind it."""
    data = answer.data if answer else entry.data
    status = "" if entry.kind == "rest" else data.get("status") or data.get("code") or ""
    seconds = f"{float(data['seconds']) * 1000:.0f} ms" if data.get("seconds") else ""
    line = escape(mask.text(wire_line(entry).strip()))
    summary = f"<summary><span>{line}</span><em>{escape(str(status))} {seconds}</em></summary>"
    parts = [_table(mask, entry.data.get("params") or entry.data.get("form") or {}), _reply(mask, data)]
    return f"<details>{summary}<p>{_address(entry, mask)}</p>{''.join(parts)}</details>"


def _address(entry: Entry, mask: Mask) -> str:
    url = str(entry.data.get("url") or entry.data.get("path") or "")
    signature = str(entry.data.get("signature") or "")
    signed = f" · X-Twilio-Signature {escape(signature[:6])}…" if signature else ""
    parts = urlsplit(url)
    shown = parts.path + (f"?{parts.query}" if parts.query else "")
    return f"{escape(str(entry.data.get('method', '')))} {escape(mask.text(shown))}{signed}"


def _table(mask: Mask, params: Any) -> str:
    rows = "".join(
        f"<tr><th>{escape(mask.text(str(name)))}</th><td>{escape(mask.text(str(value)))}</td></tr>"
        for name, value in dict(params).items()
        if value not in ("", None) and name != "CallToken"
    )
    return f"<table>{rows}</table>" if rows else ""


def _reply(mask: Mask, data: Any) -> str:
    body = data.get("body") or data.get("reason") or ""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, indent=1)
    return f"<pre>{escape(mask.text(_spaced(text)[:LONGEST_BODY]))}</pre>" if text else ""


def _spaced(text: str) -> str:
    """TwiML with each verb on a line of its own."""
    if not text.lstrip().startswith("<"):
        return text
    return text.replace("><", ">\n<")


def _is_sound(entry: Entry) -> bool:
    return entry.text.startswith("♪") or entry.text in ("silence", "recording")


LEGEND = (
    "<footer>→ webhook · ⇢ durum bildirimi, status callback · ⇐ REST · "
    "Numaralar, art arda tuşlananlar ve istemci adları gizlidir. Numbers, keys typed in a row and client names are "
    "masked.</footer>"
)
