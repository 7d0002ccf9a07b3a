"""Reading the lists people keep in spreadsheets: any usual encoding and delimiter, Turkish or English headers.

A file is read as a whole and every cell is checked before anything is written, so that all its faults are told at once.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TextIO, TypeVar

from sqlalchemy import String
from sqlalchemy.orm import InstrumentedAttribute

from records.csv_text import encoding_of
from records.errors import CellRefused, CsvRefused
from records.excel_cells import mended, number_as_written

DELIMITERS: Final = ",;\t"
SAID_DELIMITER: Final = re.compile(r"sep=([,;\t|])\s*", re.IGNORECASE)
"""Excel's own first line, which says how the cells of the others are parted."""
MOST_FAULTS: Final = 10_000
"""A list with more is another list: whoever reads them has stopped long before."""

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


@dataclass(frozen=True, kw_only=True)
class Header:
    """The first line: `places` tells where each of our columns is, `names` what the file calls it."""

    places: Mapping[str, int]
    names: Mapping[str, str]
    width: int


class Row:
    """One line of the file. A cell is asked for with how to read it; what is wrong with it is kept as a fault."""

    __slots__ = ("_cells", "_header", "_mended", "faults", "line")

    def __init__(self, line: int, cells: Sequence[str], header: Header) -> None:
        self.line = line
        self.faults: list[CsvFault] = []
        self._cells = cells
        self._header = header
        self._mended: dict[str, str] = {}
        if len(cells) > header.width and any(cell.strip() for cell in cells[header.width :]):
            reason = "has more cells than the header: quote the commas"
            self.faults.append(CsvFault(line=line, column="", reason=reason))

    def has(self, column: str) -> bool:
        """Whether the file has this column at all: what it does not speak of stays as it is."""
        return column in self._header.places

    def text(self, column: str, *, most: int | None = None) -> str:
        """What is written there; more than `most` characters are a fault, as there is no room for them."""
        written = self._mended.get(column)
        if written is None:
            written = self._mended[column] = self._mend(column)
        if most is not None and len(written) > most:
            self.fault(column, f"is longer than {most} characters")
        return written

    def required(self, column: str, *, most: int | None = None) -> str:
        written = self.text(column, most=most)
        if not written and not self._is_at_fault(column):
            self.fault(column, "is empty")
        return written

    def number(self, column: str, *, most: int | None = None) -> str:
        """A name that may be all digits, such as a case's: with every digit Excel has left it."""
        self.text(column)
        self._mended[column] = self.read(column, number_as_written) or ""
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
        self.faults.append(self.remark(column, reason))

    def remark(self, column: str, reason: str) -> CsvFault:
        """What is to be said about a cell, whether or not it is wrong."""
        return CsvFault(line=self.line, column=self._header.names.get(column, column), reason=reason)

    def _is_at_fault(self, column: str) -> bool:
        """Whether something is said about it already: what cannot be read is not empty as well."""
        name = self._header.names.get(column, column)
        return any(fault.column == name for fault in self.faults)

    def _mend(self, column: str) -> str:
        place = self._header.places.get(column, -1)
        if not 0 <= place < len(self._cells):
            return ""
        try:
            return mended(self._cells[place])
        except CellRefused as refusal:
            self.fault(column, str(refusal))
            return ""


def read_csv(path: Path, columns: Columns, *, required: Sequence[str]) -> list[Row]:
    """The rows of a file, blank lines left out. Raises CsvRefused when it is no such file at all."""
    return list(rows_of(path, columns, required=required))


def rows_of(path: Path, columns: Columns, *, required: Sequence[str]) -> Iterator[Row]:
    """The same one after the other: of a long list no more is held than the row that is looked at."""
    lines = _lines(path, columns)
    line, first = next(lines, (1, []))
    if not first:
        raise CsvRefused(path.name, [CsvFault(line=1, column="", reason="the file is empty")])
    header = _header(first, columns)
    missing = [column for column in required if column not in header.places]
    if missing:
        raise CsvRefused(path.name, [CsvFault(line=line, column=each, reason="no such column") for each in missing])
    for line, cells in lines:
        yield Row(line, cells, header)


@cache
def room_in(column: InstrumentedAttribute[Any]) -> int:
    """How many characters this column of the database holds."""
    assert isinstance(column.type, String) and column.type.length
    return column.type.length


def good_rows(path: Path, rows: Iterable[Row], how: Callable[[Row], Value]) -> Iterator[Value]:
    """What each row tells, for a list too long to be held. Raises CsvRefused at its end, with every fault."""
    faults: list[CsvFault] = []
    for row in rows:
        value = how(row)
        if row.faults:
            faults += row.faults
            if len(faults) >= MOST_FAULTS:
                break
        elif not faults:
            yield value
    if faults:
        raise CsvRefused(path.name, faults)


def refuse_faults(file: str, rows: Sequence[Row]) -> None:
    """Raises CsvRefused with every fault found so far, in the order of the lines."""
    faults = [fault for row in rows for fault in row.faults]
    if faults:
        raise CsvRefused(file, faults)


def unrepeated(rows: Iterable[Row], column: str) -> Iterator[Row]:
    """The rows; one whose name stands in an earlier row is at fault, and one without is left alone."""
    first: dict[str, int] = {}
    for row in rows:
        if name := row.number(column):
            if name in first:
                row.fault(column, f"{name} is in line {first[name]} already")
            first.setdefault(name, row.line)
        yield row


def refuse_repeats(rows: Sequence[Row], column: str, key: Callable[[Row], str | None]) -> None:
    """A row whose key stands in an earlier row is at fault; rows without a key are left alone."""
    first: dict[str, int] = {}
    for row in rows:
        if value := key(row):
            if value in first:
                row.fault(column, f"{value} is in line {first[value]} already")
            first.setdefault(value, row.line)


def _lines(path: Path, columns: Columns) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line that has any, with its number, the header's first."""
    encoding = encoding_of(path)
    if not encoding:
        raise CsvRefused(path.name, [CsvFault(line=1, column="", reason="no text in UTF-8, UTF-16 or Windows-1254")])
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
        while first and not first.strip():
            first = file.readline()
        said = SAID_DELIMITER.fullmatch(first)
        delimiter = said[1] if said else _delimiter(first, columns)
        before = 1 if said else 0
        if not said:
            file.seek(0)
        yield from _numbered(file, delimiter, path, before)


def _delimiter(first: str, columns: Columns) -> str:
    """The one that parts the first line into most headers we know."""
    return max(DELIMITERS, key=lambda each: len(_header(first.strip().split(each), columns).places))


def _numbered(file: TextIO, delimiter: str, path: Path, before: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    line = before + 1
    try:
        for cells in reader:
            if any(cells) and any(cell.strip() for cell in cells):
                yield line, cells
            line = before + reader.line_num + 1
    except csv.Error as trouble:
        raise CsvRefused(path.name, [CsvFault(line=line, column="", reason=str(trouble))]) from trouble


def _header(cells: Sequence[str], columns: Columns) -> Header:
    ours = {plain(name): column for column, others in columns.items() for name in (column, *others)}
    places: dict[str, int] = {}
    for place, written in enumerate(cells):
        if plain(written) in ours:
            places.setdefault(ours[plain(written)], place)
    names = {column: cells[place].strip() for column, place in places.items()}
    return Header(places=places, names=names, width=len(cells))


def plain(text: str) -> str:
    """Letters and digits alone, so that `Müşteri No`, `MÜŞTERİ NO` and `musteri_no` are one header."""
    letters = unicodedata.normalize("NFKD", text.replace("ı", "i")).casefold()
    return "".join(c for c in letters if c.isalnum())
