"""The live process: server-sent events, kept apart so that streams never share threads with Twilio's webhooks."""

import threading
from dataclasses import replace
from typing import Final

from flask import Flask, Response

from console.live.blueprint import Streams, live
from console.live.tail import WAITED_MS, Tail
from engine.board import board_from
from engine.embedded_valkey import redis_url_in_use
from engine.processes import LIVE_STREAMS
from engine.settings import Settings
from engine.stop_signal import StopSignal, when_asked_to_end
from ivr.voice_board import VoiceBoard
from routing.floor import Floor
from routing.floor_client import patient_client

FOR_THE_REST: Final = 16
"""Threads no stream may take: whoever asks whether we live, or for single events, is answered."""


def live_app(settings: Settings) -> Flask:
    redis_url = redis_url_in_use(settings)
    board = board_from(settings, redis_url)
    tail = Tail(replace(board, floor=_patient_floor(settings, redis_url, board)))
    stop = StopSignal()
    when_asked_to_end(stop.set)
    threading.Thread(target=tail.keep_reading, args=(stop,), name="live-tail", daemon=True).start()
    return live_on(board, tail, seats=LIVE_STREAMS - FOR_THE_REST, site=settings.site)


def live_on(board: VoiceBoard, tail: Tail, *, seats: int, site: str) -> Flask:
    """The application on a board that stands."""
    app = Flask("sahip-live", static_folder=None)
    app.register_blueprint(live(Streams(board=board, tail=tail, seats=threading.BoundedSemaphore(seats))))

    @app.get("/healthz")
    def healthz() -> Response:
        return Response(f"ok {site}\n", content_type="text/plain")

    return app


def _patient_floor(settings: Settings, redis_url: str, board: VoiceBoard) -> Floor:
    """One that waits for what happens."""
    redis = patient_client(redis_url, seconds=2 * WAITED_MS / 1000)
    return Floor(redis, site=settings.site, new_id=board.new_id)
