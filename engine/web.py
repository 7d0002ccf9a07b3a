"""The web process: Twilio's webhooks, the API, health and readiness."""

from collections.abc import Callable

import structlog
from flask import Flask, Response, jsonify
from sqlalchemy import text

from console.api.blueprint import api
from engine.board import board_from
from engine.embedded_valkey import redis_url_in_use
from engine.settings import Settings
from engine.shipped import shipped
from ivr.incoming import LONGEST_BODY
from ivr.voice import Voice
from ivr.webhooks import voice_webhooks
from records.database import reading
from records.errors import RecordsUnavailable
from routing.errors import FloorUnavailable

log = structlog.get_logger(__name__)


def web_app(settings: Settings) -> Flask:
    """The application of one web process."""
    voice = board_from(settings, redis_url_in_use(settings))
    try:
        voice.flows.publish(voice.clock())
    except RecordsUnavailable as trouble:
        log.warning("flows_not_published", why=str(trouble))  # calls run on them all the same
    return web_on(voice)


def web_on(voice: Voice) -> Flask:
    """The application on a board that stands."""
    app = Flask("sahip", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    app.register_blueprint(voice_webhooks(voice, shipped("centre") / "audio"))
    app.register_blueprint(api(voice))
    _health(app, voice)
    return app


def _health(app: Flask, voice: Voice) -> None:
    checks: dict[str, Callable[[], None]] = {"sql": lambda: _sql(voice), "floor": lambda: _floor(voice)}

    @app.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", content_type="text/plain")

    @app.get("/readyz")
    def readyz() -> tuple[Response, int]:
        found = {name: _told(check) for name, check in checks.items()}
        ready = all(told == "ok" for told in found.values())
        return jsonify({"ready": ready, "checks": found}), 200 if ready else 503


def _sql(voice: Voice) -> None:
    with reading(voice.database) as session:
        session.execute(text("select count(*) from calls where sid = ''"))


def _floor(voice: Voice) -> None:
    voice.floor.check()


def _told(check: Callable[[], None]) -> str:
    try:
        check()
    except (RecordsUnavailable, FloorUnavailable) as trouble:
        return str(trouble)
    return "ok"
