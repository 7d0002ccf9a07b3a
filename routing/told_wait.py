"""What a waiting caller was told last: nothing worse is said afterwards without a word why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from routing.expected_wait import ExpectedWait
from routing.instants import from_ms, to_ms

BETWEEN: Final = "~"


@dataclass(frozen=True, kw_only=True)
class ToldWait:
    """`at` is when the caller last heard words and not music. `position` counts from 1; `wait` is as it was told at
    `wait_at`. None: never told.
    """

    at: datetime | None = None
    position: int | None = None
    wait: ExpectedWait | None = None
    wait_at: datetime | None = None

    def written(self) -> str:
        """As it travels in a URL; empty when nothing was told."""
        moments = ["" if one is None else str(to_ms(one)) for one in (self.at, self.wait_at)]
        parts = [*moments, str(self.position or ""), self.wait.carried() if self.wait else ""]
        return BETWEEN.join(parts) if any(parts) else ""

    @classmethod
    def read(cls, written: str) -> Self:
        """Back from a URL; what cannot be read counts as never told."""
        parts = written.split(BETWEEN)
        if len(parts) != 4:
            return cls()
        try:
            at, wait_at = (from_ms(part) if part else None for part in parts[:2])
            position = int(parts[2]) if parts[2] else None
        except (ValueError, OverflowError):
            return cls()
        wait = ExpectedWait.read(parts[3]) if wait_at else None
        return cls(at=at, position=position, wait=wait, wait_at=wait_at if wait else None)


NOTHING_TOLD: Final = ToldWait()
