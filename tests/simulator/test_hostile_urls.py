"""A URL may be anything: it is refused, the call goes on or ends as Twilio says, and nothing leaves this machine."""

import socket
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from flask.testing import FlaskClient

from simulator import Switches, rest_app
from simulator.wire.http_transport import HttpTransport, is_loopback
from simulator.wire.transport import NoSuchHost, ReadTimedOut, Timeouts
from tests.simulator.customer import AYSE, CENTRE, Customer

NO_URLS = ("http://[", "http://a@[/", "//[", "http://a:b@c:d@[/x", "http://℀.com/", "http://127.0.0.1:x/", "wss://[")
DOCUMENTS = {
    "Redirect": "<Redirect>{0}</Redirect>",
    "Play": "<Play>{0}</Play>",
    "Gather": "<Gather action={1} timeout='1' actionOnEmptyResult='true' partialResultCallback={1} input='speech'/>",
    "Record": "<Record action={1} recordingStatusCallback={1} transcribe='true' transcribeCallback={1}/>",
    "Enqueue": "<Enqueue waitUrl={1} action={1}>q</Enqueue>",
    "Number": "<Dial action={1}><Number url={1} statusCallback={1} amdStatusCallback={1} machineDetection='Enable'>"
    + AYSE
    + "</Number></Dial>",
    "Conference": "<Dial><Conference waitUrl={1} statusCallback={1} statusCallbackEvent='join'>r</Conference></Dial>",
    "Start": "<Start><Stream url={1} statusCallback={1}/></Start><Start><Transcription statusCallbackUrl={1}/></Start>",
}
ELSEWHERE = (
    *("10.0.0.1", "::ffff:10.0.0.1", "0.0.0.0", "::", "2130706433", "0x7f000001", "127.1", "fe80::1"),
    *("example.com", "localhost.", "localhost.example.com", "127.0.0.1.example.com", "169.254.169.254"),
    *("::1%eth0", "::1%25eth0", "①②⑦.0.0.1"),
)


@pytest.mark.parametrize("url", NO_URLS)
@pytest.mark.parametrize("verb", DOCUMENTS)
def test_what_is_no_url_leaves_nobody_hanging(verb: str, url: str) -> None:
    customer = Customer(Switches(play_fetches_audio=True))
    customer.sim.person(AYSE, "Ayşe", answers_after=1, hangs_up_after=2)
    customer.says("/voice", DOCUMENTS[verb].format(escape(url), quoteattr(url)))
    customer.call({"says": "bir iki üç"}, {"waits": 20}, "hangs_up")
    customer.sim.advance(90)
    assert customer.sim.live_legs() == []
    assert customer.sim.exchange.kernel.planned() == []
    assert customer.errors()


@pytest.mark.parametrize("url", NO_URLS[:6])
def test_a_number_with_no_url_at_all_apologises(url: str) -> None:
    customer = Customer()
    customer.sim.own_number(CENTRE, url, fallback_url=url, status_callback=url)
    customer.call()
    customer.sim.advance(30)
    assert customer.heard("Mehmet") == ["We are sorry, an application error has occurred. Goodbye."] or url == "//["
    assert set(customer.errors()) == {11100}


@pytest.mark.parametrize("url", NO_URLS)
def test_rest_refuses_what_is_no_url_and_the_transcript_can_still_be_read(customer: Customer, url: str) -> None:
    customer.says("/voice", "<Say>x</Say><Pause length='60'/>")
    call = customer.call()
    customer.sim.advance(2)
    web = rest_app(customer.sim).test_client()
    for name in ("Url", "StatusCallback", "FallbackUrl"):
        answer = asked(customer, web, f"Calls/{call.sid}", {"Url": "http://customer.test/x", name: url})
        assert (answer.status_code, answer.json["code"]) == (400, 21205)
    for page in ("/_sim/transcript", "/_sim/transcript?format=html", "/_sim/trace"):
        assert web.get(page).status_code == 200


def asked(customer: Customer, web: FlaskClient, what: str, form: dict[str, str]) -> Any:
    account = customer.sim.account
    path = f"/2010-04-01/Accounts/{account.sid}/{what}.json"
    return web.post(path, data=form, auth=(account.sid, account.auth_token))


@pytest.mark.parametrize("host", ELSEWHERE)
def test_no_address_elsewhere_is_taken_for_this_machine(host: str) -> None:
    assert not is_loopback(host)
    shown = f"[{host}]" if ":" in host else host
    with pytest.raises((NoSuchHost, ValueError)):
        HttpTransport()("GET", f"http://{shown}/", (), (), Timeouts(connect=0.1, total=0.1))


def test_the_one_name_of_this_machine_is_not_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    resolve = socket.getaddrinfo

    def noticed(host: str, *more: Any, **options: Any) -> Any:
        called.append(host)
        return resolve(host, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", noticed)
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(ReadTimedOut):
        HttpTransport()("GET", f"http://localhost:{server.getsockname()[1]}/", (), (), Timeouts(read=0.1, total=0.1))
    assert called == ["127.0.0.1"]
