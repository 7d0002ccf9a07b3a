"""First answers win, leases have one holder, epochs rise, requests are carried out once."""

from datetime import timedelta

import pytest

from records.answer import WebhookAnswer, store
from records.database import reading, writing
from records.epoch import current_epoch, raise_epoch
from records.errors import KeyReused, RequestInProgress
from records.idempotency import Answer, begin, finish, forget_old_requests
from records.kept_of_call import kept_of_call
from records.lease import give_back_lease, take_lease

pytestmark = pytest.mark.both_databases


def test_the_first_answer_to_a_webhook_stands(database, clock):
    with writing(database) as session:
        assert kept_of_call(session, "CA1").answers == {}
        store(session, [WebhookAnswer(key="CA1:inbound", call="CA1", body="<Response>ilk</Response>", at=clock())])
        store(session, [WebhookAnswer(key="CA1:inbound", call="CA1", body="<Response>ikinci</Response>", at=clock())])
    with reading(database) as session:
        assert kept_of_call(session, "CA1").answers == {"CA1:inbound": "<Response>ilk</Response>"}


def test_a_lease_has_one_holder_until_its_time_runs_out(database, clock):
    with writing(database) as session:
        assert take_lease(session, "clock", "one", clock(), 10)
        assert not take_lease(session, "clock", "two", clock(), 10)
        clock.advance(9)
        assert take_lease(session, "clock", "one", clock(), 10)
        clock.advance(9)
        assert not take_lease(session, "clock", "two", clock(), 10)
        clock.advance(1)
        assert take_lease(session, "clock", "two", clock(), 10)
        assert not take_lease(session, "clock", "one", clock(), 10)


def test_leases_do_not_touch_each_other(database, clock):
    with writing(database) as session:
        assert take_lease(session, "clock", "one", clock(), 10)
        assert take_lease(session, "writer", "two", clock(), 10)


def test_a_lease_that_is_given_back_is_free_at_once(database, clock):
    with writing(database) as session:
        take_lease(session, "clock", "one", clock(), 10)
        give_back_lease(session, "clock", "two")
        assert not take_lease(session, "clock", "two", clock(), 10)
        give_back_lease(session, "clock", "one")
        assert take_lease(session, "clock", "two", clock(), 10)


def test_epochs_of_a_site_only_rise(database):
    with writing(database) as session:
        assert current_epoch(session, "istanbul") == 0
        assert [raise_epoch(session, "istanbul") for _ in range(3)] == [1, 2, 3]
        assert raise_epoch(session, "izmir") == 1
    with reading(database) as session:
        assert (current_epoch(session, "istanbul"), current_epoch(session, "izmir")) == (3, 1)


def test_a_repeated_request_gets_the_first_answer(database, clock):
    request = {"caller": "crm", "key": "k1", "request_hash": "a" * 64}
    with writing(database) as session:
        assert begin(session, **request, now=clock()) is None
    with writing(database) as session:
        finish(session, caller="crm", key="k1", answer=Answer(status=201, body="{}"))
    with writing(database) as session:
        assert begin(session, **request, now=clock()) == Answer(status=201, body="{}")
        assert begin(session, **(request | {"caller": "shop"}), now=clock()) is None


def test_a_key_is_good_for_one_request(database, clock):
    with writing(database) as session:
        begin(session, caller="crm", key="k1", request_hash="a" * 64, now=clock())
        with pytest.raises(KeyReused):
            begin(session, caller="crm", key="k1", request_hash="b" * 64, now=clock())


def test_a_request_is_not_carried_out_twice_at_once_but_again_when_the_first_died(database, clock):
    request = {"caller": "crm", "key": "k1", "request_hash": "a" * 64}
    with writing(database) as session:
        begin(session, **request, now=clock())
    clock.advance(59)
    with pytest.raises(RequestInProgress), writing(database) as session:
        begin(session, **request, now=clock())
    clock.advance(1)
    with writing(database) as session:
        assert begin(session, **request, now=clock()) is None


def test_a_key_is_forgotten_after_a_day(database, clock):
    with writing(database) as session:
        begin(session, caller="crm", key="k1", request_hash="a" * 64, now=clock())
        forget_old_requests(session, now=clock() + timedelta(hours=24))
        with pytest.raises(KeyReused):
            begin(session, caller="crm", key="k1", request_hash="b" * 64, now=clock())
        forget_old_requests(session, now=clock() + timedelta(hours=24, seconds=1))
        assert begin(session, caller="crm", key="k1", request_hash="b" * 64, now=clock()) is None
