"""What was understood of a long list, put aside in a file of ours until all of it is known to be good."""

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from records.csv_file import CsvFault

AT_ONCE: Final = 10_000
"""Rows of a piece: enough that the work around each is no matter, few enough to be held."""

Fields = Sequence[str | None]


class Spool:
    """Rows of plain fields, in their order. Read as often as wanted; gone when nobody holds it any more.

    `doubts` is what whoever reads the rows has to say about them; it is whole when all of them are read.
    """

    def __init__(self, rows: Iterable[Fields], doubts: Sequence[CsvFault] = ()) -> None:
        self.doubts = doubts
        self._file = tempfile.TemporaryFile(prefix="sahip-list-")  # noqa: SIM115  as long as anybody holds us
        self.length = 0
        piece: list[Fields] = []
        for row in rows:
            piece.append(row)
            if len(piece) == AT_ONCE:
                self._keep(piece)
                piece = []
        if piece:
            self._keep(piece)

    def __len__(self) -> int:
        return self.length

    def pieces(self) -> Iterator[list[Fields]]:
        self._file.seek(0)
        while size := self._file.read(8):
            yield json.loads(self._file.read(int.from_bytes(size, "big")))

    def _keep(self, piece: list[Fields]) -> None:
        kept = json.dumps(piece, ensure_ascii=False).encode()
        self._file.write(len(kept).to_bytes(8, "big"))
        self._file.write(kept)
        self.length += len(piece)
