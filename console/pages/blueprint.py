"""The pages' edge: every page is asked for, permitted, shown and guarded the same way."""

from collections.abc import Callable

import structlog
from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from console.pages.control_characters import HasControlCharacter
from console.pages.every_page import PAGES
from console.pages.front import front
from console.pages.headers import guard
from console.pages.page import NotThere, Page, Visit, Where
from console.pages.rendering import render, render_for_nobody
from console.pages.signing_in import signing_in
from console.pages.visiting import Refused, visit
from console.pages.wall import wall
from console.pages.wording import LANGUAGES
from ivr.voice_board import VoiceBoard
from records.errors import RecordsUnavailable
from routing.errors import FloorUnavailable

log = structlog.get_logger(__name__)


def pages(board: VoiceBoard, where: Where) -> Blueprint:
    """To be registered without a prefix."""
    blueprint = Blueprint("pages", __name__)
    for page in PAGES:
        blueprint.add_url_rule(page.path, page.name, _view(board, where, page), methods=[page.method])
    front(blueprint, board, where)
    signing_in(blueprint, board, where)
    wall(blueprint, board, where, trouble)
    blueprint.after_request(lambda response: _guarded(response, where))
    return blueprint


def _view(board: VoiceBoard, where: Where, page: Page) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        try:
            visited = visit(board.at_present(), where, page, request, path)
            return _shown(page, visited)
        except Refused as refused:
            return _refused(refused.status)
        except NotThere:
            return trouble(404)
        except HasControlCharacter as found:
            return trouble(422, found.field)
        except (RecordsUnavailable, FloorUnavailable) as down:
            log.warning("page_asks_for_patience", path=request.path, why=str(down))
            return trouble(503)

    return view


def _shown(page: Page, visited: Visit) -> Response:
    shown = page.shows(visited)
    if isinstance(shown, Response):
        return shown
    answer = html(render(page, visited, shown))
    answer.headers["Sahip-Now"] = visited.board.clock().isoformat(timespec="milliseconds")
    return answer


def html(body: str, status: int = 200) -> Response:
    return Response(body, status, content_type="text/html; charset=utf-8")


def trouble(status: int, field: str = "") -> Response:
    """A page of its own for what cannot be shown; `field` is where in a request something is wrong."""
    language = request.accept_languages.best_match(LANGUAGES) or "tr"
    return html(render_for_nobody("trouble.html", language, {"status": status, "field": field}), status)


def _refused(status: int) -> Response:
    if status == 401 and "HX-Request" not in request.headers:
        return redirect("/login")
    answer = trouble(status)
    if status == 401:
        answer.headers["HX-Redirect"] = "/login"
    return answer


def _guarded(response: Response, where: Where) -> Response:
    guard(response, where.seen_from(request.host))
    return response
