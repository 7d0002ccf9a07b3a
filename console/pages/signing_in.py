"""`/login` and `/logout`: the pages nobody has to be signed in for."""

from collections.abc import Callable

import structlog
from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from console.pages.page import Where
from console.pages.rendering import render_for_nobody
from console.pages.wording import LANGUAGES
from console.people.account import Account, account_named
from console.people.browser_session import Browser, begin_session, end_session
from console.people.cookie import address_of, comes_from_us, hand_out, take_back, token_in
from console.people.errors import TriedTooOften
from console.people.password import is_password_of
from console.people.sign_in_tries import Tried, count_a_try, was_right
from ivr.voice_board import VoiceBoard
from records.audit import append as append_audit
from records.database import reading, writing
from records.errors import RecordsUnavailable

log = structlog.get_logger(__name__)

HOME = {"agent": "/desk", "lead": "/floor", "ops": "/studio", "admin": "/admin", "read_only": "/floor"}


def signing_in(blueprint: Blueprint, board: VoiceBoard, where: Where) -> None:
    blueprint.add_url_rule("/login", "login", lambda: _form(None), methods=["GET"])
    blueprint.add_url_rule("/login", "sign_in", lambda: _if_known(lambda: _sign_in(board)), methods=["POST"])
    blueprint.add_url_rule("/logout", "sign_out", lambda: _if_known(lambda: _sign_out(board)), methods=["POST"])
    if where.demo:
        blueprint.add_url_rule("/in/<login>", "walk_in", lambda login: _if_known(lambda: _walk_in(board, login)),
                               methods=["GET"])  # fmt: skip


def _form(wrong: str | None, status: int = 200) -> Response:
    language = request.accept_languages.best_match(LANGUAGES) or "tr"
    shown = {"wrong": wrong, "login": request.form.get("login", "")}
    body = render_for_nobody("login.html", language, shown)
    return Response(body, status, content_type="text/html; charset=utf-8")


def _if_known(answer: Callable[[], Response]) -> Response:
    """Nobody is let in on faith: while the database is away there is no signing in."""
    try:
        return answer()
    except RecordsUnavailable as down:
        log.warning("nobody_can_sign_in", why=str(down))
        return _form("login.away", 503)


def _sign_in(board: VoiceBoard) -> Response:
    if not comes_from_us(request):
        return _form("login.elsewhere", 403)
    tried = Tried(login=request.form.get("login", ""), address=address_of(request), secret=board.secret)
    try:
        account = _account(board, tried, request.form.get("password", ""))
    except TriedTooOften as often:
        answer = _form("login.too_often", 429)
        answer.headers["Retry-After"] = str(often.wait_seconds)
        return answer
    return _form("login.wrong", 401) if account is None else _signed_in(board, account, how="password")


def _account(board: VoiceBoard, tried: Tried, password: str) -> Account | None:
    """Whose name and password these are. Takes as long for nobody's. Raises TriedTooOften."""
    with writing(board.database) as session:
        count_a_try(session, tried, now=board.clock())
        account = account_named(session, tried.login)
    if not is_password_of(account.password if account else None, password):
        return None
    with writing(board.database) as session:
        was_right(session, tried)
    return account


def _walk_in(board: VoiceBoard, login: str) -> Response:
    """The demo's one click: nobody has a password there."""
    with reading(board.database) as session:
        account = account_named(session, login)
    return _form("login.wrong", 404) if account is None else _signed_in(board, account, how="demo")


def _signed_in(board: VoiceBoard, account: Account, *, how: str) -> Response:
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


def _sign_out(board: VoiceBoard) -> Response:
    token = token_in(request, board.urls.public)
    if token is not None and comes_from_us(request):
        with writing(board.database) as session:
            end_session(session, token, now=board.clock())
    answer = redirect("/login", 303)
    take_back(answer, board.urls.public)
    return answer
