"""The web process: Twilio's webhooks, the API, agents' calendars, health, readiness and numbers for a monitor."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, jsonify, redirect, request
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text
from werkzeug.wrappers import Response as BaseResponse

from callbacks.dips.host import PORTS, Host
from callbacks.outside.exchange import Exchange
from callbacks.outside.reach import AnyPublicHost
from console.api.blueprint import api
from console.calendar_feed import calendar_feed
from console.pages.blueprint import pages
from console.pages.page import Where
from console.pages.static_files import static_files
from console.people.identity_provider import IdentityProvider
from console.people.roles_of_groups import RolesOfGroups
from engine.board import board_from
from engine.centre_in_force import centre_here_in_force, files_that_differ
from engine.demo_own import demos_own
from engine.embedded_valkey import redis_url_in_use
from engine.first_release import see_to_first_release
from engine.floor_metrics import floor_metrics
from engine.settings import Settings
from engine.shipped import shipped
from ivr.incoming import LONGEST_BODY
from ivr.message_webhooks import message_webhooks
from ivr.voice_board import VoiceBoard
from ivr.webhooks import voice_webhooks
from records.database import reading
from records.errors import RecordsUnavailable
from routing.errors import FloorUnavailable

log = structlog.get_logger(__name__)

FROM_TWILIO = ("/voice/", "/messages/")


def web_app(settings: Settings) -> Flask:
    """The application of one web process."""
    centre = centre_here_in_force(settings)
    voice = board_from(settings, redis_url_in_use(settings), centre)
    see_to_first_release(voice.database, centre, voice.clock())
    _tell_of_files_that_differ(voice)
    voice.flows.newest()  # read now: the first caller neither waits for it nor needs the records
    voice.files.keep_looking()
    app = web_on(voice, audio=settings.centre / "audio", where=where_of(settings))
    if settings.mode == "demo":
        _phone(app, settings)
    return app


def _tell_of_files_that_differ(voice: VoiceBoard) -> None:
    """Who edits a file that was published learns here, too, that it counts no more."""
    try:
        differing = files_that_differ(voice.files, voice.database)
    except RecordsUnavailable:
        return
    if differing:
        told = {f"{one.file}.yaml": one.number for one in differing}
        log.warning("centre_files_differ_from_what_is_published", in_force=told, hint="sahip rules show")


def where_of(settings: Settings) -> Where:
    """What pages must know of this installation."""
    demo = settings.mode == "demo"
    if not demo:
        return Where(live=settings.live_url, provider=_provider(settings))
    own, simulator = demos_own(settings.var), _simulator(settings)
    return Where(live=settings.live_url, demo=True, telephones="/phone", simulator=simulator, own=own)


def _provider(settings: Settings) -> IdentityProvider | None:
    """Where people sign in with their organisation's account; it may stand in our own network."""
    if settings.oidc_issuer is None or settings.oidc_client_id is None or settings.oidc_client_secret is None:
        return None
    there = urlsplit(settings.oidc_issuer)
    hosts = AnyPublicHost({f"{there.hostname}:{there.port or PORTS[there.scheme]}": Host(private=True)})
    return IdentityProvider(
        issuer=settings.oidc_issuer, client_id=settings.oidc_client_id, claim=settings.oidc_claim,
        client_secret=settings.oidc_client_secret.get_secret_value(), exchange=Exchange(hosts=hosts),
        groups=RolesOfGroups(claim=settings.oidc_groups_claim, roles=settings.oidc_roles),
    )  # fmt: skip


def web_on(voice: VoiceBoard, *, audio: Path | None = None, where: Where | None = None) -> Flask:
    """The application on a board that stands; `audio` is the folder of the centre's sound files."""
    app = Flask("sahip", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    app.before_request(refused_unread)
    app.register_blueprint(voice_webhooks(voice, audio or shipped("centre") / "audio"))
    app.register_blueprint(message_webhooks(voice))
    console_on(app, voice, where or Where())
    _health(app, voice)
    return app


def console_on(app: Flask, voice: VoiceBoard, where: Where) -> None:
    """Pages and the API. The live process has them too: there a hundred open pages cost no caller a moment."""
    app.register_blueprint(api(voice))
    app.register_blueprint(calendar_feed(voice))
    app.register_blueprint(pages(voice, where))
    app.register_blueprint(static_files())


def _phone(app: Flask, settings: Settings) -> None:
    """The demo's telephone page is the simulator's, on its own port: to us it is one more carrier."""
    page = f"{_simulator(settings)}/phone"

    @app.get("/phone")
    def phone() -> BaseResponse:
        return redirect(f"{page}?{request.query_string.decode('latin-1')}".rstrip("?"))


def _simulator(settings: Settings) -> str:
    return f"http://127.0.0.1:{settings.simulator_port}"


def refused_unread() -> Response | None:
    """What cannot be Twilio's is answered before a byte of its body is read.

    Reading waits for the sender, and a thread that waits answers nobody. This keeps out whoever does not even pretend;
    against those who do, a proxy that takes in whole requests first stands in front (deploy/nginx.conf).
    """
    if request.method != "POST" or not request.path.startswith(FROM_TWILIO):
        return None
    if not request.headers.get("X-Twilio-Signature"):
        return _refused(403, "unsigned")
    if request.content_length is None:
        return _refused(411, "no length")
    return _refused(413, "too long") if request.content_length > LONGEST_BODY else None


def _refused(status: int, why: str) -> Response:
    log.warning("webhook_refused", path=request.path, why=why)
    return Response(status=status, headers={"Connection": "close"})


def _health(app: Flask, voice: VoiceBoard) -> None:
    checks: dict[str, Callable[[], None]] = {"sql": lambda: _sql(voice), "floor": lambda: _floor(voice)}

    @app.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", content_type="text/plain")

    @app.get("/readyz")
    def readyz() -> tuple[Response, int]:
        found = {name: _told(name, check) for name, check in checks.items()}
        ready = all(told == "ok" for told in found.values())
        return jsonify({"ready": ready, "checks": found}), 200 if ready else 503

    @app.get("/metrics")
    def metrics() -> Response:
        numbers = floor_metrics(voice.floor, voice.clock(), voice.at_present().policy.queues)
        return Response(numbers, content_type=CONTENT_TYPE_LATEST)


def _sql(voice: VoiceBoard) -> None:
    with reading(voice.database) as session:
        session.execute(text("select count(*) from calls where sid = ''"))


def _floor(voice: VoiceBoard) -> None:
    voice.floor.check()


def _told(name: str, check: Callable[[], None]) -> str:
    """For everybody to read: why a store does not answer names hosts and users, and goes to the log."""
    try:
        check()
    except (RecordsUnavailable, FloorUnavailable) as trouble:
        log.warning("not_ready", store=name, why=str(trouble) or type(trouble).__name__)
        return "unreachable"
    return "ok"
