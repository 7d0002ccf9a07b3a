from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from records.csv_file import CsvFault


class RecordsUnavailable(Exception):
    """The database cannot be reached, is busy for too long, or cannot write."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(f"The database is unavailable: {cause}")


class CellRefused(Exception):
    """What is written in this cell of a list cannot be understood."""


class CsvRefused(Exception):
    """The file has rows that cannot be imported; nothing of it was."""

    def __init__(self, file: str, faults: "Sequence[CsvFault]") -> None:
        super().__init__("\n".join(f"{file}:{fault}" for fault in faults))
        self.file = file
        self.faults = tuple(faults)


class KeyReused(Exception):
    """This Idempotency-Key was used before for a different request."""


class RequestInProgress(Exception):
    """The first request with this Idempotency-Key has not been answered yet."""
