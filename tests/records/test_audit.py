import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, select, update

from records.audit import AuditRow, append, first_break, newest_digest
from records.database import open_database, reading, writing

pytestmark = pytest.mark.both_databases


@pytest.fixture
def five_acts(database, clock):
    with writing(database) as session:
        for number in range(1, 6):
            append(session, "ayse", "wrap_up", f"case:{number}", {"disposition": "söz verildi", "n": number}, clock())
            clock.advance(0.25)
    return database


def test_a_chain_nobody_touched_is_whole(five_acts):
    with reading(five_acts) as session:
        assert first_break(session) is None


def test_an_empty_chain_is_whole(database):
    with reading(database) as session:
        assert first_break(session) is None


@pytest.mark.parametrize("seq", [1, 3, 5])
@pytest.mark.parametrize(
    "change", [{"who": "burak"}, {"what": "peek"}, {"subject": "case:9"}, {"data": {}}, {"digest": "f" * 64}]
)
def test_changing_anything_in_any_row_is_found(five_acts, seq, change):
    with writing(five_acts) as session:
        session.execute(update(AuditRow).where(AuditRow.seq == seq).values(change))
    with reading(five_acts) as session:
        assert first_break(session) == seq


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_changing_when_it_was_is_found(five_acts, seq, clock):
    with writing(five_acts) as session:
        session.execute(update(AuditRow).where(AuditRow.seq == seq).values(at=clock()))
    with reading(five_acts) as session:
        assert first_break(session) == seq


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_row_that_was_taken_out_is_found(five_acts, seq):
    with writing(five_acts) as session:
        session.execute(delete(AuditRow).where(AuditRow.seq == seq))
    with reading(five_acts) as session:
        assert first_break(session) == seq


def test_cutting_off_the_end_shows_in_the_digest_kept_elsewhere(five_acts):
    with reading(five_acts) as session:
        anchor = newest_digest(session)
    with writing(five_acts) as session:
        session.execute(delete(AuditRow).where(AuditRow.seq == 5))
        assert first_break(session) is None
        assert newest_digest(session) != anchor


def test_rows_renumbered_after_one_was_taken_out_are_found(five_acts):
    with writing(five_acts) as session:
        session.execute(delete(AuditRow).where(AuditRow.seq == 3))
        session.execute(update(AuditRow).where(AuditRow.seq == 4).values(seq=3))
        session.execute(update(AuditRow).where(AuditRow.seq == 5).values(seq=4))
    with reading(five_acts) as session:
        assert first_break(session) == 3


def test_many_writers_at_once_make_one_chain(database, database_url, clock):
    engine = open_database(database_url, busy_ms=20_000)
    start = threading.Barrier(6)

    def write(who):
        start.wait()
        for number in range(5):
            with writing(engine) as session:
                append(session, who, "act", f"case:{number}", {}, clock())

    with ThreadPoolExecutor(6) as writers:
        list(writers.map(write, [f"agent{n}" for n in range(6)]))
    with reading(engine) as session:
        assert len(session.scalars(select(AuditRow)).all()) == 30
        assert first_break(session) is None
    engine.dispose()
