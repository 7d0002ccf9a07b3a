"""The demo's cases, with what was promised about them moved by whole weeks: it is always due in the days to come."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.case_import import read_cases
from cases.case_writing import PROMISED, CaseFacts, write_cases
from cases.promise import Promise
from engine.importing import ZONE, write_errors
from hours.wall_time import moment_of
from records.errors import CsvRefused
from records.spool import Spool
from staff.agent import agents

AHEAD: Final = timedelta(days=10)
"""The first promise of the list is due in so long at least, and in a week more at most: a scripted call may leap over
a feast to the next hour at which people may be called."""
A_WEEK: Final = timedelta(weeks=1)


def open_the_demos_cases(session: Session, file: Path, *, now: datetime) -> None:
    """Done again it moves nothing: a promise that stands keeps its time. Raises CsvRefused, with the errors file."""
    try:
        listed = read_cases(file, agents={agent.id for agent in agents(session)}, zone=ZONE)
    except CsvRefused as refused:
        write_errors(file, refused)
        raise
    write_cases(session, Spool(_of_these_days(session, listed, now)), now=now)


def _of_these_days(session: Session, listed: Spool, now: datetime) -> Iterator[CaseFacts]:
    rows = [CaseFacts._make(cast(Any, row)) for piece in listed.pieces() for row in piece]
    standing = {(each.case_number, each.what) for each in _promised(session)}
    weeks = _weeks(rows, now)
    for row in rows:
        if row.what is None:
            yield row
        elif (row.number, row.what) in standing:
            yield row._replace(what=None, due_at=None)
        else:
            yield row._replace(due_at=_moved(row.due, weeks).isoformat())


def _promised(session: Session) -> list[Promise]:
    return list(session.scalars(select(Promise).where(Promise.kind == PROMISED)))


def _weeks(rows: list[CaseFacts], now: datetime) -> int:
    """The fewest, less than none in the past, that leave all of it to come."""
    due = [row.due for row in rows if row.what is not None]
    return -((min(due) - now - AHEAD) // A_WEEK) if due else 0


def _moved(due: datetime, weeks: int) -> datetime:
    """The same day of the week and time on the wall."""
    return moment_of(due.astimezone(ZONE).replace(tzinfo=None) + weeks * A_WEEK, ZONE)
