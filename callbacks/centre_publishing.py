"""Publishing a file of the centre: checked with the whole centre first, then one row is written, or nothing happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from callbacks.centre_files import PUBLISHED_HERE, CentreFiles
from records.audit import append as append_audit
from records.centre_file_version import CentreFileVersion, How, file_in_force, numbers_in_force, version_of_file
from records.database import reading, serialise, writing

CENTRE = "centre"
"""Who wrote what lay in the folder."""


class FileNotPublished(Exception):
    """This file is changed where it lies."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{file}.yaml is changed in the centre's folder: it names systems and their credentials.")


class FileRefused(Exception):
    """The centre cannot be led by this text. `problems` are told as `file:line:column: what`."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class FilePublishedMeanwhile(Exception):
    """Somebody published this file since it was looked at: compare, and publish on top of what they wrote."""

    def __init__(self, file: str, *, present: int, by: str) -> None:
        super().__init__(f"{file}.yaml was published meanwhile ({by}); version {present} is in force now. "
                         f"Compare, and publish on base {present}.")  # fmt: skip
        self.present, self.by = present, by


class FileInForceAlready(Exception):
    """This text is in force already."""

    def __init__(self, file: str) -> None:
        super().__init__(f"This text of {file}.yaml is in force already.")


class NoSuchFileVersion(Exception):
    """The file has no such version."""

    def __init__(self, file: str, number: int | None) -> None:
        told = "earlier version" if number is None else f"version {number}"
        super().__init__(f"{file}.yaml has no {told}: `sahip rules versions {file}` shows those it has.")


@dataclass(frozen=True, kw_only=True)
class FileWish:
    """Who publishes, why, and when. `base` is the version they looked at, 0 for the file as it lies; `who` is how the
    audit names them.
    """

    author: str
    note: str
    now: datetime
    who: str
    base: int | None = None


def publish_file(database: Engine, files: CentreFiles, file: str, source: str, wish: FileWish) -> CentreFileVersion:
    """Put this text in force. What lay in the folder is kept as version 1, so that there is a way back to it.

    Where it is that very text it is version 1 itself: processes that began before it was written there take it up.

    Raises FileNotPublished, FileRefused, FilePublishedMeanwhile and FileInForceAlready; then nothing has changed.
    """
    _see_that_it_is_published_here(files, file)
    return _checked_and_put(database, files, _row(file, source.replace("\r\n", "\n"), "publish", wish), wish)


def roll_back_file(
    database: Engine, files: CentreFiles, file: str, number: int | None, wish: FileWish
) -> CentreFileVersion:
    """Put the text of an earlier version in force, as a new one: the one told, else the one before that in force.

    It is checked as any text is: other files may have changed since. Raises NoSuchFileVersion, and what publishing
    raises.
    """
    _see_that_it_is_published_here(files, file)
    with reading(database) as session:
        told = number if number is not None else numbers_in_force(session).get(file, 0) - 1
        earlier = version_of_file(session, file, told)
    if earlier is None:
        raise NoSuchFileVersion(file, number)
    again = _row(file, earlier.source, "rollback", wish)
    again.restores = earlier.number
    return _checked_and_put(database, files, again, wish)


def source_in_force(session: Session, files: CentreFiles, file: str) -> tuple[int, str]:
    """The number and the text of what counts; 0 and what lies in the folder where nothing was published."""
    version = file_in_force(session, file)
    return (version.number, version.source) if version else (0, files.lying(file) or "")


def _see_that_it_is_published_here(files: CentreFiles, file: str) -> None:
    if file not in PUBLISHED_HERE or files.path(file) is None:
        raise FileNotPublished(file)


def _row(file: str, source: str, how: How, wish: FileWish) -> CentreFileVersion:
    return CentreFileVersion(
        file=file, source=source, how=how, author=wish.author, note=wish.note, published_at=wish.now
    )


def _checked_and_put(database: Engine, files: CentreFiles, row: CentreFileVersion, wish: FileWish) -> CentreFileVersion:
    """The check takes a second and looks at what is in force then: whoever published meanwhile goes first."""
    with reading(database) as session:
        looked_at = numbers_in_force(session)
        _see_that_nobody_came_first(session, row.file, wish.base)
    if problems := files.problems({row.file: row.source}):
        raise FileRefused(problems)
    with writing(database) as session:
        serialise(session, "centre_files")
        present = numbers_in_force(session)
        if changed := next((one for one in present if present[one] != looked_at.get(one)), None):
            raise _meanwhile(session, changed)
        _put(session, files, row, wish)
    files.look_again()
    return row


def _put(session: Session, files: CentreFiles, row: CentreFileVersion, wish: FileWish) -> None:
    number, source = source_in_force(session, files, row.file)
    if source == row.source and number:
        raise FileInForceAlready(row.file)
    before = number
    if number == 0 and source != row.source:
        before = 1
        session.add(CentreFileVersion(file=row.file, number=1, source=source, how="first", author=CENTRE, note="",
                                      published_at=wish.now))  # fmt: skip
    row.number = before + 1
    session.add(row)
    session.flush()
    told = {"version": row.number, "before": before, "restores": row.restores, "note": wish.note}
    append_audit(session, wish.who, f"centre_file_{row.how}", f"centre-file:{row.file}", told, wish.now)


def _see_that_nobody_came_first(session: Session, file: str, base: int | None) -> None:
    if base is not None and base != numbers_in_force(session).get(file, 0):
        raise _meanwhile(session, file)


def _meanwhile(session: Session, file: str) -> FilePublishedMeanwhile:
    last = file_in_force(session, file)
    by = f"{last.author}, {last.published_at:%Y-%m-%d %H:%M} UTC" if last else "nobody yet"
    return FilePublishedMeanwhile(file, present=last.number if last else 0, by=by)
