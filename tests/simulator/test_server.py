"""The simulator as a server: real HTTP, real time, this machine only."""

import threading
from collections.abc import Callable, Iterator

import pytest
import requests
from werkzeug.serving import make_server

from simulator import Account
from simulator.server import Server, start_server
from simulator.wire.http_transport import is_loopback
from tests.simulator.customer import AYSE, CENTRE, MEHMET, Customer, room

ACCOUNT = Account(sid="AC" + "1" * 32, auth_token="secret")


@pytest.fixture
def server() -> Iterator[Server]:
    running = start_server(0, ACCOUNT, speed=20)
    yield running
    running.stop()


@pytest.fixture
def shop() -> Iterator[tuple[Customer, str]]:
    """A customer's server on a real port; its in-process network is not used."""
    customer = Customer()
    http = make_server("127.0.0.1", 0, customer._app(), threaded=True)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield customer, f"http://127.0.0.1:{http.port}"
    http.shutdown()
    http.server_close()


def control(server: Server, path: str, **body: object) -> requests.Response:
    return requests.post(f"{server.url}/_sim/{path}", json=body, timeout=5)


def until(server: Server, done: Callable[[], bool]) -> None:
    """Wait until the network has come that far."""
    finished = threading.Event()
    for _ in range(200):
        if done():
            return
        finished.wait(0.05)
    raise AssertionError([entry.text for entry in server.simulator.trace])


def test_a_call_from_greeting_to_goodbye_over_http(server: Server, shop: tuple[Customer, str]) -> None:
    customer, base = shop
    customer.says("/voice", '<Gather numDigits="1" action="/key"><Say>Hi</Say></Gather>')
    customer.says("/key", room("caller", endConferenceOnExit="true"))
    customer.says("/agent", room("agent"))
    control(server, "numbers", number=CENTRE, voice_url=f"{base}/voice", status_callback=f"{base}/over")
    control(server, "people", number=AYSE, name="Ayşe", answers_after=1)
    steps = [{"hears": "hi"}, {"presses": "2"}, "joins", {"talks": 2}, "hangs_up"]
    placed = control(server, "calls", **{"from": MEHMET, "to": CENTRE, "name": "Mehmet", "steps": steps}).json()
    made = requests.post(
        f"{server.url}/2010-04-01/Accounts/{ACCOUNT.sid}/Calls.json",
        data={"To": AYSE, "From": CENTRE, "Url": f"{base}/agent"},
        auth=(ACCOUNT.sid, ACCOUNT.auth_token),
        timeout=5,
    )
    assert made.status_code == 201
    view = f"{server.url}/_sim/calls/{placed['sid']}"
    until(server, lambda: bool(requests.get(view, timeout=5).json()["over"]))
    assert requests.get(view, timeout=5).json()["failures"] == []
    until(server, lambda: bool(customer.got("/over")))
    trace = requests.get(f"{server.url}/_sim/trace?since=0", timeout=5).json()
    assert trace["entries"][0]["text"] == f"calls {CENTRE}"
    assert trace["next"] == len(trace["entries"])


def test_webhooks_never_leave_this_machine(server: Server) -> None:
    refused = requests.post(
        f"{server.url}/2010-04-01/Accounts/{ACCOUNT.sid}/Calls.json",
        data={"To": AYSE, "From": CENTRE, "Url": "https://example.com/agent"},
        auth=(ACCOUNT.sid, ACCOUNT.auth_token),
        timeout=5,
    )
    assert refused.status_code == 400
    control(server, "numbers", number=CENTRE, voice_url="https://example.com/voice")
    control(server, "calls", **{"from": MEHMET, "to": CENTRE})
    until(server, lambda: any(entry.data["code"] == 11210 for entry in server.simulator.trace.of("error")))


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("10.0.0.1", False), ("example.com", False), ("", False)],
)
def test_which_hosts_are_this_machine(host: str, here: bool) -> None:
    assert is_loopback(host) is here


def test_a_bad_order_to_the_control_api_is_a_sentence(server: Server) -> None:
    answer = control(server, "people", number=AYSE, sings=True)
    assert answer.status_code == 400
    assert "'sings' is not a behaviour" in answer.json()["error"]
    assert control(server, "calls", **{"from": MEHMET}).json()["error"] == "missing: to"


def test_a_reset_hangs_everybody_up_and_forgets_them(server: Server, shop: tuple[Customer, str]) -> None:
    customer, base = shop
    customer.says("/voice", "<Pause length='600'/>")
    control(server, "numbers", number=CENTRE, voice_url=f"{base}/voice")
    control(server, "calls", **{"from": MEHMET, "to": CENTRE})
    until(server, lambda: bool(customer.got("/voice")))
    control(server, "reset")
    state = requests.get(f"{server.url}/_sim/state", timeout=5).json()
    assert (state["legs"], state["callers"], list(state["numbers"])) == ([], [], [CENTRE])


def test_a_recording_is_heard_at_the_address_its_callback_tells(server: Server, shop: tuple[Customer, str]) -> None:
    customer, base = shop
    customer.says("/voice", '<Say>Merhaba</Say><Record action="/done" timeout="2" recordingStatusCallback="/taped"/>')
    server.simulator.own_number(CENTRE, f"{base}/voice")
    server.simulator.place_call(MEHMET, CENTRE, [{"says": "Beni arayın lütfen"}, "hangs_up"])
    until(server, lambda: bool(customer.got("/taped")))
    url = customer.got("/taped")[0]["RecordingUrl"]
    assert url.startswith(f"{server.url}/2010-04-01/")
    heard = requests.get(f"{url}.wav", timeout=5)
    assert (heard.status_code, heard.content[:4]) == (200, b"RIFF")


def test_a_simulator_started_anew_gives_out_new_ids_unless_it_is_asked_for_the_same() -> None:
    """An application keeps what it knows of a call under its SID for longer than a simulator lives."""

    def first_sid(seed: int | None) -> str:
        running = start_server(0, ACCOUNT, seed=seed)
        running.simulator.own_number(CENTRE, "http://127.0.0.1:9/voice")
        sid = running.simulator.place_call(MEHMET, CENTRE, ["hangs_up"]).sid
        running.stop()
        return sid

    assert first_sid(None) != first_sid(None)
    assert first_sid(7) == first_sid(7)
