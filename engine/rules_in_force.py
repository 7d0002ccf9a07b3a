"""What was published since a process started takes force in it: the changed files are read, and its board has them."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import Any, Final

import structlog
from sqlalchemy import Engine

from engine.centre import Centre
from engine.centre_changes import with_texts
from ivr.errors import FlowInvalid
from records.centre_file_version import CentreFileVersion, files_in_force, numbers_in_force
from records.database import reading
from records.errors import RecordsUnavailable

log = structlog.get_logger(__name__)

LOOK_AGAIN: Final = timedelta(seconds=1)
"""A publication is noticed so late at most."""
AFTER_TROUBLE: Final = timedelta(seconds=5)
"""The same while the records are out of reach: looking may take seconds then, and callers wait meanwhile."""

Parts = Mapping[str, Any]
"""Fields of a board → what they are now."""


class RulesInForce:
    """`centre` is what the process was put together with; `parts` tells what a board has of a centre.

    Threads share it. Reading files takes a moment, so it is done beside the request, job or duty that noticed; they go
    on with what was in force when they began.
    """

    def __init__(
        self, centre: Centre, database: Engine, clock: Callable[[], datetime], parts: Callable[[Centre], Parts]
    ) -> None:
        self._centre, self._database, self._clock, self._parts_of = centre, database, clock, parts
        self._parts: Parts = {}
        self._seen = dict(centre.versions)
        self._look_from: datetime | None = None
        self._reading = Lock()

    def parts(self) -> Parts:
        """Nothing while all is as it was when the process began."""
        now = self._clock()
        if self._look_from is None or not (now < self._look_from <= now + AFTER_TROUBLE):
            self._look_from = now + LOOK_AGAIN  # before looking: one thread looks, the others go on
            if self._is_news(now):
                Thread(target=self.look_again, name="rules-in-force", daemon=True).start()
        return self._parts

    def look_again(self) -> None:
        """Take up what was published, now."""
        with self._reading:
            try:
                with reading(self._database) as session:
                    published = files_in_force(session)
            except RecordsUnavailable as trouble:
                log.warning("rules_stay_as_they_are", why=str(trouble))
                return
            news = {name: one for name, one in published.items() if one.number != self._seen.get(name)}
            if news:
                self._take_up(news)

    def _is_news(self, now: datetime) -> bool:
        try:
            with reading(self._database) as session:
                return dict(numbers_in_force(session)) != self._seen
        except RecordsUnavailable as trouble:
            self._look_from = now + AFTER_TROUBLE
            log.warning("rules_stay_as_they_are", why=str(trouble))
            return False

    def _take_up(self, news: Mapping[str, CentreFileVersion]) -> None:
        """A version this program cannot read is told of once, and all stays as it is."""
        told = {name: version.number for name, version in news.items()}
        self._seen = {**self._seen, **told}
        try:
            with TemporaryDirectory() as beside:
                texts = {name: version.source for name, version in news.items()}
                self._centre = with_texts(self._centre, Path(beside), texts)
        except FlowInvalid as invalid:
            log.error("rules_stay_as_they_are", files=told, why=str(invalid))
            return
        self._parts = self._parts_of(self._centre)
        log.info("rules_in_force", files=told)
