from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from threading import Barrier

import pytest
from sqlalchemy import event, select, text

from records.database import open_database, reading, serialise, writing
from records.epoch import Epoch
from records.errors import RecordsUnavailable
from records.lease import Lease

both_databases = pytest.mark.both_databases


@both_databases
def test_what_is_written_is_there_afterwards(database):
    with writing(database) as session:
        session.add(Epoch(site="istanbul", n=3))
    with reading(database) as session:
        assert session.get_one(Epoch, "istanbul").n == 3


@both_databases
def test_a_transaction_that_fails_leaves_nothing(database):
    with pytest.raises(ZeroDivisionError), writing(database) as session:
        session.add(Epoch(site="istanbul", n=3))
        session.flush()
        raise ZeroDivisionError
    with reading(database) as session:
        assert session.get(Epoch, "istanbul") is None


@both_databases
def test_a_moment_comes_back_in_utc_whatever_zone_it_was_written_in(database):
    moment = datetime(2026, 11, 23, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=3)))
    with writing(database) as session:
        session.add(Lease(name="clock", holder="one", until=moment))
    with reading(database) as session:
        found = session.get_one(Lease, "clock").until
    assert found == moment
    assert found.tzinfo is UTC


@both_databases
def test_a_moment_without_a_zone_is_refused(database):
    with pytest.raises(Exception, match="no time zone"), writing(database) as session:
        session.add(Lease(name="clock", holder="one", until=datetime(2026, 11, 23, 10)))


@both_databases
def test_a_writer_who_has_to_wait_too_long_is_told_the_records_are_unavailable(database_url):
    first, second = open_database(database_url), open_database(database_url, busy_ms=20)
    with writing(first) as session:
        serialise(session, "dishes")
        with pytest.raises(RecordsUnavailable), writing(second) as other:
            serialise(other, "dishes")
    first.dispose()
    second.dispose()


@both_databases
def test_readers_are_not_held_up_by_a_writer(database):
    with writing(database) as session:
        session.add(Epoch(site="istanbul", n=1))
        session.flush()
        with reading(database) as other:
            assert other.scalars(select(Epoch)).all() == []


def test_a_commit_on_sqlite_survives_a_power_cut(database):
    with closing(database.raw_connection()) as connection:  # as it comes: tests' own are in a hurry
        told = {name: connection.cursor().execute(f"PRAGMA {name}").fetchone() for name in PROMISED}
    assert told == PROMISED


PROMISED = {"journal_mode": ("wal",), "synchronous": (2,), "foreign_keys": (1,)}


def test_a_database_that_is_not_there_is_unavailable(tmp_path):
    for url in (f"sqlite:///{tmp_path}/no/such/folder/sahip.sqlite", "postgresql://nobody@127.0.0.1:1/nothing"):
        engine = open_database(url)
        with pytest.raises(RecordsUnavailable), reading(engine) as session:
            session.execute(text("select 1"))
        engine.dispose()


def test_writing_on_sqlite_takes_the_lock_before_it_reads(database):
    statements = []
    event.listen(database, "before_cursor_execute", lambda *said: statements.append(said[2]))
    with writing(database) as session:
        session.get(Epoch, "istanbul")
    assert statements[0] == "BEGIN IMMEDIATE"


def test_a_statement_on_postgresql_ends_by_itself(empty_postgresql):
    for busy_ms, lock, statement in ((None, "500ms", "4s"), (30_000, "30s", "4min")):
        database = open_database(empty_postgresql, busy_ms=busy_ms)
        with reading(database) as session:
            assert session.scalar(text("show lock_timeout")) == lock
            assert session.scalar(text("show statement_timeout")) == statement
        database.dispose()


def test_a_statement_that_takes_too_long_is_records_unavailable(empty_postgresql):
    database = open_database(empty_postgresql)
    with pytest.raises(RecordsUnavailable, match="statement timeout"), reading(database) as session:
        session.execute(text("set local statement_timeout = 50"))
        session.execute(text("select pg_sleep(10)"))
    database.dispose()


def test_whom_a_statement_was_about_is_not_in_a_complaint(database):
    with pytest.raises(RecordsUnavailable) as unavailable, reading(database) as session:
        session.execute(text("select :phone from nowhere_at_all"), {"phone": "+905321234567"})
    assert "+905321234567" not in str(unavailable.value)


def test_several_processes_may_open_a_new_file_at_once(tmp_path):
    """Who comes while another turns the file to WAL is refused at once by SQLite, and must not notice."""
    together = Barrier(4)

    def first_write(path):
        engine = open_database(f"sqlite:///{path}", busy_ms=60_000)
        together.wait()
        with writing(engine) as session:
            session.execute(text("create table if not exists seen (who text)"))
            session.execute(text("insert into seen values ('one')"))
        engine.dispose()

    with ThreadPoolExecutor(4) as processes:
        for file in range(100):
            list(processes.map(first_write, [tmp_path / f"{file}.sqlite"] * 4))
