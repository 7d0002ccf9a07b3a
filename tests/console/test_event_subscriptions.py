"""Systems outside are told of events through the API: by ops, and so that every act can be seen later."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from callbacks.dips.host import Host
from callbacks.events.delivering import deliver_what_is_due
from callbacks.outside.exchange import Exchange
from callbacks.outside.outside import Outside
from records.audit import AuditRow, first_break
from records.database import reading, writing
from records.event_subscription import EventSubscription
from records.outgoing_event import announce
from tests.callbacks.events.subscriber import receiving
from tests.console.conftest import Centre

PATH = "/event-subscriptions"


def wanted(**more):
    return {"name": "Depo", "url": "https://erp.example.com/in", "kinds": ["case.*", "promise.broken"]} | more


def made(centre: Centre, **more) -> str:
    answer = centre.asks("POST", PATH, json=wanted(**more))
    assert answer.status_code == 200, answer.json
    return str((answer.json or {})["id"])


def test_a_system_subscribes_and_ends(centre):
    id = made(centre, contact_id="ayse")
    shown = centre.asks("GET", f"{PATH}/{id}").json
    assert (shown["state"], shown["kinds"], shown["contact_id"]) == ("active", ["case.*", "promise.broken"], "ayse")
    changed = centre.asks("PUT", f"{PATH}/{id}", json=wanted(kinds=["*"], state="paused")).json
    assert (changed["state"], changed["kinds"], changed["contact_id"]) == ("paused", ["*"], None)
    assert [item["id"] for item in centre.asks("GET", PATH).json["items"]] == [id]
    assert centre.asks("DELETE", f"{PATH}/{id}").json["state"] == "ended"
    assert centre.asks("GET", f"{PATH}/{id}").status_code == 404
    assert centre.asks("GET", PATH).json["items"] == []
    with reading(centre.board.database) as session:
        acts = [row.what for row in session.scalars(select(AuditRow).order_by(AuditRow.seq))]
        assert acts == ["event_subscription_made", "event_subscription_changed", "event_subscription_ended"]
        assert first_break(session) is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": "http://erp.example.com/in"}, "url"),
        ({"url": "https://user:pw@erp.example.com/"}, "url"),
        ({"url": "ftp://erp.example.com/"}, "url"),
        ({"url": "https://erp.example.com/#part"}, "url"),
        ({"url": "https://erp.example.com/ö"}, "url"),
        ({"kinds": ["case.exploded"]}, "kinds"),
        ({"kinds": []}, "kinds"),
        ({"contact_id": "zeki"}, "contact_id"),
        ({"name": "  "}, "name"),
        ({"state": "disabled"}, "state"),
        ({"secret": "whsec_x"}, "secret"),
    ],
)
def test_what_cannot_be_subscribed_to_is_refused_by_field(centre, wrong, field):
    answer = centre.asks("POST", PATH, json=wanted(**wrong))
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert centre.asks("GET", PATH).json["items"] == []


def test_a_request_sent_twice_subscribes_once(centre):
    for _ in range(2):
        assert centre.asks("POST", PATH, json=wanted(), headers={"Idempotency-Key": "k1"}).status_code == 200
    assert len(centre.asks("GET", PATH).json["items"]) == 1


def test_only_ops_and_admins_see_who_is_told(centre):
    id = made(centre)
    for role in ("lead", "agent", "read_only"):
        assert centre.asks("GET", PATH, role=role).status_code == 403
        assert centre.asks("GET", f"{PATH}/{id}/secret", role=role).status_code == 403
    assert centre.asks("GET", PATH, role="ops").status_code == 200


def test_there_are_only_so_many(centre):
    ids = [made(centre) for _ in range(50)]
    assert centre.asks("POST", PATH, json=wanted()).status_code == 409
    centre.asks("DELETE", f"{PATH}/{ids[0]}")
    made(centre)


def test_the_secret_is_the_same_until_it_is_rotated_and_who_looked_is_written_down(centre):
    id = made(centre)
    first = centre.asks("GET", f"{PATH}/{id}/secret").json
    assert first["secret"].startswith("whsec_") and first["old_secret_until"] is None
    assert centre.asks("GET", f"{PATH}/{id}/secret").json == first
    assert centre.asks("GET", f"{PATH}/{made(centre)}/secret").json["secret"] != first["secret"]
    assert centre.asks("POST", f"{PATH}/{id}/secret").json["turn"] == 2
    second = centre.asks("GET", f"{PATH}/{id}/secret").json
    assert second["secret"] != first["secret"] and second["old_secret_until"] is not None
    with reading(centre.board.database) as session:
        rows = session.scalars(select(AuditRow)).all()
        assert [row.what for row in rows].count("event_secret_shown") == 4
        assert first["secret"] not in str([row.data for row in rows])


def test_what_became_of_an_event_is_seen_and_it_can_be_sent_again(centre):
    with receiving() as receiver:
        board = replace(centre.board, outside=Outside(subscribers=Exchange(hosts=hosts(receiver.host))))
        receiver.answers = [500]
        id = made(centre)
        with writing(board.database) as session:
            session.get_one(EventSubscription, id).url = receiver.url
        happens(centre, "1001", "1002")
        deliver_what_is_due(board, id)
        newest, oldest = centre.asks("GET", f"{PATH}/{id}/deliveries").json["items"]
        assert (newest["subject"], newest["state"], newest["next_at"]) == ("case:1002", "delivered", None)
        assert (oldest["subject"], oldest["state"], oldest["answered"]) == ("case:1001", "waiting", 500)
        told = centre.asks("GET", f"/event-deliveries/{oldest['id']}").json
        assert told["data"] == {"case": "1001"} and [one["status"] for one in told["log"]] == [500]
        assert centre.asks("POST", f"/event-deliveries/{newest['id']}/resending").json["state"] == "waiting"
        since = {"since": (centre.clock()).isoformat()}
        centre.clock.advance(60)
        assert centre.asks("POST", f"{PATH}/{id}/resending", json=since).json == {"deliveries": 2}
        deliver_what_is_due(board, id)
        assert receiver.subjects() == ["case:1001", "case:1002", "case:1001", "case:1002"]
        assert len({told.headers["webhook-id"] for told in receiver.told}) == 2
        everything = since | {"states": ["delivered"]}
        assert centre.asks("POST", f"{PATH}/{id}/resending", json=everything).json == {"deliveries": 2}


def hosts(named):
    return {named: Host(private=True)}


def happens(centre, *cases):
    with writing(centre.board.database) as session:
        for case in cases:
            announce(session, "case.opened", f"case:{case}", {"case": case}, now=centre.clock())


def test_deliveries_come_in_pages_and_by_state(centre):
    id = made(centre)
    happens(centre, "1", "2", "3")
    first = centre.asks("GET", f"{PATH}/{id}/deliveries?limit=2").json
    rest = centre.asks("GET", f"{PATH}/{id}/deliveries?limit=2&cursor={first['next_cursor']}").json
    assert [item["subject"] for item in first["items"] + rest["items"]] == ["case:3", "case:2", "case:1"]
    assert rest["next_cursor"] is None
    assert centre.asks("GET", f"{PATH}/{id}/deliveries?state=given_up").json["items"] == []
    assert centre.asks("GET", f"{PATH}/{id}/deliveries?state=lost").status_code == 422


def test_a_test_goes_to_who_is_tested_and_nobody_else(centre):
    tested, other = made(centre), made(centre, kinds=["*"])
    event = centre.asks("POST", f"{PATH}/{tested}/test").json["event"]
    (delivery,) = centre.asks("GET", f"{PATH}/{tested}/deliveries").json["items"]
    assert (delivery["event"], delivery["kind"]) == (event, "connection.test")
    assert centre.asks("GET", f"{PATH}/{other}/deliveries").json["items"] == []
    centre.asks("PUT", f"{PATH}/{tested}", json=wanted(state="paused"))
    assert centre.asks("POST", f"{PATH}/{tested}/test").status_code == 409


@pytest.mark.parametrize("path", ["/event-deliveries/x", "/event-deliveries/99", "/event-deliveries/1e3"])
def test_a_delivery_there_is_not_is_not_found(centre, path):
    assert centre.asks("GET", path).status_code == 404
    assert centre.asks("POST", f"{path}/resending").status_code == 404


def test_what_can_be_subscribed_to_is_listed_with_its_meaning(centre):
    kinds = {item["kind"]: item["meaning"] for item in centre.asks("GET", "/event-kinds").json["items"]}
    assert "promise.broken" in kinds and all(kinds.values())
