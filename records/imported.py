from collections.abc import Sequence
from dataclasses import dataclass

from records.csv_file import CsvFault


@dataclass(frozen=True, kw_only=True)
class Imported:
    """How many rows of a file were new to us, and how many told more of what we knew.

    `doubts` are cells that went in and of which somebody should know something.
    """

    added: int
    changed: int
    doubts: Sequence[CsvFault] = ()
