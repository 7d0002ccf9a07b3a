"""Lists for somebody's spreadsheet: words that came from anybody must not be carried out there."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

CARRIED_OUT: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula when a cell begins like this."""


def csv_of(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """With the mark Excel needs to see UTF-8. Numbers stay numbers."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([harmless(name) for name in head])
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return f"\ufeff{out.getvalue()}"


def harmless(text: str) -> str:
    """With a quote before it, a formula is shown instead of carried out."""
    return f"'{text}" if text.startswith(CARRIED_OUT) else text


def _cell(cell: object) -> object:
    if cell is None or isinstance(cell, (int, float)):
        return cell
    return harmless(str(cell))
