"""What happened is told outside if, and only if, it happened and somebody wants to hear of it."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from cases.case import Case
from cases.conversation import conversation_began
from cases.ownership import take_ownership
from cases.promise import end_promise, make_promise
from cases.wrap_up import complete_wrap_up
from records.database import reading, writing
from records.event_delivery import DeliveryTry, EventDelivery, claim_next, subscribers_due
from records.event_kind import KINDS, is_filter
from records.event_subscription import EventSubscription
from records.outgoing_event import OutgoingEvent, announce, announce_nothing, forget_old_events

ROOT = Path(__file__).parents[2]


def subscriber(session, id, kinds, *, at, state="active"):
    session.add(
        EventSubscription(id=id, name=id, url="https://crm.example.com/in", kinds=kinds, state=state, state_since=at,
                          made_by="key:1", made_at=at)
    )  # fmt: skip
    session.flush()


def told(database):
    """Who is told of which kinds."""
    chosen = select(EventDelivery.subscription_id, OutgoingEvent.kind).join(
        OutgoingEvent, OutgoingEvent.seq == EventDelivery.event_seq
    )
    with reading(database) as session:
        return sorted(map(tuple, session.execute(chosen)))


def test_without_a_subscription_nothing_is_written(database, clock):
    with writing(database) as session:
        announce(session, "case.opened", "case:1001", {}, now=clock())
        assert session.scalars(select(OutgoingEvent)).all() == []


@pytest.mark.both_databases
def test_each_subscriber_is_told_of_the_kinds_they_asked_for_and_once(database, clock):
    with writing(database) as session:
        subscriber(session, "all", ["*"], at=clock())
        subscriber(session, "cases", ["case.*"], at=clock())
        subscriber(session, "closed", ["case.closed", "promise.kept"], at=clock())
        subscriber(session, "paused", ["*"], at=clock(), state="paused")
        subscriber(session, "given_up", ["*"], at=clock(), state="disabled")
        subscriber(session, "gone", ["*"], at=clock(), state="ended")
    for _ in range(2):
        with writing(database) as session:
            announce(session, "case.closed", "case:1", {"case": "1"}, now=clock(), once="closed:1")
    with writing(database) as session:
        announce(session, "call.ended", "call:CA1", {}, now=clock())
    assert told(database) == [
        ("all", "call.ended"), ("all", "case.closed"), ("cases", "case.closed"), ("closed", "case.closed"),
        ("paused", "call.ended"), ("paused", "case.closed"),
    ]  # fmt: skip


def test_what_did_not_happen_is_told_to_nobody(database, clock):
    with writing(database) as session:
        subscriber(session, "all", ["*"], at=clock())
    with pytest.raises(ZeroDivisionError), writing(database) as session:
        announce(session, "case.opened", "case:1", {}, now=clock())
        raise ZeroDivisionError
    assert told(database) == []


def test_a_case_and_its_promises_are_told_from_first_to_last(database, clock, new_id):
    with writing(database) as session:
        subscriber(session, "all", ["*"], at=clock())
    due = clock() + timedelta(hours=2)
    with writing(database) as session:
        number = conversation_began(session, call="CA1", agent_id="ayse", customer_id=None, phone="+905551112233",
                                    case_number=None, now=clock(), new_id=new_id)  # fmt: skip
        promise = make_promise(session, case_number=number, kind="callback", what="Işıl Hanım aranacak", due_at=due,
                               by_agent="ayse", now=clock())  # fmt: skip
        end_promise(session, promise.id, "kept", clock())
        take_ownership(session, case_number=number, agent_id="burak", how="reassigned", now=clock())
        complete_wrap_up(session, case_number=number, agent_id="burak", disposition="solved", next_action=None,
                         next_action_due=None, now=clock(), closes_case=True)  # fmt: skip
        conversation_began(session, call="CA2", agent_id="ayse", customer_id=None, phone=None, case_number=number,
                           now=clock(), new_id=new_id)  # fmt: skip
        events = session.scalars(select(OutgoingEvent).order_by(OutgoingEvent.seq)).all()
        assert [event.kind for event in events] == [
            "case.opened", "case.owner_changed", "promise.made", "promise.kept", "case.owner_changed", "case.closed",
            "case.reopened",
        ]  # fmt: skip
        assert {event.subject for event in events} == {f"case:{number}"}
        assert events[4].data == {"case": number, "owner_id": "burak", "before": "ayse", "how": "reassigned"}


def test_nothing_of_a_person_leaves_with_an_event(database, clock, new_id):
    with writing(database) as session:
        subscriber(session, "all", ["*"], at=clock())
        number = conversation_began(session, call="CA1", agent_id="ayse", customer_id=None, phone="+905551112233",
                                    case_number=None, now=clock(), new_id=new_id)  # fmt: skip
        session.get_one(Case, number).subject = "Işıl Şahin"
        make_promise(session, case_number=number, kind="visit", what="Işıl Şahin'e gidilecek", due_at=clock(),
                     by_agent=None, now=clock())  # fmt: skip
        everything = str([event.data for event in session.scalars(select(OutgoingEvent))])
    assert "promise" in everything
    assert [word for word in ("90555", "555111", "Işıl", "Şahin") if word in everything] == []


def test_what_is_imported_is_no_news(database, clock):
    with writing(database) as session:
        subscriber(session, "all", ["*"], at=clock())
    with writing(database) as session:
        announce_nothing(session)
        announce(session, "case.opened", "case:1", {}, now=clock())
    assert told(database) == []


def test_a_kind_nobody_could_subscribe_to_is_a_mistake_of_ours(database, clock):
    with writing(database) as session, pytest.raises(ValueError, match="no kind of event"):
        announce(session, "case.exploded", "case:1", {}, now=clock())


def test_every_kind_that_is_announced_is_listed_and_every_filter_means_something():
    announced = set()
    for path in (path for folder in ("cases", "callbacks", "console", "ivr") for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "announce":
                announced |= {node.args[1].value} if isinstance(node.args[1], ast.Constant) else set()
    assert len(announced) >= 5
    assert announced <= set(KINDS)
    assert [text for text in ("*", "case.*", "case.closed") if not is_filter(text)] == []
    assert [text for text in ("", "c*", "case", "case.", "case.exploded", "*.closed", "**") if is_filter(text)] == []


@pytest.mark.both_databases
def test_a_delivery_is_made_by_one_process_at_a_time_the_oldest_first(database, clock):
    with writing(database) as session:
        subscriber(session, "all", ["*"], at=clock())
        for case in ("1", "2"):
            announce(session, "case.opened", f"case:{case}", {}, now=clock())
        assert subscribers_due(session, clock()) == ["all"]
    with writing(database) as one:
        first = claim_next(one, "all", now=clock())
    with writing(database) as other:
        second = claim_next(other, "all", now=clock())
        assert (first.event_seq, second.event_seq) == (1, 2)
        assert claim_next(other, "all", now=clock()) is None
        assert subscribers_due(other, clock()) == []
        clock.advance(61)
        assert claim_next(other, "all", now=clock()).id == first.id


def test_old_events_are_forgotten_with_their_log(database, clock):
    with writing(database) as session:
        subscriber(session, "all", ["*"], at=clock())
        announce(session, "case.opened", "case:1", {}, now=clock())
        delivery = session.scalars(select(EventDelivery)).one()
        session.add(DeliveryTry(delivery_id=delivery.id, at=clock(), milliseconds=3, status=200))
    clock.advance(31 * 86_400)
    with writing(database) as session:
        announce(session, "case.opened", "case:2", {}, now=clock())
        assert not forget_old_events(session, now=clock())
    with reading(database) as session:
        assert [event.subject for event in session.scalars(select(OutgoingEvent))] == ["case:2"]
        assert len(session.scalars(select(EventDelivery)).all()) == 1
        assert session.scalars(select(DeliveryTry)).all() == []
