"""What `sahip rules` does with the centre's files and the records."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from callbacks.centre_files import PUBLISHED_HERE, CentreFiles
from callbacks.centre_publishing import (
    FileInForceAlready,
    FileNotPublished,
    FilePublishedMeanwhile,
    FileRefused,
    FileWish,
    NoSuchFileVersion,
    publish_file,
    roll_back_file,
    source_in_force,
)
from engine.centre_files import centre_files
from engine.demo_clock import clock_of
from engine.demo_settings import source_here
from engine.errors import OrderRefused
from engine.settings import Settings
from engine.stores import database_of, see_to_schema
from ivr.errors import FlowInvalid
from ivr.yaml_file import text_of
from records.centre_file_version import CentreFileVersion, files_in_force, version_of_file, versions_of_file
from records.database import reading


class RulesDesk:
    """The centre's files of one installation, as somebody at a terminal works with them."""

    def __init__(self, settings: Settings) -> None:
        see_to_schema(settings)
        self.settings = settings
        self.database: Engine = database_of(settings)
        number_is_set = settings.caller_id is not None
        self.files: CentreFiles = centre_files(settings.centre, self.database, number_is_set=number_is_set)

    def wish(self, author: str | None, note: str, base: int | None) -> FileWish:
        name = author or getpass.getuser()
        return FileWish(author=name, note=note, now=clock_of(self.settings)(), who=f"terminal:{name}", base=base)

    def rows(self) -> list[dict[str, object]]:
        with reading(self.database) as session:
            published = files_in_force(session)
        return [self._row(name, published.get(name)) for name in PUBLISHED_HERE if self.files.path(name)]

    def versions(self, name: str) -> list[dict[str, object]]:
        with reading(self.database) as session:
            return [
                {"number": one.number, "how": one.how, "restores": one.restores, "author": one.author,
                 "note": one.note, "published_at": one.published_at}
                for one in versions_of_file(session, name)
            ]  # fmt: skip

    def text(self, name: str, version: int | None) -> str:
        """Raises OrderRefused."""
        with reading(self.database) as session:
            if version is None:
                return source_in_force(session, self.files, name)[1]
            found = version_of_file(session, name, version)
        if found is None:
            raise OrderRefused(str(NoSuchFileVersion(name, version)))
        return found.source

    def publish(self, name: str, file: Path | None, wish: FileWish) -> CentreFileVersion:
        """Raises OrderRefused and FlowInvalid."""
        source = text_of(file or self.settings.centre / f"{name}.yaml")
        with _refused():
            return publish_file(self.database, self.files, name, source, wish)

    def roll_back(self, name: str, version: int | None, wish: FileWish) -> CentreFileVersion:
        """Raises OrderRefused and FlowInvalid."""
        with _refused():
            return roll_back_file(self.database, self.files, name, version, wish)

    def _row(self, name: str, version: CentreFileVersion | None) -> dict[str, object]:
        differs = version is not None and self.files.lying(name) != version.source
        return {
            "file": f"{name}.yaml",
            "version": version.number if version else 0,
            "author": version.author if version else "",
            "published_at": version.published_at if version else None,
            "folder_differs": differs,
        }


def rules_desk_here() -> RulesDesk:
    """Raises SettingsRefused, SchemaOutdated."""
    return RulesDesk(source_here().settings())


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except FileRefused as refused:
        raise FlowInvalid(list(refused.problems)) from None
    except (FileNotPublished, FilePublishedMeanwhile, FileInForceAlready, NoSuchFileVersion) as refused:
        raise OrderRefused(str(refused)) from None
