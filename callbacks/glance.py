"""Whether there is anything to do for duties whose time has come: asked of all of them at once."""

from dataclasses import dataclass
from functools import lru_cache

from callbacks.beyond import Duty
from callbacks.board import Board
from records.glance import Question


@dataclass
class Glance:
    """What there is to do for duties of one thread: asked when the first of them has its turn.

    What one of them leaves to another is seen in the next round.
    """

    board: Board
    duties: tuple[Duty, ...]
    found: frozenset[str] | None = None

    def finds(self, duty: Duty) -> bool:
        """Raises RecordsUnavailable."""
        if duty.there_is is None:
            return True
        if self.found is None:
            self.found = _question(self.duties).asked(self.board.database, self.board.clock())
        return duty.name in self.found


@lru_cache(maxsize=256)
def _question(duties: tuple[Duty, ...]) -> Question:
    return Question({duty.name: duty.there_is for duty in duties if duty.there_is is not None})
