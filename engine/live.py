"""The live process: server-sent events, and the pages that listen to them, apart from Twilio's webhooks.

Streams never share threads with webhooks, and where a proxy leads pages and API here as well (deploy/nginx.conf), what
a hundred open pages ask for shares no interpreter with them either.
"""

import threading
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import Flask, Response

from console.live.blueprint import Streams, live
from console.live.tail import WAITED_MS, Tail
from engine.board import board_from
from engine.embedded_valkey import redis_url_in_use
from engine.processes import LIVE_STREAMS
from engine.settings import Settings
from engine.stop_signal import StopSignal, when_asked_to_end
from engine.web import console_on, where_of
from ivr.incoming import LONGEST_BODY
from ivr.voice_board import VoiceBoard
from routing.floor import Floor
from routing.floor_client import patient_client

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FOR_THE_REST: Final = 64
"""Threads no stream may take: whoever asks for a page or for single events waits in one of these."""
PAGES_AT_ONCE: Final = 4
"""More would only take each other's time, and every connection to SQL."""


def live_app(settings: Settings) -> Flask:
    redis_url = redis_url_in_use(settings)
    board = board_from(settings, redis_url)
    board.files.keep_looking()
    tail = Tail(replace(board, floor=_patient_floor(settings, redis_url, board)))
    stop = StopSignal()
    when_asked_to_end(stop.set)
    threading.Thread(target=tail.keep_reading, args=(stop,), name="live-tail", daemon=True).start()
    app = live_on(board, tail, seats=LIVE_STREAMS - FOR_THE_REST, site=settings.site)
    if settings.mode != "production":
        return app  # without a proxy nobody is led here for pages
    console_on(app, board, where_of(settings))
    app.wsgi_app = a_few_at_once(app.wsgi_app)  # type: ignore[assignment, method-assign]
    return app


def a_few_at_once(answers: "WSGIApplication") -> "WSGIApplication":
    """Streams apart, and whoever looks whether we live: those wait for nobody."""
    gate = threading.BoundedSemaphore(PAGES_AT_ONCE)

    def gated(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(("/live/", "/healthz")):
            return answers(environ, start)
        with gate:
            return answers(environ, start)

    return gated


def live_on(board: VoiceBoard, tail: Tail, *, seats: int, site: str) -> Flask:
    """The streams on a board that stands."""
    app = Flask("sahip-live", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    app.register_blueprint(live(Streams(board=board, tail=tail, seats=threading.BoundedSemaphore(seats))))

    @app.get("/healthz")
    def healthz() -> Response:
        return Response(f"ok {site}\n", content_type="text/plain")

    return app


def _patient_floor(settings: Settings, redis_url: str, board: VoiceBoard) -> Floor:
    """One that waits for what happens."""
    redis = patient_client(redis_url, seconds=2 * WAITED_MS / 1000)
    return Floor(redis, site=settings.site, new_id=board.new_id)
