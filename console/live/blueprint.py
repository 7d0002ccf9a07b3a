"""`/live/…`: the streams, and each event by a plain GET."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import urlsplit

import structlog
from flask import Blueprint, request
from werkzeug.wrappers import Response

from console.live.ear import Ear, NotHeard, desk_ear, floor_ear, wall_ear
from console.live.event import everything
from console.live.stream import missed_since, stream
from console.live.tail import Tail
from console.people.cookie import token_in
from ivr.voice_board import VoiceBoard
from records.errors import RecordsUnavailable
from routing.errors import FloorUnavailable

log = structlog.get_logger(__name__)

RETRY_SECONDS: Final = 5

Whose = Callable[[VoiceBoard, str | None], Ear]
STREAMS: Final[tuple[tuple[str, str, Whose], ...]] = (
    ("desk", "desk", desk_ear), ("floor", "floor", floor_ear), ("wall", "wall/<token>", wall_ear)
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Streams:
    """What the process shares between pages. `seats` are the threads streams may have; the others answer the rest."""

    board: VoiceBoard
    tail: Tail
    seats: threading.Semaphore


def live(streams: Streams) -> Blueprint:
    """To be registered without a prefix."""
    blueprint = Blueprint("live", __name__, url_prefix="/live")
    for name, path, whose in STREAMS:
        blueprint.add_url_rule(f"/{path}", name, partial(_listens, streams, whose))
        blueprint.add_url_rule(f"/{path}/events", f"{name}_events", partial(_asks, streams, whose))
    blueprint.after_request(partial(_for_our_pages, streams.board))
    return blueprint


def _listens(streams: Streams, whose: Whose, token: str | None = None) -> Response:
    try:
        ear = whose(streams.board, token or _token(streams.board))
    except NotHeard as refused:
        return Response(status=refused.status)
    except (RecordsUnavailable, FloorUnavailable) as down:
        return _later(str(down))
    if not streams.tail.reads:
        return _later("the floor is away")
    if not streams.seats.acquire(blocking=False):
        return _later("every seat is taken")
    after = request.headers.get("Last-Event-ID") or request.args.get("after")
    told = _as_long_as_it_goes(stream(streams.board, streams.tail, ear, _entry(after)))
    answer = Response(told, content_type="text/event-stream; charset=utf-8")
    answer.headers["X-Accel-Buffering"] = "no"
    answer.call_on_close(streams.seats.release)
    return answer


def _as_long_as_it_goes(told: Iterator[str]) -> Iterator[str]:
    try:
        yield from told
    except (RecordsUnavailable, FloorUnavailable) as down:
        log.warning("live_stream_ends", why=str(down))  # the page asks again, and is told to come later


def _asks(streams: Streams, whose: Whose, token: str | None = None) -> Response:
    """The same events for whoever cannot listen: all after `after`, and where to go on."""
    try:
        ear = whose(streams.board, token or _token(streams.board))
        after = _entry(request.args.get("after"))
        newest = streams.board.floor.told_until()
        events = missed_since(streams.board, ear, after) if after else [everything(newest)]
    except NotHeard as refused:
        return Response(status=refused.status)
    except (RecordsUnavailable, FloorUnavailable) as down:
        return _later(str(down))
    last = events[-1].id if events else newest
    body = json.dumps(
        {"events": [event.shown(of_whom=ear.told_of_whom) for event in events], "last": last}, ensure_ascii=False
    )
    return Response(body, content_type="application/json")


def _entry(told: str | None) -> str | None:
    """An id of ours, or none."""
    at, _, number = (told or "").partition("-")
    return told if at.isascii() and at.isdigit() and (number or "0").isascii() and (number or "0").isdigit() else None


def _token(board: VoiceBoard) -> str | None:
    """Of a page of ours alone: what another site asks for is asked by nobody."""
    origin = request.headers.get("Origin")
    return token_in(request, board.urls.public) if origin is None or _is_ours(board, origin) else None


def _is_ours(board: VoiceBoard, origin: str) -> bool:
    """Our public address; or the name this process is asked by, at another port."""
    public = urlsplit(board.urls.public)
    here = urlsplit(request.host_url)
    told = urlsplit(origin)
    return (told.scheme, told.netloc) == (public.scheme, public.netloc) or told.hostname == here.hostname


def _later(why: str) -> Response:
    log.warning("live_asks_for_patience", path=request.path, why=why)
    return Response(status=503, headers={"Retry-After": str(RETRY_SECONDS)})


def _for_our_pages(board: VoiceBoard, answer: Response) -> Response:
    """They are had at another port, or under another name: the browser asks whether that is as we mean it."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Vary"] = "Origin"
    if (origin := request.headers.get("Origin")) and _is_ours(board, origin):
        answer.headers["Access-Control-Allow-Origin"] = origin
        answer.headers["Access-Control-Allow-Credentials"] = "true"
        answer.headers["Access-Control-Expose-Headers"] = "Retry-After"
    return answer
