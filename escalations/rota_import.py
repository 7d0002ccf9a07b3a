"""Who is on duty when, from the list in which leads write their rota."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from escalations.duty import RANKS, DutyWanted, put_on_duty
from escalations.errors import DutyRefused
from escalations.in_words import said
from records.csv_cells import moment_cell, word_cell
from records.csv_file import Row, read_csv, refuse_faults
from records.errors import CellRefused
from records.imported import Imported

COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "agent": ("temsilci", "yönetici", "kod", "sicil", "sicil no", "agent_id", "id"),
    "rank": ("görev", "nöbet", "basamak"),
    "starts_at": ("başlangıç", "from", "başlama"),
    "until": ("bitiş", "to", "ends_at"),
    "slots": ("kontenjan", "en çok", "adet"),
}
RANK_WORDS: Final[Mapping[str, str]] = {
    **{rank: rank for rank in RANKS}, "takım lideri": "lead", "lider": "lead", "yönetici": "manager",
    "müdür": "manager", "kıdemli": "senior",
}  # fmt: skip


def read_rota(path: Path, *, agents: Collection[str], zone: ZoneInfo) -> list[tuple[Row, DutyWanted]]:
    """What each row of the file tells; `agents` are the ids of those who work here. Raises CsvRefused."""
    rows = read_csv(path, COLUMNS, required=("agent", "starts_at", "until"))
    told = [(row, _wanted(row, agents, zone)) for row in rows]
    refuse_faults(path.name, rows)
    return [(row, wanted) for row, wanted in told if wanted is not None]


def write_rota(
    session: Session, path: Path, told: Sequence[tuple[Row, DutyWanted]], *, by: str, now: datetime
) -> Imported:
    """All of it or nothing; the same time again is brought up to date. Raises CsvRefused."""
    new = [_put(session, row, wanted, by, now) for row, wanted in told]
    refuse_faults(path.name, [row for row, _ in told])
    return Imported(added=sum(new), changed=len(new) - sum(new))


def _put(session: Session, row: Row, wanted: DutyWanted, by: str, now: datetime) -> bool:
    try:
        return put_on_duty(session, wanted, by=by, now=now)[1]
    except DutyRefused as refused:
        for column, fault in refused.faults.items():
            row.fault(column, said("rota", f"fault_{fault}").en)
        return False


def _wanted(row: Row, agents: Collection[str], zone: ZoneInfo) -> DutyWanted | None:
    row.number("agent")
    agent = row.required("agent")
    if agent and agent not in agents:
        row.fault("agent", f"{agent} is nobody's id")
    begins = row.read("starts_at", partial(moment_cell, zone=zone))
    ends = row.read("until", partial(moment_cell, zone=zone))
    row.required("starts_at")
    row.required("until")
    rank, slots = row.read("rank", word_cell(RANK_WORDS)), row.read("slots", _slots)
    if begins is None or ends is None:
        return None
    return DutyWanted(agent_id=agent, rank=rank or "lead", starts_at=begins, until=ends, slots=slots or 0)


def _slots(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise CellRefused(f"{text} is not a number of escalations, 0 to 200")
    return int(text)
