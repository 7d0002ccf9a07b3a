"""The files a centre starts with are its first release; afterwards only publishing changes what callers hear."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import Engine

from engine.centre import Centre
from ivr.checking.check import runnable
from ivr.errors import FlowUnknown
from ivr.language.flow import version_of
from ivr.language.written import Written
from ivr.publishing.kept_flow import kept, read_again
from ivr.publishing.present import present_release
from ivr.publishing.publishing import Wish, publish_first
from records.database import reading
from records.errors import RecordsUnavailable

log = structlog.get_logger(__name__)

CENTRE: Final = "centre"
"""Who publishes the files a centre starts with."""


def see_to_first_release(database: Engine, centre: Centre, now: datetime) -> None:
    """Publish the centre's files where nothing was published yet; say where they differ from what is in force, and
    what is in force that names something the centre does not have any more.

    With the records out of reach calls run on the files all the same.
    """
    try:
        if publish_first(database, centre.written, Wish(author=CENTRE, note="", now=now, who=CENTRE)):
            log.info("first_release_published", flows=sorted(centre.written))
            return
        published = _published(database)
    except (RecordsUnavailable, FlowUnknown) as trouble:
        log.warning("flows_not_published", why=str(trouble) or type(trouble).__name__)
        return
    if differing := sorted(_differing(centre, published)):
        log.warning("flow_files_differ_from_what_is_published", flows=differing, hint="sahip flow publish")
    for finding in runnable(centre.surroundings, list(published.values())):
        log.warning("published_flow_names_what_is_not_there", flow=finding.flow, what=finding.sentence())


def _published(database: Engine) -> dict[str, Written]:
    """Raises FlowUnknown."""
    with reading(database) as session:
        rows = kept(session, present_release(session).versions)
    return {
        name: Written(flow=read_again(row), path=Path(f"{name}.yaml"), text=row.source) for name, row in rows.items()
    }


def _differing(centre: Centre, published: Mapping[str, Written]) -> Iterator[str]:
    """Flows that would be other ones if they were published; comments make no difference to callers."""
    for name, one in centre.written.items():
        if name not in published or version_of(published[name].flow) != one.version:
            yield name
