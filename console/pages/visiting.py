"""From a request to a visit: who is signed in, and does the request come from a page of ours."""

from dataclasses import dataclass

from flask import Request

from console.pages.control_characters import refuse_control_characters
from console.pages.page import Page, Viewer, Visit, Where
from console.people.account import Account
from console.people.browser_session import csrf_of, is_worth_noting, still_there, who_is_signed_in
from console.people.cookie import carries_csrf, comes_from_us, token_in
from ivr.voice_board import VoiceBoard
from records.database import reading, writing
from routing.errors import FloorUnavailable


@dataclass(frozen=True, kw_only=True)
class Refused(Exception):
    """401: nobody is signed in. 403: somebody is, and may not; or a request was made on another site."""

    status: int


def visit(board: VoiceBoard, where: Where, page: Page, request: Request, path: dict[str, str]) -> Visit:
    """Raises Refused, and NotThere and HasControlCharacter for what nobody types."""
    token = token_in(request, board.urls.public)
    account = _signed_in(board, token) if token else None
    if token is None or account is None:
        raise Refused(status=401)
    if account.role not in page.roles or not _is_ours(board, page, request, token):
        raise Refused(status=403)
    refuse_control_characters(request, path.values())
    viewer = Viewer(who=account.asks(), language=account.language, csrf=csrf_of(token, secret=board.secret))
    seen = where.seen_from(request.host)
    return Visit(board=board, where=seen, viewer=viewer, path=path, query=request.args.to_dict(),
                 form=request.form.to_dict(), stream=_stream(board, seen, page))  # fmt: skip


def _stream(board: VoiceBoard, where: Where, page: Page) -> str | None:
    """Where events are had from now on. Asked before the page is made: between the two nothing is lost."""
    if page.stream is None:
        return None
    try:
        return f"{where.live}/live/{page.stream}?after={board.floor.told_until()}"
    except FloorUnavailable:
        return f"{where.live}/live/{page.stream}"


def _signed_in(board: VoiceBoard, token: str) -> Account | None:
    now = board.clock()
    with reading(board.database) as session:
        account = who_is_signed_in(session, token, now=now)
        noted = account is not None and is_worth_noting(session, token, now=now)
    if noted:
        with writing(board.database) as session:
            still_there(session, token, now=now)
    return account


def _is_ours(board: VoiceBoard, page: Page, request: Request, token: str) -> bool:
    return page.method == "GET" or (comes_from_us(request) and carries_csrf(request, token, secret=board.secret))
