"""Whether a database has the schema this code was written for, told without Alembic: every process asks that first."""

from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, inspect, text

from records.database import reading

REVISIONS: Final = Path(__file__).parent / "migrations" / "versions"


def is_at_head(engine: Engine) -> bool:
    """Raises RecordsUnavailable."""
    with reading(engine) as session:
        if not inspect(session.connection()).has_table("alembic_version"):
            return False
        return set(session.scalars(text("SELECT version_num FROM alembic_version"))) == {newest_revision()}


@cache
def newest_revision() -> str:
    """Revisions are numbered, and each follows the one before: a file is named by its number and what it does."""
    return max(path.name.partition("_")[0] for path in REVISIONS.glob("[0-9]*_*.py"))
