"""Who looked at what: a customer, a case or a call that was read over the API stands in the audit with whoever read it.

Looks are written in batches and not one by one, and somebody who looks at the same thing again within a while looked
once: reading stays cheap, and the chain tells of people and not of pages that ask every second.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.audit import AuditRow, append

LOOKED: Final = "looked"
SAME_LOOK: Final = timedelta(minutes=15)
SUBJECTS_AT_ONCE: Final = 500


@dataclass(frozen=True, kw_only=True)
class Look:
    """`subject` is written as in the audit: `customer:…`, `case:4812`, `call:CA…`."""

    who: str
    subject: str
    at: datetime


def keep_looks(session: Session, looks: Sequence[Look]) -> int:
    """Into the chain, in order of time, each that is not one with a look shortly before; how many."""
    if not looks:
        return 0
    seen = _seen_lately(session, looks)
    kept = 0
    for look in sorted(looks, key=lambda one: one.at):
        before = seen.get((look.who, look.subject))
        if before is None or look.at - before >= SAME_LOOK:
            append(session, look.who, LOOKED, look.subject, {}, look.at)
            seen[look.who, look.subject] = look.at
            kept += 1
    return kept


def _seen_lately(session: Session, looks: Sequence[Look]) -> dict[tuple[str, str], datetime]:
    since = min(look.at for look in looks) - SAME_LOOK
    seen: dict[tuple[str, str], datetime] = {}
    for subjects in _some(sorted({look.subject for look in looks})):
        chosen = select(AuditRow.who, AuditRow.subject, AuditRow.at).where(
            AuditRow.subject.in_(subjects), AuditRow.what == LOOKED, AuditRow.at >= since
        )
        for who, subject, at in session.execute(chosen):
            seen[who, subject] = max(at, seen.get((who, subject), at))
    return seen


def _some(subjects: Sequence[str]) -> Iterable[Sequence[str]]:
    return (subjects[start : start + SUBJECTS_AT_ONCE] for start in range(0, len(subjects), SUBJECTS_AT_ONCE))
