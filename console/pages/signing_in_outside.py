"""`/login/oidc`: somebody signs in with their organisation's account, and comes back here."""

import hmac

import structlog
from flask import Blueprint, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from console.pages.door import if_records_answer, login_form, signed_in
from console.people.account import Account, account_named
from console.people.cookie import is_secure
from console.people.errors import AccountRefused
from console.people.identity_provider import ON_THE_WAY, IdentityProvider, OnTheWay, Proven, ProviderFailed
from console.people.keeping import Keeper, change_account
from ivr.voice_board import VoiceBoard
from records.database import writing

log = structlog.get_logger(__name__)

PATH = "/login/oidc"
COOKIE = "sahip_on_the_way"


def signing_in_outside(blueprint: Blueprint, board: VoiceBoard, provider: IdentityProvider) -> None:
    blueprint.add_url_rule(PATH, "go_outside", lambda: _go(board, provider))
    blueprint.add_url_rule(f"{PATH}/back", "come_back", lambda: if_records_answer(lambda: _back(board, provider)))


def _go(board: VoiceBoard, provider: IdentityProvider) -> Response:
    way = OnTheWay(token=board.new_id() + board.new_id(), secret=board.secret)
    try:
        there = provider.way_there(way, _address(board))
    except ProviderFailed as trouble:
        return _failed(trouble)
    answer = redirect(there, 303)
    answer.set_cookie(COOKIE, way.token, max_age=ON_THE_WAY, path=PATH, secure=is_secure(board.urls.public),
                      httponly=True, samesite="Lax")  # fmt: skip
    return answer


def _back(board: VoiceBoard, provider: IdentityProvider) -> Response:
    """Only the browser that went comes back: its token makes the state that must be in the address."""
    way = OnTheWay(token=request.cookies.get(COOKIE, ""), secret=board.secret)
    try:
        if not way.token or not hmac.compare_digest(request.args.get("state", "").encode(), way.state.encode()):
            raise ProviderFailed("this is not the browser that went there")
        if request.args.get("iss", provider.issuer) != provider.issuer or "code" not in request.args:
            raise ProviderFailed(f"it sent them back with {request.args.get('error', 'nothing')[:80]}")
        proven = provider.who_comes_back(way, request.args["code"], _address(board), now=board.clock())
    except ProviderFailed as trouble:
        return _failed(trouble)
    account = _account(board, proven)
    answer = login_form("login.no_account", 403) if account is None else signed_in(board, account, how="oidc")
    answer.delete_cookie(COOKIE, path=PATH)
    return answer


def _account(board: VoiceBoard, proven: Proven) -> Account | None:
    """With the role their groups give them now; whoever is in none of those keeps what they have here."""
    with writing(board.database) as session:
        account = account_named(session, proven.name)
        if account is not None and proven.role not in (None, account.role):
            _takes_role(session, account, proven, Keeper(who="identity_provider", now=board.clock()))
    return account


def _takes_role(session: Session, account: Account, proven: Proven, by: Keeper) -> None:
    """The last administrator stays one: somebody must be able to let people in again."""
    try:
        with session.begin_nested():
            change_account(session, account, {"role": proven.role}, by)
    except AccountRefused as refused:
        session.refresh(account)
        log.warning("role_of_groups_refused", account=account.id, role=proven.role, why=str(refused))


def _failed(trouble: ProviderFailed) -> Response:
    log.warning("signing_in_outside_failed", why=str(trouble))
    return login_form("login.outside_failed", 502)


def _address(board: VoiceBoard) -> str:
    return f"{board.urls.public}{PATH}/back"
