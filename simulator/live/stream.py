"""A one-way stream of a call's audio. The simulator opens no socket and sends no audio; it tells how streams get on."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from simulator.exchange import Exchange
from simulator.lines.leg import Ask, Leg
from simulator.wire.callback import send_callback

NOT_MODELLED = "no audio is sent to {url}: this is a limit of the simulator, not of your application"


@dataclass(frozen=True, kw_only=True)
class StreamWish:
    """Where a call's audio is to go. `name` is what it may be stopped by."""

    url: str
    name: str = ""
    track: str = "inbound_track"
    callback: Ask | None = None


@dataclass(kw_only=True, eq=False)
class Stream:
    sid: str
    leg: Leg
    wish: StreamWish
    started_at: datetime
    status: str = "in-progress"
    updated_at: datetime | None = None


def is_stream_url(url: str) -> bool:
    """Only `wss`, with a host and without a query string."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "wss" and bool(parts.hostname) and not parts.query


def start_stream(x: Exchange, leg: Leg, wish: StreamWish) -> Stream:
    """Say that the stream has begun, and once for all that no audio goes into it."""
    stream = Stream(sid=x.ids.new("MZ"), leg=leg, wish=wish, started_at=x.kernel.now())
    x.streams[stream.sid] = stream
    x.tell("note", NOT_MODELLED.format(url=wish.url), leg, stream=stream.sid)
    _report(x, stream, "stream-started")
    leg.ended.then(lambda _: stop_stream(x, stream))
    return stream


def stop_stream(x: Exchange, stream: Stream) -> None:
    if stream.status == "stopped":
        return
    stream.status, stream.updated_at = "stopped", x.kernel.now()
    _report(x, stream, "stream-stopped")


def stream_fails(x: Exchange, leg: Leg, wish: StreamWish, why: str) -> None:
    """It cannot be opened; whoever wanted it is told."""
    stream = Stream(
        sid=x.ids.new("MZ"), leg=leg, wish=wish, started_at=x.kernel.now(), status="stopped", updated_at=x.kernel.now()
    )
    _report(x, stream, "stream-error", ("StreamError", why))


def _report(x: Exchange, stream: Stream, event: str, *more: tuple[str, str]) -> None:
    x.tell("note", event.replace("-", " "), stream.leg, stream=stream.sid)
    if stream.wish.callback is None:
        return
    pairs = [
        ("AccountSid", x.account.sid),
        ("CallSid", stream.leg.sid),
        ("StreamSid", stream.sid),
        ("StreamName", stream.wish.name or stream.sid),
        ("StreamEvent", event),
        ("Timestamp", x.kernel.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")),
        *more,
    ]
    send_callback(x, stream.wish.callback, stream.leg, pairs, event)
