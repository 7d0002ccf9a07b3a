import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

import engine.tables  # noqa: F401
from records.database import open_database, writing
from records.migrations import PATIENCE_MS, configuration, upgrade
from records.migrations.new import differences
from records.schema import is_at_head, newest_revision

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bare_database_url(database_kind, tmp_path, request):
    """A database without any table."""
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path / 'bare.sqlite'}"
    return request.getfixturevalue("bare_postgresql")


@pytest.fixture
def bare_postgresql(postgresql):
    engine = open_database(postgresql)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return postgresql


@pytest.mark.both_databases
def test_an_upgraded_database_is_at_head_and_upgrading_again_changes_nothing(bare_database_url):
    upgrade(bare_database_url)
    upgrade(bare_database_url)
    engine = open_database(bare_database_url)
    assert is_at_head(engine)
    engine.dispose()


def test_an_upgrade_brings_the_tables_and_indexes_that_the_code_has(tmp_path):
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    upgrade(url)
    engine = open_database(url)
    assert differences(engine) == []
    engine.dispose()


@pytest.mark.both_databases
def test_what_an_upgrade_brought_is_taken_back_and_brought_again(bare_database_url):
    upgrade(bare_database_url)
    engine = open_database(bare_database_url, busy_ms=PATIENCE_MS)
    before = indexes_of(engine)
    with writing(engine) as session:
        command.downgrade(configuration(session.connection()), "base")
    assert set(indexes_of(engine)) == {"alembic_version"}
    upgrade(bare_database_url)
    assert indexes_of(engine) == before
    engine.dispose()


def indexes_of(engine):
    """The names of each table's indexes."""
    known = inspect(engine)
    return {table: {index["name"] for index in known.get_indexes(table)} for table in known.get_table_names()}


@pytest.mark.both_databases
def test_two_processes_may_upgrade_at_once(bare_database_url):
    with ThreadPoolExecutor(3) as processes:
        for each in [processes.submit(upgrade, bare_database_url) for _ in range(3)]:
            each.result()


def test_a_revision_is_written_from_the_tables_and_brings_them_about(tmp_path):
    """In a copy of the package, as it would be run at a developer's desk."""
    shutil.copytree(ROOT / "records", tmp_path / "records", ignore=shutil.ignore_patterns("0*.py", "__pycache__"))
    written = subprocess.run(
        [sys.executable, "-m", "records.migrations.new", "first tables", "records.call_record", "records.lease"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert written.returncode == 0, written.stderr
    [revision] = (tmp_path / "records/migrations/versions").glob("0001_*.py")
    assert "records" not in revision.read_text().replace("call_records", "")
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    check = (
        "import sys, records.call_record, records.lease\n"
        "from records.database import open_database\nfrom records.migrations import upgrade\n"
        "from records.schema import is_at_head\n"
        "from records.migrations.new import differences\n"
        "engine = open_database(sys.argv[1])\nassert not is_at_head(engine)\nupgrade(sys.argv[1])\n"
        "assert is_at_head(engine)\nassert differences(engine) == [], differences(engine)\n"
    )
    checked = subprocess.run(
        [sys.executable, "-c", check, url], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    engine = open_database(url)
    assert {"calls", "leases"} <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_the_newest_revision_is_known_by_the_names_of_the_files():
    assert ScriptDirectory.from_config(configuration()).get_heads() == [newest_revision()]
