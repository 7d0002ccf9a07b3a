"""What is on record about a caller beside their cases: the register of hardship, and that they asked for a manager."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import BindParameter, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from cases.hardship import Hardship
from cases.manager_request import ManagerRequest


@dataclass(frozen=True, kw_only=True)
class CallerMarks:
    hardship: bool = False
    escalation: bool = False


def marks_of(session: Session, *, call: str, phone: str | None, customers: Collection[str], on: date) -> CallerMarks:
    """An entry in force on that day for the number or any of the customers; a manager asked for in this call."""
    row = session.execute(_MARKS, {"call": call, "phone": phone, "customers": list(customers), "on": on}).one()
    return CallerMarks(hardship=row.hardship, escalation=row.escalation)


def _statement() -> Select[bool, bool]:
    about = or_(Hardship.customer_id.in_(bindparam("customers", expanding=True)), Hardship.phone == bindparam("phone"))
    day: BindParameter[date] = bindparam("on")
    in_force = (Hardship.starts_on <= day) & or_(Hardship.ends_on.is_(None), Hardship.ends_on >= day)
    hardship = select(Hardship.id).where(about, Hardship.ended_at.is_(None), in_force).exists()
    escalation = select(ManagerRequest.id).where(ManagerRequest.call == bindparam("call")).exists()
    return select(hardship.label("hardship"), escalation.label("escalation"))


_MARKS: Final = _statement()
