"""Who did what, and who looked at what; as a list for a spreadsheet too."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from console.api.audit import AuditQuery, AuditShown, list_audit
from console.api_key import keys
from console.pages.admin.section import roles, whole_and_part
from console.pages.asking import ask
from console.pages.csv_answer import csv_answer
from console.pages.page import NotThere, Page, Visit
from console.people.account import accounts
from records.audit import first_break
from records.database import reading

ASKED: Final = ("subject", "who", "what")
AT_ONCE: Final = 200


def _audit(visit: Visit) -> Mapping[str, Any]:
    page = ask(visit, list_audit, _query(visit, limit=50))
    asked = {name: visit.query.get(name, "") for name in ASKED}
    return {"rows": page.items, "next": page.next_cursor, "asked": asked, "names": _names(visit)}


def _names(visit: Visit) -> Mapping[str, str]:
    """What people and programs are called, by what the audit has of them."""
    with reading(visit.board.database) as session:
        people = {each.asks().label: each.name for each in accounts(session)}
        return people | {each.asks().label: each.name for each in keys(session)}


def _chain(visit: Visit) -> Mapping[str, Any]:
    """Every row is looked at: for whoever asks, and not with each visit."""
    with reading(visit.board.database) as session:
        return {"broken_at": first_break(session)}


def _list(visit: Visit) -> Response:
    """The newest of what is asked for, as many as are shown at once at most."""
    page = ask(visit, list_audit, _query(visit, limit=AT_ONCE))
    head = ("seq", "at", "who", "what", "subject", "data")
    return csv_answer("audit", head, (_row(row) for row in page.items))


def _row(row: AuditShown) -> tuple[object, ...]:
    return row.seq, row.at.isoformat(), row.who, row.what, row.subject, row.data


def _query(visit: Visit, *, limit: int) -> AuditQuery:
    told = {name: visit.query[name] for name in (*ASKED, "cursor") if visit.query.get(name)}
    try:
        return AuditQuery.model_validate({"limit": limit, **told})
    except ValueError as nonsense:
        raise NotThere from nonsense


PAGES = (
    *whole_and_part("audit", _audit),
    Page(path="/admin/parts/audit/chain", roles=roles("audit"), shows=_chain, template="admin/parts/chain.html"),
    Page(path="/admin/audit.csv", roles=roles("audit"), shows=_list),
)
