"""What SQL says of something that is asked all the time: looked up once a second; with SQL away, as it was last."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from records.database import reading
from records.errors import RecordsUnavailable

log = structlog.get_logger(__name__)

FRESH: Final = timedelta(seconds=1)
"""How long an order may take to be noticed by every process."""
PATIENCE: Final = timedelta(seconds=5)
"""SQL that did not answer is left alone for so long: no caller waits for it twice."""

Known = TypeVar("Known")


class LastKnown(Generic[Known]):
    """Any number of threads may ask; one of them looks, the others go on with what is known."""

    def __init__(
        self, read: Callable[[Session, datetime], Known], database: Engine, clock: Callable[[], datetime],
        nothing: Known,
    ) -> None:  # fmt: skip
        self._read, self._database, self._clock = read, database, clock
        self._known = nothing
        self._fresh: tuple[datetime, datetime] | None = None
        """From when until when what is known need not be looked up: a clock that was set back is noticed."""
        self._looking = threading.Lock()

    def __call__(self) -> Known:
        now = self._clock()
        if not self._is_fresh(now) and self._looking.acquire(blocking=False):
            try:
                if not self._is_fresh(now):
                    self._look(now)
            finally:
                self._looking.release()
        return self._known

    def look_again(self) -> None:
        """Somebody changed it in this process: what comes next must not be older."""
        self._fresh = None

    def _is_fresh(self, now: datetime) -> bool:
        fresh = self._fresh
        return fresh is not None and fresh[0] <= now < fresh[1]

    def _look(self, now: datetime) -> None:
        self._fresh = (now, now + FRESH)
        try:
            with reading(self._database) as session:
                self._known = self._read(session, now)
        except RecordsUnavailable as trouble:
            self._fresh = (now, now + PATIENCE)
            log.warning("orders_not_read", why=str(trouble))
