"""Stepping in at exactly one moment: the customer's process dies, or the exchange is frozen."""

import threading
from functools import partial

import pytest
import requests

from simulator import Killed
from simulator.server import Server
from tests.simulator.customer import AYSE, CENTRE, MEHMET, Customer, room
from tests.simulator.test_server import ACCOUNT, control, until
from tests.simulator.test_server import server as server  # noqa: PLC0414  # a fixture
from tests.simulator.test_server import shop as shop  # noqa: PLC0414  # a fixture


def dies() -> None:
    raise Killed


def test_every_point_is_passed_in_its_order(customer: Customer) -> None:
    passed: list[str] = []

    def note(name: str) -> None:
        passed.append(f"{name}: {len(customer.requests)} requests")

    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    names = ["rest POST /Calls", "callback ringing", "webhook /agent", "callback completed"]
    for name in [f"{when} {name}" for name in names for when in ("before", "after")]:
        customer.sim.at_point(name, partial(note, name))
    customer.rings()
    customer.sim.advance(20)
    assert passed == [
        "before rest POST /Calls: 0 requests",
        "after rest POST /Calls: 0 requests",
        "before callback ringing: 1 requests",
        "after callback ringing: 2 requests",
        "before webhook /agent: 2 requests",
        "after webhook /agent: 3 requests",
        "before callback completed: 4 requests",
        "after callback completed: 5 requests",
    ]


def test_the_nth_time_is_meant_and_once_only(customer: Customer) -> None:
    seen: list[int] = []
    customer.sim.at_point("before webhook *", lambda: seen.append(len(customer.requests)), nth=2)
    customer.says("/voice", "<Redirect>/a</Redirect>")
    customer.says("/a", "<Redirect>/b</Redirect>")
    customer.call()
    customer.sim.advance(5)
    assert seen == [1]


def test_a_server_that_dies_before_the_webhook_never_hears_of_it(customer: Customer) -> None:
    customer.sim.at_point("before webhook /voice", dies)
    customer.call()
    customer.sim.advance(5)
    assert customer.got("/voice") == [] and customer.got("/fallback")[0]["ErrorCode"] == "11205"


def test_a_server_that_dies_after_the_webhook_has_done_its_work_in_vain(customer: Customer) -> None:
    customer.says("/voice", "<Say>Merhaba</Say>")
    customer.sim.at_point("after webhook /voice", dies)
    customer.call()
    customer.sim.advance(5)
    assert len(customer.got("/voice")) == 1 and customer.heard("Mehmet") == []


@pytest.mark.parametrize(("when", "calls"), [("before", 0), ("after", 1)])
def test_a_process_may_die_around_a_rest_request(customer: Customer, when: str, calls: int) -> None:
    customer.sim.at_point(f"{when} rest POST /Calls", dies)
    with pytest.raises(Killed):
        customer.rings()
    assert len(customer.sim.legs()) == calls
    customer.rings()
    assert len(customer.sim.legs()) == calls + 1


def test_a_process_may_die_in_a_webhook_around_its_rest_request(customer: Customer) -> None:
    def moves(form: dict[str, str]) -> str:
        customer.rings()
        return "<Say>Merhaba</Say>"

    customer.says("/voice", moves)
    customer.sim.at_point("after rest POST /Calls", dies)
    customer.call()
    customer.sim.advance(5)
    assert customer.got("/fallback")[0]["ErrorCode"] == "11205"
    assert len(customer.sim.legs()) == 2


@pytest.mark.parametrize("name", ["during webhook /voice", "before", "before lunch /voice", "after rest /Calls", ""])
def test_what_is_not_a_point_is_refused(customer: Customer, name: str) -> None:
    with pytest.raises(ValueError, match="is not a point"):
        customer.sim.at_point(name, dies)


def test_a_point_is_reached_from_the_first_time_on(customer: Customer) -> None:
    with pytest.raises(ValueError, match="nth"):
        customer.sim.at_point("before webhook /voice", dies, nth=0)


def hold(server: Server, point: str, **more):
    return requests.post(f"{server.url}/_sim/holds", json={"point": point, **more}, timeout=5).json()


def seen(server: Server, id_: str, wait: float = 10):
    return requests.get(f"{server.url}/_sim/holds/{id_}", params={"wait": wait}, timeout=20).json()


def test_over_http_a_webhook_is_held_until_it_is_let_go(server: Server, shop: tuple[Customer, str]) -> None:
    customer, base = shop
    customer.says("/voice", room("caller"))
    held = {when: hold(server, f"{when} webhook /voice") for when in ("before", "after")}
    control(server, "numbers", number=CENTRE, voice_url=f"{base}/voice")
    control(server, "calls", **{"from": MEHMET, "to": CENTRE})
    assert seen(server, held["before"]["id"])["reached"] is True
    assert customer.got("/voice") == [] and seen(server, held["after"]["id"], 0)["reached"] is False
    requests.delete(f"{server.url}/_sim/holds/{held['before']['id']}", timeout=5)
    assert seen(server, held["after"]["id"])["reached"] is True
    assert len(customer.got("/voice")) == 1
    assert not server.simulator.trace.of("twiml")
    requests.delete(f"{server.url}/_sim/holds/{held['after']['id']}", timeout=5)
    until(server, lambda: bool(server.simulator.trace.of("twiml")))


@pytest.mark.parametrize(("when", "calls"), [("before", 0), ("after", 1)])
def test_over_http_a_rest_request_is_held_while_the_network_goes_on(server: Server, when: str, calls: int) -> None:
    held = hold(server, f"{when} rest POST /Calls")
    answers: list[int] = []
    asking = place_in_a_thread(server, answers)
    assert seen(server, held["id"])["reached"] is True
    assert (len(server.simulator.legs()), answers) == (calls, [])
    requests.delete(f"{server.url}/_sim/holds/{held['id']}", timeout=5)
    asking.join(10)
    assert answers == [201]


def place_in_a_thread(server: Server, answers: list[int]):
    def ask() -> None:
        url = f"{server.url}/2010-04-01/Accounts/{ACCOUNT.sid}/Calls.json"
        server.simulator.own_number(CENTRE)
        data = {"To": AYSE, "From": CENTRE, "Url": "http://127.0.0.1:9/agent"}
        answers.append(requests.post(url, data=data, auth=(ACCOUNT.sid, ACCOUNT.auth_token), timeout=20).status_code)

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def test_a_reset_lets_everything_go(server: Server) -> None:
    held = hold(server, "before webhook /voice")
    control(server, "reset")
    assert requests.get(f"{server.url}/_sim/holds/{held['id']}", timeout=5).status_code == 404


def test_a_hold_that_makes_no_sense_is_a_sentence(server: Server) -> None:
    assert "is not a point" in hold(server, "now")["error"]
    assert "nth" in hold(server, "before webhook /voice", nth="first")["error"]


@pytest.mark.parametrize(("kind", "calls"), [("rest_refused", 0), ("rest_reset", 1)])
def test_over_http_a_connection_really_breaks(server: Server, kind: str, calls: int) -> None:
    simulator = server.simulator
    simulator.own_number(CENTRE)
    control(server, "faults", kind=kind)
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.post(
            f"{server.url}/2010-04-01/Accounts/{ACCOUNT.sid}/Calls.json",
            data={"To": AYSE, "From": CENTRE, "Url": "http://127.0.0.1:9/agent"},
            auth=(ACCOUNT.sid, ACCOUNT.auth_token),
            timeout=5,
        )
    assert len(simulator.legs()) == calls
