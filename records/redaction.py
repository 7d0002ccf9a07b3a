"""Rows of the audit whose subject and data are taken out, while the chain they stand in stays whole.

The chain goes by digests. A row that was emptied keeps its own, so its successor still fits; that it was emptied
rightly is told by a later row of the chain, which holds a digest of what is left: who, what and when stay as they were.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from records.audit import ROWS_EMPTIED, AuditRow, append, rest_of
from records.person import Person

EMPTIED: Final = "erasure:"
"""How the subject of an emptied row begins; what it was emptied for follows."""
OF_ONE: Final = ("customer:", "case:", "call:", "phone:")
"""How subjects begin that are about one customer alone: a name in such a row is the name of that one."""
AT_ONCE: Final = 500

Part = TypeVar("Part")


def rows_about(session: Session, person: Person) -> list[int]:
    """Rows about the person or what is theirs, and rows that mention them; none that is empty already."""
    told = select(AuditRow.seq, AuditRow.subject, cast(AuditRow.data, Text)).order_by(AuditRow.seq)
    return [
        seq
        for seq, subject, data in session.execute(told.execution_options(yield_per=1000))
        if not subject.startswith(EMPTIED) and _is_about(person, subject, data)
    ]


def rows_on(session: Session, subjects: Collection[str]) -> list[int]:
    """Rows about just these subjects."""
    found: list[int] = []
    for some in _parts(sorted(subjects)):
        found += session.scalars(select(AuditRow.seq).where(AuditRow.subject.in_(some)))
    return sorted(found)


def empty_rows(session: Session, rows: Collection[int], *, why: str, who: str, now: datetime) -> None:
    """Take subject and data out of these rows; `why` names the erasure. The chain says so itself."""
    left: dict[str, str] = {}
    for some in _parts(sorted(rows)):
        for row in session.scalars(select(AuditRow).where(AuditRow.seq.in_(some))):
            row.subject, row.data = f"{EMPTIED}{why}", {}
            left[str(row.seq)] = rest_of(row)
        session.flush()
    if left:
        append(session, who, ROWS_EMPTIED, f"{EMPTIED}{why}", {"rows": left}, now)


def _is_about(person: Person, subject: str, data: str) -> bool:
    kind, _, name = subject.partition(":")
    theirs = {"customer": person.customers, "case": person.cases, "call": person.calls, "phone": person.addresses}
    if kind in theirs and name in theirs[kind]:
        return True
    sought = person.sought_by_number if subject.startswith(OF_ONE) else person.sought
    return bool(sought.search(subject) or sought.search(data))


def _parts(rows: Sequence[Part]) -> list[Sequence[Part]]:
    return [rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE)]
