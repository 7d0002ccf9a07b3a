"""Somebody asks what we hold about them: it is put into one signed file, and that it was is in the audit."""

from dataclasses import dataclass
from pathlib import Path

from callbacks.board import Board
from callbacks.exports import export_file
from callbacks.letting_go import recordings_of
from cases.person import Meant, person_meant
from records.audit import append
from records.database import writing
from records.person import Person
from records.person_export import Rows, held_about, packed

READ_ME = """Hakkınızda tuttuğumuz her şey bu dosyadadır. json/ programlar, csv/ hesap tabloları içindir; ikisi aynıdır.
recordings.csv ses kayıtlarının adlarıdır: sesleri bizden isteyebilirsiniz.
`sahip export verify DOSYA` bu dosyanın imzalandığı gibi olduğunu gösterir.

This file is everything we hold about you. json/ is for programs, csv/ for spreadsheets; they say the same.
recordings.csv names recordings of your voice: ask us for the sound.
`sahip export verify FILE` shows that this file is as it was signed.
"""


@dataclass(frozen=True, kw_only=True)
class HandedOut:
    """The file's bytes, and how many rows of each table are in it."""

    body: bytes
    rows: dict[str, int]
    file: Path


def hand_out(board: Board, meant: Meant, *, who: str) -> HandedOut | None:
    """Everything about the person; None where we know nothing of them. Raises SeveralPeople."""
    now = board.clock()
    with writing(board.database) as session:
        person = person_meant(session, meant)
        if person.is_nobody:
            return None
        held = held_about(session, person)
        recordings = sorted(recordings_of(session, person))
        append(session, who, "person_exported", _subject(person), {"rows": _counted(held)}, now)
    body = packed(held, recordings=recordings, read_me=READ_ME, now=now, secret=board.secret)
    return HandedOut(body=body, rows=_counted(held), file=export_file(board.exports, person, board.secret, now))


def _counted(held: dict[str, Rows]) -> dict[str, int]:
    return {name: len(rows) for name, rows in held.items()}


def _subject(person: Person) -> str:
    customer = min(person.customers, default=None)
    return f"customer:{customer}" if customer else f"phone:{min(person.addresses, default='')}"
