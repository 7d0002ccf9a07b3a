"""Events reach whoever subscribed: signed, at least once, however badly the other side behaves."""

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from callbacks.events.apart import OneThreadEach
from callbacks.events.delivering import deliver
from callbacks.events.signature import is_ours, secret_of, secret_shown
from records.database import reading, writing
from records.event_delivery import DeliveryTry, EventDelivery, claim_next
from records.event_subscription import EventSubscription
from staff.notice import notices_for
from tests.callbacks.events.subscriber import receiving


def secret(centre, id="crm", turn=1):
    return secret_shown(secret_of(centre.voice.secret, id, turn))


def signed_with(secret, told, now):
    headers = told.headers
    return is_ours(secret, name=headers["webhook-id"], at=headers["webhook-timestamp"],
                   signatures=headers["webhook-signature"], body=told.body, now=now)  # fmt: skip


def deliveries(centre, *wanted):
    """What is known of each delivery, in order."""
    with reading(centre.voice.database) as session:
        rows = session.scalars(select(EventDelivery).order_by(EventDelivery.id)).all()
    return [tuple(getattr(row, name) for name in wanted) for row in rows]


def subscription(centre, id="crm"):
    with reading(centre.voice.database) as session:
        return session.get_one(EventSubscription, id)


def test_an_event_arrives_as_a_cloud_event_signed_as_standard_webhooks_has_it(telling, receiver, subscribed, happens):
    subscribed("crm", receiver.url)
    happens("1001")
    telling.advance(3)
    (told,) = receiver.told
    event = json.loads(told.body)
    assert told.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert {name: event[name] for name in ("specversion", "type", "subject", "datacontenttype", "data")} == {
        "specversion": "1.0", "type": "case.opened", "subject": "case:1001", "datacontenttype": "application/json",
        "data": {"case": "1001"},
    }  # fmt: skip
    assert event["source"] == telling.voice.urls.public
    assert event["time"].endswith("Z")
    assert told.headers["webhook-id"] == event["id"] and "." not in event["id"]
    assert signed_with(secret(telling), told, telling.clock())
    assert not signed_with(secret(telling, turn=2), told, telling.clock())
    told.body = told.body.replace(b"1001", b"1002")
    assert not signed_with(secret(telling), told, telling.clock())
    assert deliveries(telling, "state", "tries", "answered") == [("delivered", 1, 204)]


def test_the_published_example_of_standard_webhooks_verifies():
    """From the reference libraries' own tests: this secret, id, moment and body give this signature."""
    assert is_ours(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", name="msg_p5jXN8AQM9LWM0D4loKWxJek", at="1614265330",
        signatures="v1,bogus v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", body=b'{"test": 2432232314}',
        now=datetime.fromtimestamp(1614265330, UTC),
    )  # fmt: skip


def test_what_cannot_be_read_is_not_ours(clock):
    for wrong in ({"secret": "whsec_%%"}, {"at": "now"}, {"at": "0"}, {"signatures": ""}, {"signatures": "v1,ü"}):
        asked: dict[str, Any] = {"secret": "whsec_AAAA", "name": "evt_1", "at": "1", "signatures": "v1,x", "body": b""}
        assert not is_ours(**(asked | wrong), now=clock())


def test_a_failure_is_tried_again_after_5_seconds_then_5_minutes_under_the_same_name(
    telling, receiver, subscribed, happens
):
    receiver.answers = [500, 400]
    subscribed("crm", receiver.url)
    happens("1001")
    telling.advance(3)
    assert len(receiver.told) == 1
    telling.advance(8)
    assert len(receiver.told) == 2
    telling.advance(260)
    assert len(receiver.told) == 2
    telling.advance(80)
    assert len({told.headers["webhook-id"] for told in receiver.told}) == 1
    assert len({told.headers["webhook-timestamp"] for told in receiver.told}) == 3
    assert len({told.body for told in receiver.told}) == 1
    assert deliveries(telling, "state", "tries") == [("delivered", 3)]
    with reading(telling.voice.database) as session:
        log = session.scalars(select(DeliveryTry).order_by(DeliveryTry.id)).all()
    assert [(each.status, each.why) for each in log] == [(500, "500"), (400, "400"), (204, None)]


def test_one_event_they_do_not_like_holds_up_no_other(telling, receiver, subscribed, happens):
    receiver.answers = [422]
    subscribed("crm", receiver.url)
    happens("1001", "1002", "1003")
    telling.advance(3)
    assert receiver.subjects() == ["case:1001", "case:1002", "case:1003"]
    assert deliveries(telling, "state") == [("waiting",), ("delivered",), ("delivered",)]


@pytest.mark.both_databases
def test_who_is_away_is_left_alone_and_told_everything_when_back(telling, receiver, subscribed, happens):
    receiver.answers = [503] * 4
    subscribed("crm", receiver.url)
    happens(*map(str, range(1001, 1021)))
    telling.advance(60)
    assert len(receiver.told) == 4
    receiver.told.clear()
    telling.advance(60)
    assert sorted(receiver.subjects()) == [f"case:{case}" for case in range(1001, 1021)]
    assert subscription(telling).failing_since is None


def test_a_wish_to_be_left_alone_is_kept(telling, receiver, subscribed, happens):
    receiver.answers = [(429, {"Retry-After": "120"})]
    subscribed("crm", receiver.url)
    happens("1001", "1002")
    telling.advance(118)
    assert len(receiver.told) == 1
    telling.advance(8)
    assert len(receiver.told) == 3


def test_nobody_waits_for_a_subscriber_that_hangs(telling, receiver, subscribed, happens):
    with receiving() as hanging:
        hanging.answers = [None]
        subscribed("a-hanging", hanging.url)
        subscribed("crm", receiver.url)
        happens("1001")
        board = replace(telling.voice, outside=replace(telling.voice.outside, apart=OneThreadEach()))
        for id in ("a-hanging", "crm", "a-hanging"):
            deliver(board, id)
        assert wait_for(lambda: receiver.told and hanging.told)
        assert len(hanging.told) == 1
        hanging.gate.set()
        assert wait_for(lambda: deliveries(telling, "answered", "claimed_until") == [(None, None), (204, None)])
        assert wait_for(lambda: board.outside.apart.busy == set())


def wait_for(seen) -> bool:
    """Until it can be seen, for ten seconds at most."""
    patience = threading.Event()
    return any(seen() or patience.wait(0.02) for _ in range(500))


def test_a_process_that_dies_after_its_claim_costs_a_minute_and_no_event(telling, receiver, subscribed, happens):
    subscribed("crm", receiver.url)
    happens("1001")
    with writing(telling.voice.database) as session:
        assert claim_next(session, "crm", now=telling.clock())
    telling.advance(58)
    assert receiver.told == []
    telling.advance(5)
    assert receiver.subjects() == ["case:1001"]


def test_a_redirect_is_not_followed(telling, receiver, subscribed, happens):
    with receiving() as elsewhere:
        receiver.answers = [(302, {"Location": elsewhere.url})]
        subscribed("crm", receiver.url)
        happens("1001")
        telling.advance(3)
        assert elsewhere.told == []
    assert deliveries(telling, "state", "answered") == [("waiting", 302)]


def test_after_three_days_of_failing_a_subscription_is_switched_off_and_its_contact_learns_it(
    telling, receiver, subscribed, happens
):
    receiver.answers = [503] * 10_000
    subscribed("crm", receiver.url)
    happens("1001")
    for _ in range(4):
        telling.leap(days=1)
    known = subscription(telling)
    assert (known.state, known.state_why) == ("disabled", "failing")
    with reading(telling.voice.database) as session:
        (notice,) = notices_for(session, "ayse", unseen=True, limit=9)
        assert (notice.kind, notice.key) == ("connection_lost", "notice_connection_lost_failing")
    happens("1002")
    assert len(deliveries(telling, "id")) == 1


def test_who_says_gone_is_told_no_more(telling, receiver, subscribed, happens):
    receiver.answers = [410]
    subscribed("crm", receiver.url)
    happens("1001", "1002")
    telling.advance(60)
    assert len(receiver.told) == 1
    assert subscription(telling).state_why == "gone"


def test_what_was_given_up_after_ten_tries_is_not_tried_again(telling, receiver, subscribed, happens):
    receiver.answers = [500] * 20
    subscribed("crm", receiver.url)
    happens("1001")
    for number in range(10):
        with writing(telling.voice.database) as session:
            session.get_one(EventSubscription, "crm").failing_since = None  # others arrived meanwhile
        telling.leap(hours=27)
        assert len(receiver.told) == number + 1
    telling.leap(days=3)
    assert deliveries(telling, "state", "tries") == [("given_up", 10)]
    assert len(receiver.told) == 10


def test_after_a_rotation_both_secrets_count_for_a_day(telling, receiver, subscribed, happens):
    subscribed("crm", receiver.url)
    with writing(telling.voice.database) as session:
        known = session.get_one(EventSubscription, "crm")
        known.secret_turn, known.old_secret_until = 2, telling.clock() + timedelta(hours=24)
    happens("1001")
    telling.advance(3)
    (told,) = receiver.told
    assert signed_with(secret(telling, turn=1), told, telling.clock())
    assert signed_with(secret(telling, turn=2), told, telling.clock())
    happens("1002")
    telling.leap(hours=24)
    assert not signed_with(secret(telling, turn=1), receiver.told[-1], telling.clock())
    assert signed_with(secret(telling, turn=2), receiver.told[-1], telling.clock())


def test_a_demo_tells_nobody_but_this_machine(telling, subscribed, happens):
    subscribed("crm", "https://crm.example.com/in")
    happens("1001")
    telling.advance(3)
    assert deliveries(telling, "state", "answered") == [("waiting", None)]
    with reading(telling.voice.database) as session:
        assert "none this centre may ask" in (session.scalars(select(DeliveryTry)).one().why or "")
