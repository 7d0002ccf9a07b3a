"""A message that did not arrive is somebody's business: the owner of its case lets the customer know some other way."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from callbacks.dialler.message_budget import OVER_LIMIT
from cases.case import Case
from cases.message import MessageRow
from staff.notice import Notice, keep_notice

DID_NOT_ARRIVE: Final = frozenset({"undelivered", "failed", "refused", "opted_out", "not_sent", "expired", OVER_LIMIT})


def owner_learns(session: Session, message_id: str, now: datetime) -> None:
    """Where it ended without arriving. Told again, it is one notice; so are all of a day that were over the limit."""
    row = session.get(MessageRow, message_id)
    if row is None or row.state not in DID_NOT_ARRIVE or row.case_number is None:
        return
    case = session.get(Case, row.case_number)
    if case is None or case.owner_id is None:
        return
    about = f"{now:%Y-%m-%d}:{case.number}" if row.state == OVER_LIMIT else row.id
    notice = Notice(id=f"undelivered:{about}:{case.owner_id}", agent_id=case.owner_id, kind="message_undelivered",
                    key="notice_message_undelivered", args={"state": row.state}, case_number=case.number,
                    at=now)  # fmt: skip
    keep_notice(session, notice)
