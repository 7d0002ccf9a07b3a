"""`/me`: somebody's own password, and where they are signed in."""

from collections.abc import Mapping

from flask import redirect, request

from console.pages.page import EVERYBODY, NotThere, Page, Shown, Visit
from console.people.account import Account
from console.people.browser_session import digest_of, end_one, end_sessions, sessions_of
from console.people.cookie import address_of, token_in
from console.people.errors import AccountRefused, TriedTooOften
from console.people.keeping import Keeper, change_password
from console.people.password import LONGEST, SHORTEST, is_password_of
from console.people.sign_in_tries import Tried, count_a_try, was_right
from records.audit import append as append_audit
from records.database import reading, writing

SAID = frozenset({"changed", "wrong", "length", "too_often", "signed_out"})


def _own(visit: Visit) -> Shown:
    with reading(visit.board.database) as session:
        account = session.get_one(Account, visit.who.id)
        sessions = sessions_of(session, account.id, now=visit.board.clock())
    said = visit.query.get("said", "")
    return {"account": account, "sessions": sessions, "this": digest_of(_token(visit)), "shortest": SHORTEST,
            "longest": LONGEST, "said": said if said in SAID else None}  # fmt: skip


def _new_password(visit: Visit) -> Shown:
    """With the old one: an open browser somebody walked away from is not enough. Guessing counts as at the door."""
    return redirect(f"/me?said={_changed(visit, visit.form)}", 303)


def _changed(visit: Visit, form: Mapping[str, str]) -> str:
    board, by = visit.board, Keeper(who=visit.who.label, now=visit.board.clock())
    with reading(board.database) as session:
        account = session.get_one(Account, visit.who.id)
    tried = Tried(login=account.login, address=address_of(request), secret=board.secret)
    try:
        with writing(board.database) as session:
            count_a_try(session, tried, now=by.now)
        if not is_password_of(account.password, form.get("old", "")):
            return "wrong"
        with writing(board.database) as session:
            was_right(session, tried, now=board.clock())
            account = session.get_one(Account, visit.who.id)
            change_password(session, account, form.get("new", ""), by, but=_token(visit))
    except TriedTooOften:
        return "too_often"
    except AccountRefused:
        return "length"
    return "changed"


def _sign_out(visit: Visit) -> Shown:
    """Of one other browser by its name, or of all others."""
    board, name = visit.board, visit.form.get("session", "")
    with writing(board.database) as session:
        if name:
            ended = int(end_one(session, visit.who.id, name, now=board.clock()))
        else:
            ended = end_sessions(session, visit.who.id, now=board.clock(), but=_token(visit))
        append_audit(session, visit.who.label, "signed_out", f"user:{visit.who.id}", {"sessions": ended}, board.clock())
    return redirect("/me?said=signed_out", 303)


def _token(visit: Visit) -> str:
    """Of the browser that asks. Raises NotThere."""
    token = token_in(request, visit.board.urls.public)
    if token is None:
        raise NotThere
    return token


PAGES = (
    Page(path="/me", roles=EVERYBODY, shows=_own, template="me.html"),
    Page(path="/me/password", roles=EVERYBODY, shows=_new_password, method="POST"),
    Page(path="/me/sign-out", roles=EVERYBODY, shows=_sign_out, method="POST"),
)
