"""What was published since a process started takes force in it: the changed files are read, and its board has them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import Any, Final

import structlog
from sqlalchemy import Engine

from engine.centre import Centre
from engine.centre_changes import with_texts
from engine.stop_signal import StopSignal
from ivr.errors import FlowInvalid
from records.centre_file_version import CentreFileVersion, files_in_force, numbers_in_force
from records.database import reading
from records.errors import RecordsUnavailable

log = structlog.get_logger(__name__)

LOOK_AGAIN_SECONDS: Final = 1.0
"""A publication is noticed so late at most."""
AFTER_TROUBLE_SECONDS: Final = 5.0
"""The same while the records are out of reach: it is told each time."""

Parts = Mapping[str, Any]
"""Fields of a board → what they are now."""


class RulesInForce:
    """`centre` is what the process was put together with; `parts` tells what a board has of a centre.

    Threads share it. A thread of its own looks and reads the files: requests, jobs and duties ask nobody what is in
    force, and go on with what was when they began.
    """

    def __init__(self, centre: Centre, database: Engine, parts: Callable[[Centre], Parts]) -> None:
        self._centre, self._database, self._parts_of = centre, database, parts
        self._parts: Parts = {}
        self._seen = dict(centre.versions)
        self._reading = Lock()

    def parts(self) -> Parts:
        """Nothing while all is as it was when the process began."""
        return self._parts

    def keep_looking(self, stop: StopSignal | None = None) -> Thread:
        """As long as this process lives, or until it is told to stop. Whoever forks does so before: in the fork there
        would be no such thread."""
        looking = Thread(target=self._look_until, args=(stop or StopSignal(),), name="rules-in-force", daemon=True)
        looking.start()
        return looking

    def look_again(self) -> bool:
        """Take up what was published, now. False where the records are out of reach: all stays as it is."""
        with self._reading:
            try:
                news = self._news()
            except RecordsUnavailable as trouble:
                log.warning("rules_stay_as_they_are", why=str(trouble))
                return False
            if news:
                self._take_up(news)
            return True

    def _look_until(self, stop: StopSignal) -> None:
        while not stop.wait(LOOK_AGAIN_SECONDS if self._looks() else AFTER_TROUBLE_SECONDS):
            continue

    def _looks(self) -> bool:
        try:
            return self.look_again()
        except Exception:
            log.exception("rules_not_taken_up")  # a full disk, for one: what was published is read once it can be
            return False

    def _news(self) -> Mapping[str, CentreFileVersion]:
        """As a rule nothing has moved, which one short question tells."""
        with reading(self._database) as session:
            if dict(numbers_in_force(session)) == self._seen:
                return {}
            published = files_in_force(session)
        return {name: one for name, one in published.items() if one.number != self._seen.get(name)}

    def _take_up(self, news: Mapping[str, CentreFileVersion]) -> None:
        """A version this program cannot read is told of once, and all stays as it is."""
        told = {name: version.number for name, version in news.items()}
        try:
            with TemporaryDirectory() as beside:
                texts = {name: version.source for name, version in news.items()}
                self._centre = with_texts(self._centre, Path(beside), texts)
            self._parts = self._parts_of(self._centre)
            log.info("rules_in_force", files=told)
        except FlowInvalid as invalid:
            log.error("rules_stay_as_they_are", files=told, why=str(invalid))
        self._seen = {**self._seen, **told}
