"""Who did what, in a chain of hashes: a row that is changed, removed or put in between later is found.

Cutting off the newest rows leaves a shorter chain that is whole: keep `newest_digest` elsewhere to see that too.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, serialise

NOTHING_BEFORE = "0" * 64


class AuditRow(Base):
    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(80), index=True)
    what: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(120), index=True)
    data: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))


def append(session: Session, who: str, what: str, subject: str, data: dict[str, Any], at: datetime) -> None:
    """Add one row to the chain. `subject` is written `case:4812`, `agent:ayse`."""
    serialise(session, "audit")
    last = _newest(session)
    row = AuditRow(seq=last.seq + 1 if last else 1, at=at, who=who, what=what, subject=subject, data=data)
    row.digest = _digest(row, last.digest if last else NOTHING_BEFORE)
    session.add(row)
    session.flush()


def first_break(session: Session) -> int | None:
    """The number of the first row that is not as it was written, or does not follow its predecessor; None if all do."""
    previous = NOTHING_BEFORE
    rows = session.scalars(select(AuditRow).order_by(AuditRow.seq).execution_options(yield_per=1000))
    for expected, row in enumerate(rows, start=1):
        if row.seq != expected or row.digest != _digest(row, previous):
            return expected
        previous = row.digest
    return None


def newest_digest(session: Session) -> str:
    """The end of the chain, to be written down somewhere else."""
    last = _newest(session)
    return last.digest if last else NOTHING_BEFORE


def _newest(session: Session) -> AuditRow | None:
    return session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).first()


def _digest(row: AuditRow, previous: str) -> str:
    told = [previous, row.seq, row.at.astimezone(UTC).isoformat(), row.who, row.what, row.subject, row.data]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
