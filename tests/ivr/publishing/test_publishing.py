"""Publishing moves one pointer or changes nothing; every version stays what it was."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from ivr.errors import FlowInvalid
from ivr.publishing.drafting import draft_flows, draft_of, drop
from ivr.publishing.errors import FlowOutdated, NoSuchFlow, NothingToPublish, PublishedMeanwhile, VersionUnknown
from ivr.publishing.flow_version import versions_of
from ivr.publishing.kept_flow import kept, written_again
from ivr.publishing.publication import publications
from ivr.publishing.written_flow import WrittenFlow, written
from records.audit import AuditRow, first_break
from records.database import reading
from tests.ivr.publishing.conftest import QUEUES, Press, flow


@pytest.mark.both_databases
def test_the_files_a_centre_starts_with_are_its_first_release_once(press: Press, hello: Sequence[WrittenFlow]) -> None:
    first = press.first(hello[0], flow("billing", "Fatura"))
    assert first is not None and (first.how, first.author, first.before) == ("first", "centre", None)
    assert press.first(hello[1]) is None
    assert press.in_force() == {"main": hello[0].version, "billing": flow("billing", "Fatura").version}


@pytest.mark.both_databases
def test_a_version_keeps_its_number_its_author_its_note_and_its_text(
    press: Press, hello: Sequence[WrittenFlow]
) -> None:
    press.first(hello[0])
    press.publish(hello[1], author="burak", note="sabah")
    with reading(press.database) as session:
        newest, oldest = versions_of(session, "main")
        again = written_again(kept(session, {"main": newest.version})["main"])
    assert (newest.number, newest.author, newest.note) == (2, "burak", "sabah")
    assert (oldest.number, oldest.author) == (1, "centre")
    assert again == hello[1] and again.source.startswith("# main, as ops wrote it")


def test_publishing_one_flow_leaves_the_others_as_they_are(press: Press, hello: Sequence[WrittenFlow]) -> None:
    press.first(hello[0], flow("billing", "Fatura"))
    published = press.publish(hello[1])
    assert published.changed == {"main": [hello[0].version, hello[1].version]}
    assert press.in_force()["billing"] == flow("billing", "Fatura").version


def test_what_is_in_force_already_is_not_published_again(press: Press, hello: Sequence[WrittenFlow]) -> None:
    press.first(hello[0])
    with pytest.raises(NothingToPublish):
        press.publish(hello[0])


def test_a_rollback_goes_to_the_version_before_or_to_the_one_that_is_told(
    press: Press, hello: Sequence[WrittenFlow]
) -> None:
    press.first(hello[0])
    press.publish(hello[1])
    press.publish(hello[2])
    for told, expected in ((None, 1), ("1", 0), ("v3", 2), (hello[1].version[:6], 1)):
        press.roll_back("main", told)
        assert press.in_force()["main"] == hello[expected].version
    with reading(press.database) as session:
        assert len(versions_of(session, "main")) == 3
        assert [one.how for one in publications(session)][:4] == ["rollback"] * 4


def test_there_is_no_way_back_before_the_first_version(press: Press, hello: Sequence[WrittenFlow]) -> None:
    press.first(hello[0])
    with pytest.raises(NothingToPublish):
        press.roll_back("main")


@pytest.mark.parametrize("told", ["9", "0", "zz", "", "v", "0000", "💥"])
def test_a_version_nobody_made_is_refused(press: Press, hello: Sequence[WrittenFlow], told: str) -> None:
    press.first(hello[0])
    press.publish(hello[1])
    with pytest.raises((VersionUnknown, NoSuchFlow)):
        press.roll_back("main" if told else "mein", told)


def test_whoever_looked_at_an_older_release_is_refused_and_told_who_published(
    press: Press, hello: Sequence[WrittenFlow]
) -> None:
    first = press.first(hello[0])
    assert first is not None
    second = press.publish(hello[1], author="burak")
    with pytest.raises(PublishedMeanwhile, match=rf"`main`.*burak.*{second.release}") as refused:
        press.publish(hello[2], base=first.release)
    assert refused.value.flows == ("main",) and press.in_force()["main"] == hello[1].version
    press.publish(hello[2], base=second.release)


def test_another_flow_published_meanwhile_is_no_conflict(press: Press, hello: Sequence[WrittenFlow]) -> None:
    first = press.first(hello[0], flow("billing", "Fatura"))
    assert first is not None
    press.publish(flow("billing", "Ödeme"))
    press.publish(hello[1], base=first.release)
    assert press.in_force() == {"main": hello[1].version, "billing": flow("billing", "Ödeme").version}


def test_a_base_nobody_ever_published_is_refused(press: Press, hello: Sequence[WrittenFlow]) -> None:
    press.first(hello[0])
    with pytest.raises(PublishedMeanwhile):
        press.publish(hello[1], base="nobodys")


def test_the_check_sees_all_flows_together_and_its_no_leaves_everything_as_it_was(
    press: Press, hello: Sequence[WrittenFlow]
) -> None:
    press.first(hello[0], flow("billing", "Fatura"))
    seen: list[Mapping[str, WrittenFlow]] = []

    def refuse(flows: object) -> None:
        assert isinstance(flows, dict)
        seen.append(flows)
        raise FlowInvalid(["main.yaml:1:1: no"])

    with pytest.raises(FlowInvalid):
        press.publish(hello[1], check=refuse)
    assert {name: one.version for name, one in seen[0].items()} == {
        "main": hello[1].version,
        "billing": flow("billing", "Fatura").version,
    }
    assert press.in_force()["main"] == hello[0].version
    with reading(press.database) as session:
        assert len(versions_of(session, "main")) == 1 and len(publications(session)) == 1


def test_who_publishes_while_it_is_checked_wins_and_the_slower_one_is_refused(
    press: Press, hello: Sequence[WrittenFlow]
) -> None:
    press.first(hello[0])

    def somebody_is_quicker(flows: object) -> None:
        press.publish(hello[2], author="burak")

    with pytest.raises(PublishedMeanwhile, match="burak"):
        press.publish(hello[1], check=somebody_is_quicker)
    assert press.in_force()["main"] == hello[2].version


@pytest.mark.both_databases
def test_of_many_who_publish_at_once_on_one_base_one_succeeds(press: Press, hello: Sequence[WrittenFlow]) -> None:
    first = press.first(hello[0])
    assert first is not None

    def attempt(greeting: str) -> bool:
        try:
            press.publish(flow("main", greeting), base=first.release)
        except PublishedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(6) as people:
        assert sum(people.map(attempt, "abcdef")) == 1
    with reading(press.database) as session:
        assert len(publications(session)) == 2 and len(versions_of(session, "main")) == 2


def test_every_move_of_the_pointer_is_in_the_audit(press: Press, hello: Sequence[WrittenFlow]) -> None:
    press.first(hello[0])
    press.publish(hello[1], note="yeni karşılama")
    press.roll_back("main", author="burak")
    with reading(press.database) as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
        assert first_break(session) is None
    assert [row.what for row in rows] == ["flows_first", "flows_publish", "flows_rollback"]
    assert rows[2].who == "test:burak" and rows[1].data["note"] == "yeni karşılama"


def test_a_text_of_another_flow_is_refused() -> None:
    with pytest.raises(FlowInvalid, match=r"billing\.yaml:1:1: .*`main`, not `billing`"):
        written(flow("main", "Merhaba").source, QUEUES, name="billing")


def test_what_is_wrong_in_a_text_is_told_with_its_place() -> None:
    text = flow("main", "Merhaba").source.replace("queue: destek", "queue: destec")
    with pytest.raises(FlowInvalid, match=r"main\.yaml:7:20: .*did you mean `destek`"):
        written(text, QUEUES, name="main")


def test_a_draft_is_published_on_the_release_it_was_made_on_or_refused(
    press: Press, hello: Sequence[WrittenFlow]
) -> None:
    first = press.first(hello[0])
    assert first is not None
    draft_flows(press.database, [hello[1]], press.wish())
    press.publish(flow("main", "Selam"), author="burak")
    with reading(press.database) as session:
        row, draft = draft_of(session, "main")
    assert draft == hello[1] and row.base == first.release
    with pytest.raises(PublishedMeanwhile, match="burak"):
        press.publish(draft, base=row.base)


def test_a_draft_saved_again_keeps_its_base_unless_it_is_put_on_a_new_one(
    press: Press, hello: Sequence[WrittenFlow]
) -> None:
    first = press.first(hello[0])
    assert first is not None
    draft_flows(press.database, [hello[1]], press.wish())
    second = press.publish(flow("main", "Selam"))
    for base, expected in ((None, first.release), (second.release, second.release)):
        draft_flows(press.database, [hello[2]], press.wish(base=base))
        with reading(press.database) as session:
            assert draft_of(session, "main")[0].base == expected


def test_what_is_in_force_is_no_draft_and_a_draft_can_be_dropped(press: Press, hello: Sequence[WrittenFlow]) -> None:
    press.first(hello[0])
    draft_flows(press.database, [hello[1]], press.wish())
    draft_flows(press.database, [hello[0]], press.wish())
    draft_flows(press.database, [hello[2]], press.wish())
    drop(press.database, ["main"], press.wish())
    with pytest.raises(NoSuchFlow):
        drop(press.database, ["main"], press.wish())
    with reading(press.database) as session:
        told = [row.what for row in session.scalars(select(AuditRow).order_by(AuditRow.seq))]
    assert told == ["flows_first", "draft_saved", "draft_saved", "draft_dropped"]


def test_a_flow_of_another_program_is_named_and_stands_in_nobodys_way_once_it_is_published_anew(
    press: Press, hello: Sequence[WrittenFlow]
) -> None:
    press.first(hello[0], flow("billing", "Fatura"))
    with press.database.begin() as connection:
        connection.execute(text("UPDATE kept_flows SET body = '{}' WHERE flow = 'billing'"))
    with pytest.raises(FlowOutdated, match="publish `billing` anew"):
        press.publish(hello[1])
    press.publish(hello[1], flow("billing", "Ödeme"))
    assert press.in_force() == {"main": hello[1].version, "billing": flow("billing", "Ödeme").version}
