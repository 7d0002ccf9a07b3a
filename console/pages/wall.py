"""`/wall/<token>`: the figures of the floor on a screen, for whoever has the address. Nobody is named on it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import structlog
from flask import Blueprint, request
from werkzeug.wrappers import Response

from console.alerts.alert import open_alerts
from console.alerts.words import alert_told
from console.floor.centre_now import CentreNow, centre_now
from console.floor.spark import spark
from console.pages.page import Where
from console.pages.rendering import render_for_nobody
from console.walls.wall import Wall, wall_at
from ivr.voice_board import VoiceBoard
from records.database import reading
from records.errors import RecordsUnavailable
from routing.errors import FloorUnavailable

log = structlog.get_logger(__name__)

WHOLE: Final = "floor/wall.html"
MOVING: Final = "floor/parts/wall.html"


def wall(blueprint: Blueprint, board: VoiceBoard, where: Where, trouble: Callable[[int], Response]) -> None:
    """The screen, and what moves on it."""
    for path, name, template in (("", "wall", WHOLE), ("/now", "wall_now", MOVING)):
        view = _view(board, where, template, trouble)
        blueprint.add_url_rule(f"/wall/<token>{path}", name, view, methods=["GET"])


def _view(
    board: VoiceBoard, where: Where, template: str, trouble: Callable[[int], Response]
) -> Callable[..., Response]:
    def view(token: str) -> Response:
        try:
            with reading(board.database) as session:
                hung = wall_at(session, token, secret=board.secret)
            if hung is None:
                return trouble(404)
            shown = {
                **_shown(board.at_present(), hung),
                "stream": f"{where.seen_from(request.host).live}/live/wall/{token}",
                "address": f"/wall/{token}",
            }
            return Response(render_for_nobody(template, hung.language, shown), content_type="text/html; charset=utf-8")
        except (RecordsUnavailable, FloorUnavailable) as down:
            log.warning("wall_asks_for_patience", why=str(down))
            return trouble(503)

    return view


def _shown(board: VoiceBoard, hung: Wall) -> Mapping[str, Any]:
    centre = centre_now(board)
    with reading(board.database) as session:
        fired = [one for one in open_alerts(session) if one.fired_at is not None]
        alerts = [alert_told(one) for one in fired]
    return {"wall": hung, "now": centre.at, "centre": centre, "queues": _queues(hung, centre), "alerts": alerts,
            "spark": spark(centre.levels_by_hour)}  # fmt: skip


def _queues(hung: Wall, centre: CentreNow) -> list[Any]:
    """Those in which something is to be seen come first."""
    chosen = [queue for queue in centre.queues if not hung.queues or queue.queue in hung.queues]
    return sorted(chosen, key=lambda queue: (-queue.waiting, -queue.offered, queue.queue))
