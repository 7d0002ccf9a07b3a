"""A call stays on the release it started on: while others publish, after a restart, with the records out of reach."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, text

from ivr.publishing.drafting import draft_flows
from ivr.publishing.written_flow import WrittenFlow, released
from tests.ivr.publishing.conftest import Press, flow

TABLES = ("flow_pointers", "kept_flows", "kept_releases")


@contextmanager
def out_of_reach(database: Engine) -> Iterator[None]:
    """The tables are away: for whoever reads, as if the database were."""
    _rename(database, {table: f"{table}_away" for table in TABLES})
    yield
    _rename(database, {f"{table}_away": table for table in TABLES})


def _rename(database: Engine, names: dict[str, str]) -> None:
    with database.begin() as connection:
        for before, after in names.items():
            connection.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))


@pytest.fixture
def statements(database: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def count(_: object, __: object, statement: str, *more: object) -> None:
        seen.append(statement)

    event.listen(database, "before_cursor_execute", count)
    yield seen
    event.remove(database, "before_cursor_execute", count)


def test_before_anything_was_published_the_centres_files_are_run(press: Press, hello: Sequence[WrittenFlow]) -> None:
    shelf = press.shelf(hello[0])
    assert shelf.newest().id == shelf.draft().id == released({"main": hello[0]}).id


def test_what_is_published_is_run_whatever_the_files_say(press: Press, hello: Sequence[WrittenFlow]) -> None:
    press.first(hello[0])
    assert press.shelf(hello[2]).newest().versions == {"main": hello[0].version}


def test_a_new_pointer_is_noticed_within_a_second_and_older_calls_stay_where_they_are(
    press: Press, hello: Sequence[WrittenFlow]
) -> None:
    press.first(hello[0])
    shelf = press.shelf(hello[0])
    started_on = shelf.newest()
    press.publish(hello[1])
    press.clock.advance(1)
    assert shelf.newest().flows["main"] == hello[1].flow
    assert shelf.pinned(started_on.id).flows["main"] == hello[0].flow
    press.roll_back("main")
    press.clock.advance(1)
    assert shelf.newest().id == started_on.id


def test_between_two_looks_no_step_asks_the_records(
    press: Press, hello: Sequence[WrittenFlow], statements: list[str]
) -> None:
    press.first(hello[0])
    shelf = press.shelf(hello[0])
    release = shelf.newest().id
    statements.clear()
    for _ in range(100):
        shelf.newest()
        shelf.draft()
        shelf.pinned(release)
    press.clock.advance(60)
    shelf.pinned(release)
    assert statements == []


def test_after_a_restart_a_call_goes_on_with_the_flow_it_started_on(press: Press, hello: Sequence[WrittenFlow]) -> None:
    press.first(hello[0], flow("billing", "Fatura"))
    started_on = press.shelf(hello[0]).newest().id
    press.publish(hello[1])
    restarted = press.shelf(hello[2])
    assert restarted.pinned(started_on).flows["main"] == hello[0].flow
    assert restarted.newest().flows["main"] == hello[1].flow


def test_a_call_goes_on_with_its_own_flow_while_and_after_the_records_are_out_of_reach(
    press: Press, hello: Sequence[WrittenFlow]
) -> None:
    press.first(hello[0])
    shelf = press.shelf(hello[0])
    started_on = shelf.newest().id
    press.publish(hello[1])
    restarted = press.shelf(hello[2])
    with out_of_reach(press.database):
        press.clock.advance(5)
        assert shelf.pinned(started_on).flows["main"] == shelf.newest().flows["main"] == hello[0].flow
        assert restarted.pinned(started_on).flows["main"] == hello[2].flow
    press.clock.advance(5)
    assert restarted.pinned(started_on).flows["main"] == hello[0].flow
    assert shelf.newest().flows["main"] == restarted.newest().flows["main"] == hello[1].flow


def test_a_release_nobody_knows_is_asked_for_once_a_second_at_most(
    press: Press, hello: Sequence[WrittenFlow], statements: list[str]
) -> None:
    press.first(hello[0])
    shelf = press.shelf(hello[0])
    shelf.newest()
    assert shelf.pinned("unknown") == shelf.newest()
    statements.clear()
    for _ in range(100):
        shelf.pinned("unknown")
    assert statements == []


def test_a_body_this_program_cannot_read_leaves_the_flows_as_they_are(
    press: Press, hello: Sequence[WrittenFlow]
) -> None:
    press.first(hello[0])
    shelf = press.shelf(hello[0])
    before = shelf.newest()
    press.publish(hello[1])
    with press.database.begin() as connection:
        connection.execute(text("UPDATE kept_flows SET body = '{}' WHERE version = :v"), {"v": hello[1].version})
    press.clock.advance(1)
    assert shelf.newest() == before


def test_a_draft_this_program_cannot_read_keeps_nobody_from_what_is_published(
    press: Press, hello: Sequence[WrittenFlow]
) -> None:
    first = press.first(hello[0])
    assert first is not None
    _save(press, flow("main", "Taslak"), base=first.release)
    with press.database.begin() as connection:
        broken = {"v": flow("main", "Taslak").version}
        connection.execute(text("UPDATE kept_flows SET body = '{}' WHERE version = :v"), broken)
    press.publish(hello[1])
    assert press.shelf(hello[0]).newest().flows["main"] == hello[1].flow


def test_a_draft_is_reached_beside_what_is_published_and_a_call_on_it_outlives_the_next_draft(
    press: Press, hello: Sequence[WrittenFlow]
) -> None:
    first = press.first(hello[0], flow("billing", "Fatura"))
    assert first is not None
    shelf = press.shelf(hello[0])
    for draft in hello[1:]:
        _save(press, draft, base=first.release)
        press.clock.advance(1)
        assert shelf.newest().id == first.release
        assert shelf.draft().flows["main"] == draft.flow and "billing" in shelf.draft().flows
    tried = press.shelf(hello[0]).pinned(released({"main": hello[1], "billing": flow("billing", "Fatura")}).id)
    assert tried.flows["main"] == hello[1].flow


def test_a_draft_that_was_published_is_no_draft_any_more(press: Press, hello: Sequence[WrittenFlow]) -> None:
    first = press.first(hello[0])
    assert first is not None
    _save(press, hello[1], base=first.release)
    press.publish(hello[1])
    press.publish(hello[2])
    assert press.shelf(hello[0]).draft().flows["main"] == hello[2].flow


def _save(press: Press, draft: WrittenFlow, *, base: str) -> None:
    draft_flows(press.database, [draft], press.wish(base=base))
