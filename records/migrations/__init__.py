"""The schema's history, and bringing a database to its newest state.

After changing a table, `python -m records.migrations.new "what changed"` writes the next revision; read it before
committing it. Revisions do not import our code, so an old one means the same for ever.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, inspect

from records.database import open_database, reading, serialise, writing

PATIENCE_MS = 30_000
"""How long an upgrade waits for others to finish what they are writing."""


def upgrade(url: str) -> None:
    """Bring the database to the newest schema; one process at a time, and at once if it is there already."""
    engine = open_database(url, busy_ms=PATIENCE_MS)
    try:
        with writing(engine) as session:
            serialise(session, "migrations")
            command.upgrade(configuration(session.connection()), "head")
    finally:
        engine.dispose()


def table_count(engine: Engine) -> int:
    """How many tables there are, Alembic's own not counted."""
    with reading(engine) as session:
        return len(set(inspect(session.connection()).get_table_names()) - {"alembic_version"})


def configuration(connection: Connection | None = None, metadata: MetaData | None = None) -> Config:
    """What Alembic needs to know; there is no alembic.ini, so it works from an installed wheel."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes.update(connection=connection, metadata=metadata)
    return config
