"""The control API's telephones, events, clock and door."""

import threading
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient

from simulator import rest_app
from simulator.server import Server
from tests.simulator.customer import AYSE, CENTRE, MEHMET, Customer
from tests.simulator.test_server import server as server  # noqa: PLC0414  # a fixture

LINE = f"/_sim/handsets/{MEHMET}"


@pytest.fixture
def api(customer: Customer) -> FlaskClient:
    return rest_app(customer.sim).test_client()


@pytest.fixture
def held(api: FlaskClient) -> FlaskClient:
    assert api.post("/_sim/handsets", json={"number": MEHMET, "name": "Mehmet"}).status_code == 200
    return api


def do(api: FlaskClient, deed: str, **told: Any) -> Any:
    answer = api.post(f"{LINE}/{deed}", json=told)
    assert answer.status_code == 200, answer.json
    return answer.json


def test_a_telephone_is_taken_used_and_put_back(customer: Customer, held: FlaskClient) -> None:
    customer.says("/voice", '<Gather><Say language="tr-TR">Hoş geldiniz</Say></Gather>')
    assert do(held, "dial", to=CENTRE)["state"] == "calling"
    customer.sim.advance(1)
    told: Any = held.get(LINE).json
    assert (told["state"], told["listens"], told["leg"]["to"]) == ("talking", ["keys"], CENTRE)
    heard = told["heard"][0]
    assert (heard["text"], heard["language"], heard["kind"], heard["cut_at"]) == ("Hoş geldiniz", "tr-TR", "say", None)
    assert do(held, "keys", keys="5")["own"][0]["text"] == "5"
    assert do(held, "speech", text="selam")["own"][1]["text"] == "selam"
    assert do(held, "hang_up")["state"] == "idle"
    assert held.delete(LINE).status_code == 200
    assert held.get("/_sim/handsets").json == {"handsets": []}


def test_an_incoming_call_is_seen_and_answered(customer: Customer, held: FlaskClient) -> None:
    customer.says("/agent", "<Pause length='60'/>")
    customer.rings(MEHMET)
    customer.sim.advance(3)
    told: Any = held.get(LINE).json
    assert (told["state"], told["leg"]["from"]) == ("ringing", CENTRE)
    assert do(held, "answer")["state"] == "talking"


def test_a_scripted_caller_can_be_made_to_hang_up_and_be_forgotten(customer: Customer, api: FlaskClient) -> None:
    customer.says("/voice", "<Pause length='600'/>")
    placed: Any = api.post("/_sim/calls", json={"from": MEHMET, "to": CENTRE, "steps": [{"waits": 500}, "hangs_up"]})
    one = f"/_sim/calls/{placed.json['sid']}"
    customer.sim.advance(5)
    before: Any = api.get(one).json
    assert api.post(f"{one}/hang_up", json={}).status_code == 200
    customer.sim.advance(5)
    after: Any = api.get(one).json
    assert (before["over"], after["over"], after["status"]) == (False, True, "no-answer")
    assert api.post("/_sim/forgetting", json={"seconds": -1}).status_code == 400
    assert api.post("/_sim/forgetting", json={"seconds": 1}).status_code == 200
    assert api.get(one).status_code == 404


@pytest.mark.parametrize(
    ("path", "told", "why"),
    [
        (f"{LINE}/answer", {}, "idle"),
        (f"{LINE}/dial", {}, "missing: to"),
        (f"{LINE}/dial", {"to": 5}, "to must be text"),
        ("/_sim/handsets/+1/hang_up", {}, "nobody holds"),
        ("/_sim/handsets", {"number": " "}, "needs a number"),
        ("/_sim/handsets", {"number": "5" * 81}, "needs a number"),
        ("/_sim/handsets", {"number": "../reset"}, "without a slash"),
        ("/_sim/handsets", ["number"], "JSON object"),
        ("/_sim/clock", {}, "leap_seconds"),
        ("/_sim/replay", {"request": "99"}, "no request 99"),
        ("/_sim/suggestions", {"callers": "Mehmet"}, "a list"),
        ("/_sim/suggestions", {"callers": [{"tr": "Mehmet"}]}, "has a `number`"),
        ("/_sim/suggestions", {"callers": [{"number": "5" * 81}]}, "80 letters"),
        ("/_sim/clock", {"to": "2026-12-06T03:00:00"}, "distance to UTC"),
        ("/_sim/clock", {"leap_seconds": 1e12}, "at most"),
        ("/_sim/clock", {"leap_seconds": -5}, "never back"),
    ],
)
def test_bad_orders_are_refused_with_a_sentence(held: FlaskClient, path: str, told: Any, why: str) -> None:
    answer = held.post(path, json=told)
    assert answer.status_code == 400
    assert why in answer.get_json()["error"]


def test_there_is_an_end_to_how_many_telephones_one_can_hold(api: FlaskClient) -> None:
    answers = [api.post("/_sim/handsets", json={"number": f"+9055500000{n:02}"}) for n in range(25)]
    assert [answer.status_code for answer in answers] == [200] * 24 + [400]


def test_virtual_time_leaps_and_does_what_is_due(customer: Customer, api: FlaskClient) -> None:
    customer.says("/voice", "<Pause length='300'/>")
    customer.call()
    before: Any = api.get("/_sim/clock").json
    after: Any = api.post("/_sim/clock", json={"leap_seconds": 600}).json
    assert after["now"] > before["now"]
    assert len(customer.got("/over")) == 1


def test_events_come_in_order_and_only_once(customer: Customer, api: FlaskClient) -> None:
    customer.call()
    customer.sim.advance(5)
    first: Any = api.get("/_sim/events?since=0").json
    assert [entry["seq"] for entry in first["entries"]] == list(range(1, first["next"] + 1))
    again: Any = api.get(f"/_sim/events?since={first['next']}&handsets=1").json
    assert (again["entries"], again["handsets"], again["next"]) == ([], [], first["next"])
    last: Any = api.get("/_sim/events?last=2").json
    assert [entry["seq"] for entry in last["entries"]] == [first["next"] - 1, first["next"]]


def test_a_trace_begun_again_is_noticed(customer: Customer, api: FlaskClient) -> None:
    customer.call()
    customer.sim.advance(5)
    before: Any = api.get("/_sim/events?since=0").json
    api.post("/_sim/reset")
    after: Any = api.get(f"/_sim/events?since={before['next']}&run={before['run']}").json
    assert (after["run"] != before["run"], after["entries"]) == (True, [])


def test_whoever_waits_for_events_is_told_at_once(server: Server) -> None:
    told: list[Any] = []
    asked = threading.Thread(
        target=lambda: told.append(requests.get(f"{server.url}/_sim/events?since=0&wait=20", timeout=25).json())
    )
    asked.start()
    server.simulator.exchange.tell("note", "the telephone rings")
    asked.join(10)
    assert [entry["text"] for entry in told[0]["entries"]] == ["the telephone rings"]


def test_many_waiting_pages_do_not_keep_the_next_request_waiting(server: Server) -> None:
    url = f"{server.url}/_sim/events?since=0&wait=20"
    waiting = [threading.Thread(target=requests.get, args=(url,), kwargs={"timeout": 25}) for _ in range(80)]
    for page in waiting:
        page.start()
    assert requests.get(f"{server.url}/_sim/state", timeout=5).status_code == 200
    server.simulator.exchange.tell("note", "all of you")
    for page in waiting:
        page.join(10)
    assert not any(page.is_alive() for page in waiting)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "127.0.0.1:4450", "Origin": "http://127.0.0.1:4450", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Host": "[::1]:4450"}, 200),
        ({"Host": "rebound.example"}, 403),
        ({"Host": "localhost.example:4450"}, 403),
        ({"Host": "[bad"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:4440"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_only_this_machines_own_pages_change_anything(api: FlaskClient, headers: dict[str, str], status: int) -> None:
    answer = api.post("/_sim/handsets", json={"number": AYSE}, headers=headers)
    assert answer.status_code == status, answer.json


@pytest.mark.parametrize("headers", [{"Host": "rebound.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_other_sites_may_not_even_look(api: FlaskClient, headers: dict[str, str]) -> None:
    assert api.get("/_sim/state", headers=headers).status_code == 403


def test_a_webhook_is_replayed_with_a_fresh_signature_and_the_call_goes_on(
    customer: Customer, api: FlaskClient
) -> None:
    answers = iter(["<Say>ilk</Say><Pause length='60'/>", "<Say>ikinci</Say>"])
    customer.says("/voice", lambda form: next(answers))
    customer.call()
    customer.sim.advance(5)
    asked = customer.of("webhook")[0].data["request"]
    told: Any = api.post("/_sim/replay", json={"request": asked}).json
    assert told["status"] == 200
    assert "ikinci" in told["body"]
    first, second = [each for each in customer.requests if each.path == "/voice"]
    assert (first.form, second.genuine, second.headers["X-Simulator-Replay"]) == (second.form, True, asked)
    customer.sim.advance(5)
    assert customer.heard("Mehmet") == ["ilk"]
    assert customer.of("note")[-1].data["replay"] == asked


def test_a_status_callback_can_be_replayed_too(customer: Customer, api: FlaskClient) -> None:
    customer.call("hangs_up")
    customer.sim.advance(5)
    asked = customer.of("callback")[0].data["request"]
    assert api.post("/_sim/replay", json={"request": asked}).status_code == 200
    assert len(customer.got("/over")) == 2


def test_suggested_telephones_are_data_and_scripted_people_are_among_them(customer: Customer, api: FlaskClient) -> None:
    standard: Any = api.get("/_sim/suggestions").json
    assert {"anonymous", "+905990000001"} <= {each["number"] for each in standard["callers"]}
    assert [own["number"] for own in standard["numbers"]] == [CENTRE]
    callers = [{"number": MEHMET, "tr": "Mehmet", "en": "Mehmet"}]
    assert api.post("/_sim/suggestions", json={"callers": callers}).status_code == 200
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    told: Any = api.get("/_sim/suggestions").json
    assert told["callers"] == callers
    assert told["called"] == [{"number": AYSE, "tr": "Ayşe", "en": "Ayşe"}]


def test_faults_still_to_come_are_listed(customer: Customer, api: FlaskClient) -> None:
    api.post("/_sim/faults", json={"kind": "callback_lost", "only": "completed"})
    told: Any = api.get("/_sim/faults").json
    assert [(fault["kind"], fault["times"]) for fault in told["faults"]] == [("callback_lost", 1)]
    customer.call("hangs_up")
    customer.sim.advance(5)
    assert api.get("/_sim/faults").json == {"faults": []}


def test_somebody_who_talks_without_words_has_no_captions(customer: Customer, held: FlaskClient) -> None:
    customer.says("/voice", f"<Dial>{AYSE}</Dial>")
    customer.sim.person(AYSE, "Ayşe", answers_after=1, steps=["joins", {"talks": 3}, {"says": "Buyurun"}, {"waits": 9}])
    do(held, "dial", to=CENTRE)
    customer.sim.advance(9)
    told: Any = held.get(LINE).json
    assert [one["text"] for one in told["heard"] if one["kind"] == "voice"] == ["Buyurun"]
