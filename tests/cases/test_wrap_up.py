from datetime import timedelta

import pytest

from cases.case import Case
from cases.errors import WrapUpRefused
from cases.promise import end_promise, make_promise, promises_of
from cases.wrap_up import complete_wrap_up
from records.audit import AuditRow, first_break
from records.database import reading, writing

pytestmark = pytest.mark.both_databases


@pytest.fixture
def wrap_up(demo, clock):
    def complete(case="4812", *, disposition="follow_up", action="Kargo aranacak", due=3600, closes_case=False):
        with writing(demo) as session:
            complete_wrap_up(
                session,
                case_number=case,
                agent_id="ayse",
                disposition=disposition,
                next_action=action,
                next_action_due=None if due is None else clock() + timedelta(seconds=due),
                now=clock(),
                closes_case=closes_case,
            )

    return complete


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({"disposition": None}, {"disposition": "missing"}),
        ({"disposition": "  "}, {"disposition": "missing"}),
        ({"action": ""}, {"next_action": "missing"}),
        ({"due": None}, {"next_action_due": "missing"}),
        ({"due": 0}, {"next_action_due": "past"}),
        ({"due": -60}, {"next_action_due": "past"}),
        (
            {"disposition": "", "action": None, "due": None},
            {"disposition": "missing", "next_action": "missing", "next_action_due": "missing"},
        ),
        ({"case": "999999"}, {"case": "unknown"}),
        ({"closes_case": True, "disposition": ""}, {"disposition": "missing"}),
    ],
)
def test_a_conversation_is_not_wrapped_up_until_everything_is_said(demo, wrap_up, said, faults):
    with writing(demo) as session:
        session.get_one(Case, "4812").wrap_up_missing = True
    with pytest.raises(WrapUpRefused) as refusal:
        wrap_up(**said)
    assert refusal.value.faults == faults
    with reading(demo) as session:
        case = session.get_one(Case, "4812")
        assert (case.wrap_up_missing, case.disposition) == (True, None)
        assert len(promises_of(session, "4812")) == 1


def test_what_comes_next_is_a_promise_by_the_one_who_said_it(demo, wrap_up, clock):
    wrap_up()
    with reading(demo) as session:
        case = session.get_one(Case, "4812")
        assert (case.disposition, case.next_action, case.wrap_up_missing) == ("follow_up", "Kargo aranacak", False)
        assert (case.status, case.next_action_due) == ("open", clock() + timedelta(hours=1))
        first, _ = promises_of(session, "4812")
        assert (first.kind, first.what, first.by_agent) == ("next_action", "Kargo aranacak", "ayse")
        assert (first.due_at, first.status) == (clock() + timedelta(hours=1), "open")


def test_a_wrap_up_leaves_its_mark_in_the_audit(demo, wrap_up):
    wrap_up()
    with reading(demo) as session:
        row = session.get_one(AuditRow, 1)
        assert (row.who, row.what, row.subject) == ("ayse", "wrap_up", "case:4812")
        assert row.data["next_action"] == "Kargo aranacak"
        assert first_break(session) is None


def test_sending_a_wrap_up_twice_promises_once(demo, wrap_up):
    wrap_up()
    wrap_up()
    with reading(demo) as session:
        assert [each.kind for each in promises_of(session, "4812")] == ["next_action", "promised"]


def test_a_matter_is_not_settled_while_something_is_owed_on_it(demo, wrap_up):
    with pytest.raises(WrapUpRefused) as refusal:
        wrap_up(disposition="resolved", action=None, due=None, closes_case=True)
    assert refusal.value.faults == {"closes": "owed"}


def test_a_matter_that_is_settled_needs_no_next_action(demo, wrap_up, clock):
    with writing(demo) as session:
        [promise] = promises_of(session, "4812")
        assert end_promise(session, promise.id, "kept", clock())
    wrap_up(disposition="resolved", action=None, due=None, closes_case=True)
    with reading(demo) as session:
        case = session.get_one(Case, "4812")
        assert (case.status, case.closed_at, case.wrap_up_missing) == ("closed", clock(), False)


def test_a_promise_ends_once(demo, clock):
    with writing(demo) as session:
        promise = make_promise(
            session,
            case_number="4812",
            kind="callback",
            what="Arayacağız",
            due_at=clock() + timedelta(hours=1),
            by_agent="ayse",
            now=clock(),
        )
        assert end_promise(session, promise.id, "kept", clock())
        assert not end_promise(session, promise.id, "broken", clock())
        assert not end_promise(session, 999_999, "broken", clock())
        assert (promise.status, promise.ended_at) == ("kept", clock())


def test_what_comes_next_is_agreed_anew_and_the_next_action_before_it_is_released(demo, wrap_up, clock):
    wrap_up(action="Depo aranacak")
    clock.advance(3600)
    wrap_up(action="Kurye yola çıkarılacak")
    with reading(demo) as session:
        actions = [(each.what, each.status) for each in promises_of(session, "4812") if each.kind == "next_action"]
    assert sorted(actions) == [("Depo aranacak", "released"), ("Kurye yola çıkarılacak", "open")]
