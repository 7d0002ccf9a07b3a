"""How long things are kept, handing out what is held about somebody, forgetting them, and what the law holds."""

from collections.abc import Mapping
from typing import Any

from flask import Response
from pydantic import ValidationError

from callbacks.handing_out import hand_out
from cases.errors import SeveralPeople
from console.api.page import PageQuery
from console.api.privacy import PersonMeant, list_erasures, list_holds
from console.pages.admin.section import framed, roles, whole_and_part
from console.pages.asking import ask
from console.pages.page import Page, Shown, Visit
from console.pages.rendering import render
from console.role import roles_that_may
from records.database import reading
from records.retention_mark import BEGINNING, reached


def _privacy(visit: Visit) -> Mapping[str, Any]:
    query = PageQuery(limit=50, cursor=None)
    return {
        "kept": _kept(visit),
        "erasures": ask(visit, list_erasures, query).items,
        "holds": ask(visit, list_holds, query).items,
        "export_wrong": None,
    }


def _kept(visit: Visit) -> list[dict[str, object]]:
    """How long each is kept, in days (0: for ever), and up to when older ones are gone."""
    periods = visit.board.care.privacy
    days = {"calls": periods.calls_days, "recordings": periods.recordings_days, "cases": periods.cases_days,
            "customers": periods.customers_days}  # fmt: skip
    with reading(visit.board.database) as session:
        marks = {name: reached(session, name) for name in days}
    return [
        {"what": name, "days": kept, "until": None if marks[name] == BEGINNING else marks[name]}
        for name, kept in days.items()
    ]


def _export(visit: Visit) -> Shown:
    """The signed file itself; that it was made is in the audit."""
    told = {name: visit.form[name] for name in ("phone", "customer_id") if visit.form.get(name, "").strip()}
    try:
        meant = PersonMeant.model_validate(told).meant
        handed = hand_out(visit.board, meant, who=visit.who.label)
    except ValidationError:
        return _again(visit, "admin.export_who")
    except SeveralPeople:
        return _again(visit, "admin.export_several")
    if handed is None:
        return _again(visit, "admin.export_nobody")
    headers = {"Content-Disposition": f'attachment; filename="{handed.file.name}"'}
    return Response(handed.body, content_type="application/zip", headers=headers)


def _again(visit: Visit, wrong: str) -> Response:
    """The page once more, with why there is no file."""
    shown = framed("privacy", lambda same: {**_privacy(same), "export_wrong": wrong})(visit)
    return Response(render(WHOLE, visit, shown), 422, content_type="text/html; charset=utf-8")


WHOLE, PART = whole_and_part("privacy", _privacy)
PAGES = (
    WHOLE,
    PART,
    Page(path="/admin/privacy/export", roles=roles("privacy") & roles_that_may("privacy:write"), shows=_export,
         method="POST"),
)  # fmt: skip
