"""Where calendar programmes read an agent's callbacks: `/calendar/<token>.ics`. The token is all they have to say."""

import hashlib

import structlog
from flask import Blueprint, Response, request

from callbacks.board import Board
from console.agent_calendar import LANGUAGES, agent_calendar, calendar_language
from records.database import reading
from records.errors import RecordsUnavailable
from staff.calendar_feed import whose_feed

log = structlog.get_logger(__name__)


def calendar_feed(board: Board) -> Blueprint:
    """To be registered without a prefix."""
    blueprint = Blueprint("calendar", __name__)

    @blueprint.get("/calendar/<token>.ics")
    def calendar(token: str) -> Response:
        try:
            told = _calendar(board.at_present(), token)
        except RecordsUnavailable as trouble:
            log.warning("calendar_asks_for_patience", why=str(trouble))
            return Response(status=503, headers={"Retry-After": "60"})
        return Response(status=404) if told is None else _as_asked(told)

    return blueprint


def _calendar(board: Board, token: str) -> bytes | None:
    """In the agent's own language, or in `?lang=`. None for a token that opens nothing."""
    with reading(board.database) as session:
        agent = whose_feed(session, token)
        if agent is None:
            return None
        wished = request.args.get("lang", "")
        language = wished if wished in LANGUAGES else calendar_language(agent)
        return agent_calendar(session, agent, board.dialler.calendar, language)


def _as_asked(told: bytes) -> Response:
    """Whoever has it already is told that it is still the same."""
    response = Response(told, content_type="text/calendar; charset=utf-8")
    response.set_etag(hashlib.sha256(told).hexdigest()[:32])
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.make_conditional(request)
    return response
