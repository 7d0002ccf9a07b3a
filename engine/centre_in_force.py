"""The centre a process starts with: its files as they lie, and the published version of those that have one."""

from dataclasses import replace
from pathlib import Path

import structlog
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from callbacks.centre_files import CentreFiles
from engine.centre import Centre, CentreInvalid, read_centre
from engine.centre_files import written_beside
from engine.settings import Settings
from engine.stores import is_made
from ivr.file_fault import moved
from ivr.publishing.present import present_release
from records.centre_file_version import CentreFileVersion, files_in_force
from records.database import open_database, reading
from records.errors import RecordsUnavailable

log = structlog.get_logger(__name__)


def centre_here_in_force(settings: Settings) -> Centre:
    """Raises CentreInvalid. A house that was never set up is left as it is: there all files count as they lie."""
    if not is_made(settings.database_url):
        return read_centre(settings.centre)
    database = open_database(settings.database_url)
    try:
        return centre_in_force(settings.centre, database)
    finally:
        database.dispose()


def centre_in_force(folder: Path, database: Engine) -> Centre:
    """Raises CentreInvalid with the place of each problem; in a published version it is told as `policy.yaml (v3)`.

    With the records out of reach, and before they have a schema, the files count as they lie; processes that run take
    up what is published as soon as they can read it.
    """
    try:
        if not inspect(database).has_table(CentreFileVersion.__tablename__):
            return read_centre(folder)
        with reading(database) as session:
            published = dict(files_in_force(session))
            flows = frozenset(present_release(session).versions) if published else frozenset()
    except (RecordsUnavailable, SQLAlchemyError) as trouble:
        log.warning("centre_files_count_as_they_lie", why=str(trouble).partition("\n")[0])
        return read_centre(folder)
    return _with_published(folder, published, flows) if published else read_centre(folder)


def files_that_differ(files: CentreFiles, database: Engine) -> list[CentreFileVersion]:
    """Published versions whose file says something else in the folder: there it counts no more."""
    with reading(database) as session:
        published = files_in_force(session)
    return [version for name, version in sorted(published.items()) if files.lying(name) not in (None, version.source)]


def _with_published(folder: Path, published: dict[str, CentreFileVersion], flows: frozenset[str]) -> Centre:
    texts = {name: version.source for name, version in published.items()}
    with written_beside(folder, texts) as beside:
        try:
            centre = read_centre(beside, flows_published=flows)
        except CentreInvalid as invalid:
            raise CentreInvalid([_told(problem, beside, folder, published) for problem in invalid.problems]) from None
    return replace(
        centre,
        versions={name: version.number for name, version in published.items()},
        surroundings=replace(centre.surroundings, audio=folder / "audio"),
    )


def _told(problem: str, beside: Path, folder: Path, published: dict[str, CentreFileVersion]) -> str:
    for name, version in published.items():
        problem = moved(problem, f"{beside}/{name}.yaml:", f"{name}.yaml (v{version.number}):")
    return moved(problem, f"{beside}/", f"{folder}/")
