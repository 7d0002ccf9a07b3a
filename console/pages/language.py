"""In which language somebody's pages are: theirs, wherever they sign in."""

from flask import redirect, request

from console.pages.page import EVERYBODY, Page, Shown, Visit
from console.pages.wording import LANGUAGES
from console.people.account import Account
from records.database import writing


def _spoken(visit: Visit) -> Shown:
    wanted = visit.form.get("language", "")
    with writing(visit.board.database) as session:
        account = session.get(Account, visit.who.id)
        if account is not None and wanted in LANGUAGES:
            account.language = wanted
    return redirect(_back(), 303)


def _back() -> str:
    """The page it was asked on, and nowhere else: a path of ours."""
    came = request.referrer or ""
    path = came.removeprefix(request.host_url.rstrip("/"))
    return path if path.startswith("/") and not path.startswith("//") else "/"


PAGES = (Page(path="/language", roles=EVERYBODY, shows=_spoken, method="POST"),)
