"""Write the next revision: `python -m records.migrations.new "what changed" [module with tables ...]`.

The tables as the code has them are compared with an empty database brought to the newest revision. The modules
(by default `engine.tables`, which imports every table) are imported only here, at a developer's desk.
"""

import importlib
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine

from records.database import Base, open_database, writing
from records.migrations import configuration, upgrade

EVERY_TABLE = ("engine.tables",)


def new_revision(message: str, modules: Sequence[str] = EVERY_TABLE) -> None:
    """Write the file under `versions/`."""
    for module in modules:
        importlib.import_module(module)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'newest.sqlite'}"
        upgrade(url)
        engine = open_database(url)
        with writing(engine) as session:
            config = configuration(session.connection(), Base.metadata)
            next_id = f"{len(list((Path(__file__).parent / 'versions').glob('[0-9]*.py'))) + 1:04}"
            command.revision(config, message, autogenerate=True, rev_id=next_id)
        engine.dispose()


def differences(engine: Engine) -> list[object]:
    """Where the tables the code has (those imported so far) and the database's differ; empty when they agree."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


if __name__ == "__main__":
    new_revision(sys.argv[1], sys.argv[2:] or EVERY_TABLE)
