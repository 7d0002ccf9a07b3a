"""Reading the lists people keep in spreadsheets: any usual encoding and delimiter, Turkish or English headers.

A file is read as a whole and every cell is checked before anything is written, so that all its faults are told at once.
"""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import String
from sqlalchemy.orm import InstrumentedAttribute

from records.errors import CsvRefused

DELIMITERS = ",;\t"

Value = TypeVar("Value")

Columns = Mapping[str, Sequence[str]]
"""Our name of each column → the other headers it is known by. Case, accents and spacing do not matter."""


@dataclass(frozen=True, kw_only=True)
class CsvFault:
    """Why a row cannot be imported. `line` counts from 1 and is where the row begins; `column` is the file's header."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"{self.line}: {self.column}: {self.reason}" if self.column else f"{self.line}: {self.reason}"


class CellRefused(Exception):
    """What is written in this cell cannot be understood."""


class Row:
    """One line of the file. A cell is asked for with how to read it; what is wrong with it is kept as a fault."""

    def __init__(self, line: int, cells: Mapping[str, str], headers: Mapping[str, str]) -> None:
        self.line = line
        self.faults: list[CsvFault] = []
        self._cells = cells
        self._headers = headers

    def has(self, column: str) -> bool:
        """Whether the file has this column at all: what it does not speak of stays as it is."""
        return column in self._headers

    def text(self, column: str, *, most: int | None = None) -> str:
        """What is written there; more than `most` characters are a fault, as there is no room for them."""
        written = self._cells.get(column, "")
        if most is not None and len(written) > most:
            self.fault(column, f"is longer than {most} characters")
        return written

    def required(self, column: str, *, most: int | None = None) -> str:
        if not self.text(column):
            self.fault(column, "is empty")
        return self.text(column, most=most)

    def read(self, column: str, how: Callable[[str], Value]) -> Value | None:
        """The cell understood by `how`, which raises CellRefused; None when it is empty or cannot be."""
        if not (text := self.text(column)):
            return None
        try:
            return how(text)
        except CellRefused as refusal:
            self.fault(column, str(refusal))
            return None

    def fault(self, column: str, reason: str) -> None:
        self.faults.append(CsvFault(line=self.line, column=self._headers.get(column, column), reason=reason))


def read_csv(path: Path, columns: Columns, *, required: Sequence[str]) -> list[Row]:
    """The rows of a file, blank lines left out. Raises CsvRefused when it is no such file at all."""
    text = _decoded(path)
    delimiter = max(DELIMITERS, key=lambda each: len(_known_headers(_first_line(text, each), columns)))
    table = list(_numbered(text, delimiter, path))
    if not table:
        raise CsvRefused(path.name, [CsvFault(line=1, column="", reason="the file is empty")])
    headers = _known_headers(table[0][1], columns)
    missing = [column for column in required if column not in headers]
    if missing:
        raise CsvRefused(path.name, [CsvFault(line=1, column=each, reason="no such column") for each in missing])
    return [_row(line, cells, table[0][1], headers) for line, cells in table[1:]]


@cache
def room_in(column: InstrumentedAttribute[Any]) -> int:
    """How many characters this column of the database holds."""
    assert isinstance(column.type, String) and column.type.length
    return column.type.length


def refuse_faults(file: str, rows: Sequence[Row]) -> None:
    """Raises CsvRefused with every fault found so far, in the order of the lines."""
    faults = [fault for row in rows for fault in row.faults]
    if faults:
        raise CsvRefused(file, faults)


def refuse_repeats(rows: Sequence[Row], column: str, key: Callable[[Row], str | None]) -> None:
    """A row whose key stands in an earlier row is at fault; rows without a key are left alone."""
    first: dict[str, int] = {}
    for row in rows:
        if value := key(row):
            if value in first:
                row.fault(column, f"{value} is in line {first[value]} already")
            first.setdefault(value, row.line)


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1254"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CsvRefused(path.name, [CsvFault(line=1, column="", reason="neither UTF-8 nor Windows-1254 text")])


def _first_line(text: str, delimiter: str) -> list[str]:
    return next(csv.reader(io.StringIO(text), delimiter=delimiter), [])


def _numbered(text: str, delimiter: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as trouble:
        raise CsvRefused(path.name, [CsvFault(line=line, column="", reason=str(trouble))]) from trouble


def _known_headers(headers: Sequence[str], columns: Columns) -> dict[str, str]:
    """Our name of each column the file has → its header there."""
    ours = {plain(name): column for column, others in columns.items() for name in (column, *others)}
    known: dict[str, str] = {}
    for header in headers:
        if plain(header) in ours:
            known.setdefault(ours[plain(header)], header.strip())
    return known


def _row(line: int, cells: Sequence[str], header_line: Sequence[str], headers: Mapping[str, str]) -> Row:
    by_header = {header.strip(): cell.strip() for header, cell in zip(header_line, cells, strict=False)}
    row = Row(line, {column: by_header.get(header, "") for column, header in headers.items()}, headers)
    if any(cell.strip() for cell in cells[len(header_line) :]):
        row.faults.append(CsvFault(line=line, column="", reason="has more cells than the header: quote the commas"))
    return row


def plain(text: str) -> str:
    """Letters and digits alone, so that `Müşteri No`, `MÜŞTERİ NO` and `musteri_no` are one header."""
    letters = unicodedata.normalize("NFKD", text.replace("ı", "i")).casefold()
    return "".join(c for c in letters if c.isalnum())
