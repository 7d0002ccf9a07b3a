"""The files a centre starts with are its first release; afterwards only publishing changes what callers hear."""

from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import Engine

from engine.centre import Centre
from ivr.errors import FlowUnknown
from ivr.publishing.kept_release import versions_in
from ivr.publishing.pointer import in_force
from ivr.publishing.publishing import Wish, publish_first
from records.database import reading
from records.errors import RecordsUnavailable

log = structlog.get_logger(__name__)

CENTRE: Final = "centre"
"""Who publishes the files a centre starts with."""


def see_to_first_release(database: Engine, centre: Centre, now: datetime) -> None:
    """Publish the centre's files where nothing was published yet; say where they differ from what is in force.

    With the records out of reach calls run on the files all the same.
    """
    try:
        if publish_first(database, centre.written, Wish(author=CENTRE, note="", now=now, who=CENTRE)):
            log.info("first_release_published", flows=sorted(centre.written))
        elif differing := _differing(database, centre):
            log.warning("flow_files_differ_from_what_is_published", flows=differing, hint="sahip flow publish")
    except (RecordsUnavailable, FlowUnknown) as trouble:
        log.warning("flows_not_published", why=str(trouble) or type(trouble).__name__)


def _differing(database: Engine, centre: Centre) -> list[str]:
    with reading(database) as session:
        published = versions_in(session, in_force(session) or "")
    return sorted(name for name, one in centre.written.items() if published.get(name) != one.version)
