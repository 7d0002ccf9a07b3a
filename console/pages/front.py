"""`/`: where to go. In the demo, what there is to try, each thing ticked by what whoever tries it has done."""

from typing import Final

import structlog
from flask import Blueprint, request
from werkzeug.wrappers import Response

from console.newcomer import STEPS, DemosOwn, done_by_the_newcomer
from console.pages.page import Where
from console.pages.rendering import render_for_nobody
from console.pages.wording import LANGUAGES
from ivr.voice_board import VoiceBoard
from records.database import reading
from records.errors import RecordsUnavailable

log = structlog.get_logger(__name__)

DOORS: Final = (("phone", "/phone"), ("desk", "/in/elif"), ("floor", "/in/zeynep"), ("studio", "/in/ops"))


def front(blueprint: Blueprint, board: VoiceBoard, where: Where) -> None:
    blueprint.add_url_rule("/", "front", lambda: _front(board, where))


def _front(board: VoiceBoard, where: Where) -> Response:
    asked = request.args.get("lang", "")
    language = asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or "tr"
    shown = {"demo": where.demo, "doors": DOORS, "steps": _steps(board, where.own) if where.demo else ()}
    body = render_for_nobody("front.html", language, shown)
    return Response(body, content_type="text/html; charset=utf-8")


def _steps(board: VoiceBoard, own: DemosOwn) -> tuple[tuple[str, bool], ...]:
    """Each thing to try, and whether it was done since the demo began."""
    try:
        with reading(board.database) as session:
            done = done_by_the_newcomer(session, own)
    except RecordsUnavailable as down:
        log.warning("nothing_ticked", why=str(down))
        done = {}
    return tuple((step, done.get(step, False)) for step in STEPS)
