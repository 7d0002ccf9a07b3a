"""Who asks the API: a program with a key, or somebody signed in at a browser."""

from flask import Request

from callbacks.board import Board
from console.api.problem import Problem
from console.api_key import holder_of
from console.asker import Asker
from console.people.browser_session import is_worth_noting, still_there, who_is_signed_in
from console.people.cookie import carries_csrf, comes_from_us, token_in
from records.database import reading, writing


def who_asks(board: Board, request: Request) -> Asker:
    """Raises Problem: 401 for nobody we know, 403 for a browser led here by another site."""
    if "Authorization" not in request.headers and (token := token_in(request, board.urls.public)):
        return _person(board, request, token)
    return _program(board, request.headers.get("Authorization", ""))


def _program(board: Board, authorization: str) -> Asker:
    scheme, _, spoken = authorization.partition(" ")
    with reading(board.database) as session:
        key = holder_of(session, spoken.strip()) if scheme.lower() == "bearer" else None
    if key is None:
        raise Problem(401, "Send a valid API key: Authorization: Bearer sahip_…")
    return key.asks()


def _person(board: Board, request: Request, token: str) -> Asker:
    """Whoever changes something is there: a desk that waits for a call says so every few seconds."""
    safe = request.method in ("GET", "HEAD")
    with reading(board.database) as session:
        account = who_is_signed_in(session, token, now=board.clock())
        acts = account is not None and not safe and is_worth_noting(session, token, now=board.clock())
    if account is None:
        raise Problem(401, "Sign in again: this session is over.")
    if not comes_from_us(request) or not (safe or carries_csrf(request, token, secret=board.secret)):
        raise Problem(403, "This was not asked by a page of ours: load the page again.")
    if acts:
        with writing(board.database) as session:
            still_there(session, token, now=board.clock())
    return account.asks()
