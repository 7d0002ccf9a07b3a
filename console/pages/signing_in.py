"""`/login` and `/logout`: the pages nobody has to be signed in for."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from console.pages.page import Where
from console.pages.rendering import render_for_nobody
from console.pages.wording import LANGUAGES
from console.people.account import Account, account_named
from console.people.browser_session import begin_session, end_session
from console.people.cookie import comes_from_us, hand_out, take_back, token_in
from console.people.password import is_password_of
from ivr.voice_board import VoiceBoard
from records.audit import append as append_audit
from records.database import reading, writing

HOME = {"agent": "/desk", "lead": "/floor", "ops": "/studio", "admin": "/admin", "read_only": "/floor"}


def signing_in(blueprint: Blueprint, board: VoiceBoard, where: Where) -> None:
    blueprint.add_url_rule("/login", "login", lambda: _form(None), methods=["GET"])
    blueprint.add_url_rule("/login", "sign_in", lambda: _sign_in(board), methods=["POST"])
    blueprint.add_url_rule("/logout", "sign_out", lambda: _sign_out(board), methods=["POST"])
    if where.demo:
        blueprint.add_url_rule("/in/<login>", "walk_in", lambda login: _walk_in(board, login), methods=["GET"])


def _form(wrong: str | None, status: int = 200) -> Response:
    language = request.accept_languages.best_match(LANGUAGES) or "tr"
    body = render_for_nobody("login.html", language, {"wrong": wrong, "login": request.form.get("login", "")})
    return Response(body, status, content_type="text/html; charset=utf-8")


def _sign_in(board: VoiceBoard) -> Response:
    if not comes_from_us(request):
        return _form("login.elsewhere", 403)
    with reading(board.database) as session:
        account = account_named(session, request.form.get("login", ""))
    if not is_password_of(account.password if account else None, request.form.get("password", "")) or account is None:
        return _form("login.wrong", 401)
    return _signed_in(board, account, how="password")


def _walk_in(board: VoiceBoard, login: str) -> Response:
    """The demo's one click: nobody has a password there."""
    with reading(board.database) as session:
        account = account_named(session, login)
    return _form("login.wrong", 404) if account is None else _signed_in(board, account, how="demo")


def _signed_in(board: VoiceBoard, account: Account, *, how: str) -> Response:
    token, now = board.new_id() + board.new_id(), board.clock()
    with writing(board.database) as session:
        begin_session(session, account, token, now=now)
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
