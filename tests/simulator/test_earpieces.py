"""Tabs with sound: who is joined with whom, by whose word, and what becomes of a tab that is closed."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator import rest_app
from simulator.devices.device import Device
from tests.simulator.customer import CENTRE, HOST, MEHMET, Customer
from tests.simulator.test_devices import ACCOUNT, token

GUEST = "http://127.0.0.1:4440"


@pytest.fixture
def customer() -> Customer:
    return Customer(account=ACCOUNT)


@pytest.fixture
def api(customer: Customer) -> FlaskClient:
    return rest_app(customer.sim, guests=[GUEST]).test_client()


@pytest.fixture
def elif_(customer: Customer) -> Device:
    """A browser client that meets whoever calls in one room."""
    app = customer.sim.application("desk", f"{HOST}/voice")
    customer.says("/voice", "<Dial><Conference beep='false' waitUrl=''>room</Conference></Dial>")
    device = customer.sim.device(token(customer, "elif", application=app.sid))
    device.register()
    return device


def tab(api: FlaskClient, **owner: Any) -> str:
    answer: Any = api.post("/_sim/earpieces", json=owner)
    assert answer.status_code == 201, answer.json
    return str(answer.json["id"])


def news(api: FlaskClient, one: str, **asked: Any) -> dict[str, Any]:
    answer: Any = api.get(f"/_sim/earpieces/{one}", query_string=asked)
    assert answer.status_code == 200
    return dict(answer.json)


def registered(api: FlaskClient, device: Device) -> bool:
    answer: Any = api.get(f"/_sim/devices/{device.id}")
    return bool(answer.json["state"] == "registered")


def talking(customer: Customer, api: FlaskClient, device: Device) -> tuple[str, str]:
    """Mehmet's tab and the desk's, in one conversation."""
    mehmet = customer.sim.take(MEHMET, "Mehmet")
    tabs = tab(api, handset=MEHMET), tab(api, device=device.id)
    mehmet.dial(CENTRE)
    device.connect()
    customer.sim.advance(2)
    return tabs


def test_two_tabs_learn_of_each_other_and_their_letters_arrive(
    customer: Customer, api: FlaskClient, elif_: Device
) -> None:
    caller, desk = talking(customer, api, elif_)
    [peer] = news(api, caller)["peers"]
    assert peer == {"id": desk, "name": "elif", "hears_me": True, "heard": True}
    assert api.post(f"/_sim/earpieces/{caller}/letters", json={"to": desk, "told": {"offer": "v=0"}}).status_code == 200
    [letter] = news(api, desk)["letters"]
    assert letter == {"seq": 1, "from": caller, "told": {"offer": "v=0"}}
    assert news(api, desk, letter=1)["letters"] == []
    assert [event["name"] for event in news(api, desk)["events"]] == ["registered", "accept"]


def test_mute_is_the_networks_to_decide(customer: Customer, api: FlaskClient, elif_: Device) -> None:
    caller, desk = talking(customer, api, elif_)
    known = news(api, caller)["known"]
    elif_.mute()
    told = news(api, caller, known=known, wait=8)
    assert told["known"] != known
    assert [(peer["hears_me"], peer["heard"]) for peer in told["peers"]] == [(True, False)]
    assert [(peer["hears_me"], peer["heard"]) for peer in news(api, desk)["peers"]] == [(False, True)]


def test_what_is_said_in_words_is_told_to_who_has_sound(customer: Customer, api: FlaskClient, elif_: Device) -> None:
    _, desk = talking(customer, api, elif_)
    customer.sim.exchange.handsets[MEHMET].say("Faturam yanlış")
    assert [(one["who"], one["text"]) for one in news(api, desk)["heard"]] == [("Mehmet", "Faturam yanlış")]


def test_a_tab_that_is_closed_takes_its_browser_client_with_it_and_leaves_a_telephone_in_hand(
    customer: Customer, api: FlaskClient, elif_: Device
) -> None:
    caller, desk = talking(customer, api, elif_)
    assert api.delete(f"/_sim/earpieces/{caller}").status_code == 200
    assert customer.sim.exchange.handsets[MEHMET].state == "talking"
    assert api.delete(f"/_sim/earpieces/{desk}").status_code == 200
    assert (elif_.state, elif_.is_busy) == ("destroyed", False)
    assert api.get(f"/_sim/earpieces/{desk}").status_code == 404


def test_a_tab_that_asks_no_more_is_closed_for_it(customer: Customer, api: FlaskClient, elif_: Device) -> None:
    wall = [0.0]
    customer.sim.exchange.earpieces.wall = lambda: wall[0]
    desk = tab(api, device=elif_.id)
    customer.sim.advance(600)
    assert registered(api, elif_), "a leap of the network's clock is no silence"
    wall[0] = 11
    news(api, desk)
    wall[0] = 22
    customer.sim.advance(10)
    assert registered(api, elif_)
    wall[0] = 24
    customer.sim.advance(10)
    assert not registered(api, elif_)


def test_there_are_not_more_tabs_than_the_network_has_room_for(api: FlaskClient, elif_: Device) -> None:
    for _ in range(24):
        tab(api, device=elif_.id)
    assert api.post("/_sim/earpieces", json={"device": elif_.id}).status_code == 400


@pytest.mark.parametrize("owner", [{}, {"device": 99}, {"device": "x"}, {"handset": "+90"}])
def test_a_tab_needs_a_line(api: FlaskClient, owner: dict[str, Any]) -> None:
    assert api.post("/_sim/earpieces", json=owner).status_code == 404


def test_a_guest_may_be_a_browser_client_and_nothing_else(api: FlaskClient) -> None:
    guest = {"Origin": GUEST, "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}
    asked = api.options("/_sim/devices", headers={**guest, "Access-Control-Request-Method": "POST"})
    assert asked.headers["Access-Control-Allow-Origin"] == GUEST
    assert api.post("/_sim/devices", json={"token": "x"}, headers=guest).status_code == 400
    assert api.get("/phone/device.js", headers=guest).headers["Access-Control-Allow-Origin"] == GUEST
    assert api.post("/_sim/reset", headers=guest).status_code == 403
    stranger = {**guest, "Origin": "http://127.0.0.1:9999"}
    assert api.post("/_sim/devices", json={"token": "x"}, headers=stranger).status_code == 403
    assert "Access-Control-Allow-Origin" not in api.get("/phone/device.js", headers=stranger).headers
