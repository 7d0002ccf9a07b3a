"""`/login` and `/logout`: the pages nobody has to be signed in for."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from console.pages.door import if_records_answer, login_form, signed_in
from console.pages.page import Where
from console.pages.signing_in_outside import signing_in_outside
from console.people.account import Account, account_named
from console.people.browser_session import end_session
from console.people.cookie import address_of, comes_from_us, take_back, token_in
from console.people.errors import TriedTooOften
from console.people.password import is_password_of
from console.people.sign_in_tries import Tried, count_a_try, was_right
from ivr.voice_board import VoiceBoard
from records.database import reading, writing


def signing_in(blueprint: Blueprint, board: VoiceBoard, where: Where) -> None:
    blueprint.add_url_rule("/login", "login", lambda: login_form(None))
    if where.provider is not None:
        signing_in_outside(blueprint, board, where.provider)
    blueprint.add_url_rule("/login", "sign_in", lambda: if_records_answer(lambda: _sign_in(board)), methods=["POST"])
    blueprint.add_url_rule("/logout", "sign_out", lambda: if_records_answer(lambda: _sign_out(board)), methods=["POST"])
    if where.demo:
        blueprint.add_url_rule(
            "/in/<login>", "walk_in", lambda login: if_records_answer(lambda: _walk_in(board, login))
        )


def _sign_in(board: VoiceBoard) -> Response:
    if not comes_from_us(request):
        return login_form("login.elsewhere", 403)
    tried = Tried(login=request.form.get("login", ""), address=address_of(request), secret=board.secret)
    try:
        account = _account(board, tried, request.form.get("password", ""))
    except TriedTooOften as often:
        answer = login_form("login.too_often", 429)
        answer.headers["Retry-After"] = str(often.wait_seconds)
        return answer
    return login_form("login.wrong", 401) if account is None else signed_in(board, account, how="password")


def _account(board: VoiceBoard, tried: Tried, password: str) -> Account | None:
    """Whose name and password these are. Takes as long for nobody's. Raises TriedTooOften."""
    with writing(board.database) as session:
        count_a_try(session, tried, now=board.clock())
        account = account_named(session, tried.login)
    if not is_password_of(account.password if account else None, password):
        return None
    with writing(board.database) as session:
        was_right(session, tried, now=board.clock())
    return account


def _walk_in(board: VoiceBoard, login: str) -> Response:
    """The demo's one click: nobody has a password there."""
    with reading(board.database) as session:
        account = account_named(session, login)
    return login_form("login.wrong", 404) if account is None else signed_in(board, account, how="demo")


def _sign_out(board: VoiceBoard) -> Response:
    token = token_in(request, board.urls.public)
    if token is not None and comes_from_us(request):
        with writing(board.database) as session:
            end_session(session, token, now=board.clock())
    answer = redirect("/login", 303)
    take_back(answer, board.urls.public)
    return answer
