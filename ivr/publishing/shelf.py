"""The flows a process runs: the release in force, the one test numbers reach, and every release a call stands on."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ivr.errors import FlowUnknown
from ivr.language.flow import Flow
from ivr.language.release import Release
from ivr.publishing.pointer import DRAFT, PUBLISHED, pointers
from ivr.publishing.release_again import release_again
from records.database import reading
from records.errors import RecordsUnavailable

log = structlog.get_logger(__name__)

LOOK_AGAIN: Final = timedelta(seconds=1)
"""A new pointer is noticed so late at most; between two looks no step of a call asks the records."""
AFTER_TROUBLE: Final = timedelta(seconds=5)
"""The same while the records are out of reach: looking may take seconds then, and callers wait meanwhile."""
MOST_RELEASES: Final = 64
"""Releases kept in memory. One that was let go is read again when a call still stands on it."""


class FlowShelf:
    """`flows` are those of the centre's files: they are run only while the records have never told of others.

    Threads share it: what is changed is put in its place whole.
    """

    def __init__(self, flows: Mapping[str, Flow], database: Engine, clock: Callable[[], datetime]) -> None:
        own = Release(flows)
        self._database, self._clock = database, clock
        self._pointed: Mapping[str, Release] = {PUBLISHED: own, DRAFT: own}
        self._releases = {own.id: own}
        self._missing: dict[str, datetime] = {}
        self._look_from: datetime | None = None

    def newest(self) -> Release:
        """The release in force: new calls start on it."""
        self._look()
        return self._pointed[PUBLISHED]

    def draft(self) -> Release:
        """The release in force with every draft instead of its flow."""
        self._look()
        return self._pointed[DRAFT]

    def pinned(self, release: str) -> Release:
        """The release a call started on; the newest where it cannot be had or nobody knows which: callers go on."""
        if not release:
            return self.newest()
        return self._releases.get(release) or self._read_again(release) or self.newest()

    def _look(self) -> None:
        now = self._clock()
        if self._look_from is not None and now < self._look_from <= now + AFTER_TROUBLE:
            return
        self._look_from = now + LOOK_AGAIN  # before looking: one thread looks, the others go on
        try:
            with reading(self._database) as session:
                for name, release in pointers(session).items():
                    self._point(session, name, release)
        except RecordsUnavailable as trouble:
            self._look_from = now + AFTER_TROUBLE
            log.warning("flows_stay_as_they_are", why=str(trouble))

    def _point(self, session: Session, name: str, release: str) -> None:
        try:
            self._pointed = {**self._pointed, name: self._release(session, release)}
        except FlowUnknown:
            log.error("flows_stay_as_they_are", pointer=name, release=release, why="this program cannot read them")

    def _read_again(self, release: str) -> Release | None:
        """A release this process does not know, unless it was asked for in vain a moment ago."""
        now = self._clock()
        if release in self._missing and now - self._missing[release] < LOOK_AGAIN:
            return None
        try:
            with reading(self._database) as session:
                return self._release(session, release)
        except (RecordsUnavailable, FlowUnknown) as trouble:
            log.warning("release_not_found", release=release, why=str(trouble) or type(trouble).__name__)
            self._missing = {**dict(list(self._missing.items())[-MOST_RELEASES:]), release: now}
            return None

    def _release(self, session: Session, id: str) -> Release:
        """Raises FlowUnknown. Flows that are known already are not made anew."""
        if id in self._releases:
            return self._releases[id]
        known = {
            (name, one.versions[name]): flow for one in self._releases.values() for name, flow in one.flows.items()
        }
        release = release_again(session, id, known)
        stay = {one.id: one for one in (*list(self._releases.values())[-MOST_RELEASES:], *self._pointed.values())}
        self._releases = {**stay, id: release}
        return release
