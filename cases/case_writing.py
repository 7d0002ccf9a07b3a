"""A list of cases goes into the records, with their owners and what was promised already.

As customers do (`cases/customer_writing.py`): a piece at a time and all in one transaction. New cases are written as
rows; of those we know each is looked at on its own.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.customer import CustomerPhone, customers_with_phone
from cases.ownership import Ownership, take_ownership
from cases.promise import Promise, make_promise
from records.among import among
from records.database import insert, serialise
from records.imported import Imported
from records.outgoing_event import announce_nothing
from records.spool import Spool

PROMISED: Final = "promised"
"""The kind of a promise somebody made before the case came to us."""


class CaseFacts(NamedTuple):
    """What a row tells of a case; None where its cell is empty, which changes nothing. `due_at` is in ISO 8601."""

    number: str
    phone: str | None
    subject: str | None
    reason: str | None
    owner: str | None
    status: str | None
    what: str | None
    due_at: str | None

    @property
    def due(self) -> datetime:
        return datetime.fromisoformat(self.due_at or "")


def write_cases(session: Session, listed: Spool, *, now: datetime) -> Imported:
    """Add the cases that are new and bring the others up to date. Nobody outside is told of what is old to them."""
    serialise(session, "cases of a list")
    announce_nothing(session)
    added = 0
    for piece in listed.pieces():
        rows = [CaseFacts._make(cast(Any, row)) for row in piece]
        known = {case.number: case for case in session.scalars(select(Case).where(_these(session, rows)))}
        new = [row for row in rows if row.number not in known]
        _add(session, new, now)
        for row in rows:
            if row.number in known:
                _bring_up_to_date(session, known[row.number], row, now)
        added += len(new)
    return Imported(added=added, changed=len(listed) - added, doubts=tuple(listed.doubts))


def _these(session: Session, rows: Sequence[CaseFacts]) -> Any:
    return among(session, Case.number, [row.number for row in rows])


def _add(session: Session, rows: Sequence[CaseFacts], now: datetime) -> None:
    if not rows:
        return
    whose = _customers(session, rows)
    session.execute(insert(session, Case), [_case(row, whose, now) for row in rows])
    owned = [_ownership(row, now) for row in rows if row.owner]
    if owned:
        session.execute(insert(session, Ownership), owned)
    promised = [_promise(row, now) for row in rows if row.what]
    if promised:
        session.execute(insert(session, Promise), promised)


def _customers(session: Session, rows: Sequence[CaseFacts]) -> dict[str, str]:
    """Telephone → its customer, where it is one person's; whose a shared one is, a person must say."""
    phones = {row.phone for row in rows if row.phone}
    least, number = func.min(CustomerPhone.customer_id), func.count()
    chosen = select(CustomerPhone.phone, least).where(among(session, CustomerPhone.phone, phones))
    one_only = chosen.group_by(CustomerPhone.phone).having(number == 1)
    return {row[0]: row[1] for row in session.execute(one_only)}


def _case(row: CaseFacts, whose: dict[str, str], now: datetime) -> dict[str, Any]:
    return {
        "number": row.number,
        "customer_id": whose.get(row.phone or ""),
        "phone": row.phone,
        "subject": row.subject,
        "reason": row.reason,
        "status": row.status or "open",
        "owner_id": row.owner,
        "opened_at": now,
        "closed_at": now if row.status == "closed" else None,
        "last_touched_at": now,
    }


def _ownership(row: CaseFacts, now: datetime) -> dict[str, Any]:
    return {"case_number": row.number, "agent_id": row.owner, "since": now, "how": "import"}


def _promise(row: CaseFacts, now: datetime) -> dict[str, Any]:
    told = {"case_number": row.number, "kind": PROMISED, "what": row.what, "agreed_for": row.due, "due_at": row.due}
    ours = {"by_agent": row.owner, "status": "open", "party": "us"}
    return told | ours | {"made_at": now, "counted_from": now, "look_at": now}


def _bring_up_to_date(session: Session, case: Case, row: CaseFacts, now: datetime) -> None:
    for attribute in ("phone", "subject", "reason"):
        if getattr(row, attribute):
            setattr(case, attribute, getattr(row, attribute))
    _set_status(case, row.status, now)
    _find_customer(session, case)
    session.flush()
    if row.owner:
        take_ownership(session, case_number=case.number, agent_id=row.owner, how="import", now=now)
    if row.what:
        _write_promise(session, case, row, now)


def _set_status(case: Case, status: str | None, now: datetime) -> None:
    if status == "closed" and case.status != "closed":
        case.status, case.closed_at = status, now
    elif status == "open":
        case.opens_again()


def _find_customer(session: Session, case: Case) -> None:
    """The customer with the case's telephone, if it is one person's; whose a shared one is, a person must say."""
    if case.customer_id is None and case.phone:
        customers = customers_with_phone(session, case.phone)
        case.customer_id = customers[0].id if len(customers) == 1 else None


def _write_promise(session: Session, case: Case, row: CaseFacts, now: datetime) -> None:
    promise = session.scalars(
        select(Promise).where(Promise.case_number == case.number, Promise.kind == PROMISED, Promise.what == row.what)
    ).first()
    if promise is None:
        make_promise(
            session,
            case_number=case.number,
            kind=PROMISED,
            what=row.what or "",
            due_at=row.due,
            by_agent=case.owner_id,
            now=now,
        )
    elif promise.status == "open":
        promise.agreed_for = promise.due_at = row.due
        promise.look_at = now
