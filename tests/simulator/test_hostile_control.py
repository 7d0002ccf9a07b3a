"""Whatever is sent to the control API: done, or refused with a sentence; and the network goes on."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator import rest_app
from tests.simulator.customer import AYSE, CENTRE, MEHMET, Customer

CALL = {"from": MEHMET, "to": CENTRE}
MESSAGE = {**CALL, "body": "merhaba"}
NO_NUMBER = float("nan")
ENDLESS = float("inf")
HALF_A_LETTER = "\ud800"


@pytest.fixture
def api(customer: Customer) -> FlaskClient:
    customer.sim.take(MEHMET)
    return rest_app(customer.sim).test_client()


@pytest.mark.parametrize(
    ("path", "told", "why"),
    [
        ("numbers", {"number": ["5"]}, "number must be text"),
        ("numbers", {"number": CENTRE, "voice_url": 5}, "voice_url must be text"),
        ("numbers", {"number": CENTRE, "colour": "red"}, "colour: not known here, only number"),
        ("numbers", {"number": CENTRE, "created_at": "now"}, "created_at: not known here"),
        ("numbers", {"number": CENTRE, "voice_method": "DELETE"}, "voice_method must be GET or POST"),
        ("people", {"number": AYSE, "name": [1]}, "name must be text"),
        ("people", {"number": AYSE, "kind": ["agent"]}, "is not a kind of person"),
        ("people", {"number": AYSE, "answers_after": -1}, "not a time in seconds"),
        ("people", {"number": AYSE, "answers_after": [3]}, "not a time in seconds"),
        ("people", {"number": AYSE, "seconds_to_ring": NO_NUMBER}, "must lie between"),
        ("people", {"number": AYSE, "seconds_to_ring": "nan"}, "not a time in seconds"),
        ("people", {"number": AYSE, "rings": 1}, "a list"),
        ("people", {"number": AYSE, "steps": "hangs_up"}, "a list of steps"),
        ("people", {"number": AYSE, "wears": "a hat"}, "not a behaviour"),
        ("calls", {**CALL, "start_after": -1}, "not be less than nothing"),
        ("calls", {**CALL, "start_after": "soon"}, "a number of seconds"),
        ("calls", {**CALL, "start_after": ENDLESS}, "must lie between"),
        ("calls", {**CALL, "steps": {"hears": "x"}}, "a list of steps"),
        ("calls", {**CALL, "steps": [{"waits": 1e300}]}, "must lie between"),
        ("calls", {**CALL, "steps": [{"waits": "1e300"}]}, "not a time in seconds"),
        ("calls", {**CALL, "from": 5}, "from must be text"),
        ("calls", {**CALL, "name": HALF_A_LETTER}, "half a letter"),
        ("messages", {**MESSAGE, "to": False}, "to must be text"),
        ("messages", {**MESSAGE, "body": {}}, "body must be text"),
        ("messages", {**MESSAGE, "media": None}, "a list of URLs"),
        ("messages", {**MESSAGE, "media": [{}]}, "a list of URLs"),
        ("messages", {**MESSAGE, "colour": "red"}, "colour: not known here"),
        ("faults", {"kind": "webhook_slow", "seconds": 1e9}, "must be a number"),
        ("holds", {"point": 5}, "point must be text"),
        ("holds", {"point": "before webhook /voice", "times": 2}, "times: not known here"),
        ("clock", {"leap_seconds": ["x"]}, "a number of seconds"),
        ("clock", {"leap_seconds": NO_NUMBER}, "must lie between"),
        ("clock", {"to": "tomorrow"}, "is a moment"),
        ("replay", {"request": "1", "loud": True}, "loud: not known here"),
        ("devices", [], "JSON object"),
        ("devices", {"token": 5}, "token must be text"),
        ("devices", {"token": "x", "register": "no"}, "true or false"),
        ("devices", {"token": "x", "person": 5}, "person must be"),
        ("devices/1/digits", {}, "missing: digits"),
        ("suggestions", {"people": []}, "people: not known here"),
        (f"handsets/{MEHMET}/dial", {"to": CENTRE, "speed": 9}, "speed: not known here"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(api: FlaskClient, path: str, told: Any, why: str) -> None:
    answer = api.post(f"/_sim/{path}", data=json.dumps(told), content_type="application/json")
    assert answer.status_code == 400, answer.get_data(as_text=True)
    assert why in answer.get_json()["error"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"{", "JSON object"),
        (b"\xff\xfe", "JSON object"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 50_000, "nested too deeply"),
        (b'{"number":' + b"[" * 40 + b"]" * 40 + b"}", "nested too deeply"),
        (b'{"number": "' + b"x" * 300_000 + b'"}', "too long"),
        (b'{"number": ' + b"9" * 400 + b"}", "must lie between"),
    ],
)
def test_what_is_no_order_at_all_is_refused_with_a_sentence(api: FlaskClient, body: bytes, why: str) -> None:
    for path in ("people", "numbers", "devices", "handsets"):
        answer = api.post(f"/_sim/{path}", data=body, content_type="application/json")
        assert (answer.status_code, why in answer.get_json()["error"]) == (400, True)


@pytest.mark.parametrize("wait", ["nan", "inf", "-inf", "-1", "x", ""])
def test_a_wait_that_is_no_time_is_no_wait(api: FlaskClient, wait: str) -> None:
    assert api.get(f"/_sim/events?since=0&wait={wait}").status_code == 200


def test_what_would_happen_in_a_million_years_is_put_off_and_breaks_nothing(customer: Customer) -> None:
    kernel = customer.sim.exchange.kernel
    for seconds in (1e300, float("inf")):
        kernel.after(seconds, lambda: None)
    customer.sim.advance(3600)
    assert customer.sim.next_due() is not None
