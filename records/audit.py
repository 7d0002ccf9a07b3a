"""Who did what, in a chain of hashes: a row that is changed, removed or put in between later is found.

Cutting off the newest rows leaves a shorter chain that is whole: keep `newest_digest` elsewhere to see that too.
A row whose subject and data were taken out with a forgotten person (`records/redaction.py`) keeps its digest, and a
later row holds a digest of what is left of it: nothing else excuses a row that is not as it was written.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, serialise

NOTHING_BEFORE = "0" * 64
ROWS_EMPTIED = "audit_rows_emptied"
"""What a row does that vouches for others: its data are `rows`, number → digest of what is left."""


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
    previous, vouched = NOTHING_BEFORE, _vouched_for(session)
    rows = session.scalars(select(AuditRow).order_by(AuditRow.seq).execution_options(yield_per=1000))
    for expected, row in enumerate(rows, start=1):
        as_written = row.digest == _digest(row, previous)
        if row.seq != expected or not (as_written or rest_of(row) in vouched.get(row.seq, ())):
            return expected
        previous = row.digest
    return None


def audit_rows(
    session: Session, wanted: Mapping[str, str | None], *, limit: int, before: int | None = None
) -> Sequence[AuditRow]:
    """The newest first, of those whose columns are as wanted; with `before`, those that came before that one."""
    told = {column: value for column, value in wanted.items() if value is not None}
    chosen = select(AuditRow).filter_by(**told).order_by(AuditRow.seq.desc()).limit(limit)
    return session.scalars(chosen if before is None else chosen.where(AuditRow.seq < before)).all()


def rest_of(row: AuditRow) -> str:
    """A digest of a row as it stands, its own digest included."""
    told = [row.seq, row.at.astimezone(UTC).isoformat(), row.who, row.what, row.subject, row.data, row.digest]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def newest_digest(session: Session) -> str:
    """The end of the chain, to be written down somewhere else."""
    last = _newest(session)
    return last.digest if last else NOTHING_BEFORE


def _vouched_for(session: Session) -> dict[int, list[str]]:
    """Rows that were emptied → digests of what is left of them, as later rows tell."""
    found: dict[int, list[str]] = {}
    for row in session.scalars(select(AuditRow).where(AuditRow.what == ROWS_EMPTIED)):
        for seq, rest in row.data["rows"].items():
            if int(seq) < row.seq:
                found.setdefault(int(seq), []).append(rest)
    return found


def _newest(session: Session) -> AuditRow | None:
    return session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).first()


def _digest(row: AuditRow, previous: str) -> str:
    told = [previous, row.seq, row.at.astimezone(UTC).isoformat(), row.who, row.what, row.subject, row.data]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
