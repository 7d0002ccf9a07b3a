"""The form people sign in with, and what happens when somebody may come in."""

from collections.abc import Callable
from typing import Final

import structlog
from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from console.pages.rendering import render_for_nobody
from console.pages.wording import LANGUAGES
from console.people.account import Account
from console.people.browser_session import Browser, begin_session, end_session
from console.people.cookie import address_of, hand_out, token_in
from ivr.voice_board import VoiceBoard
from records.audit import append as append_audit
from records.database import writing
from records.errors import RecordsUnavailable

log = structlog.get_logger(__name__)

HOME: Final = {"agent": "/desk", "lead": "/floor", "ops": "/studio", "admin": "/admin", "read_only": "/floor"}
OUTSIDE: Final = "pages.go_outside"
"""The way to the organisation's own accounts, where there is one."""


def login_form(wrong: str | None, status: int = 200) -> Response:
    language = request.accept_languages.best_match(LANGUAGES) or "tr"
    shown = {"wrong": wrong, "login": request.form.get("login", ""), "outside": OUTSIDE in current_app.view_functions}
    body = render_for_nobody("login.html", language, shown)
    return Response(body, status, content_type="text/html; charset=utf-8")


def if_records_answer(answer: Callable[[], Response]) -> Response:
    """Nobody is let in on faith: while the database is away there is no signing in."""
    try:
        return answer()
    except RecordsUnavailable as down:
        log.warning("nobody_can_sign_in", why=str(down))
        return login_form("login.away", 503)


def signed_in(board: VoiceBoard, account: Account, *, how: str) -> Response:
    """With a new token; the session this browser had before is over."""
    token, now = board.new_id() + board.new_id(), board.clock()
    before = token_in(request, board.urls.public)
    browser = Browser(name=request.headers.get("User-Agent", ""), address=address_of(request))
    with writing(board.database) as session:
        if before is not None:
            end_session(session, before, now=now)
        begin_session(session, account, token, now=now, browser=browser)
        append_audit(session, account.asks().label, "signed_in", f"user:{account.id}", {"how": how}, now)
    answer = redirect(HOME[account.role], 303)
    hand_out(answer, token, board.urls.public)
    return answer
