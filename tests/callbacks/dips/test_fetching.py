"""A question to another system is bounded on every side, however that system behaves."""

import ssl
import time
from collections.abc import Iterator

import pytest

from callbacks.dips.errors import AddressRefused, AnswerRefused, DipFailed, HostRefused, NotFound, NotReached, TooSlow
from callbacks.dips.fetching import Fetching
from callbacks.dips.host import Host
from tests.callbacks.dips.crm import ANSWER, Crm, crm_running


@pytest.fixture
def crm() -> Iterator[Crm]:
    with crm_running() as running:
        yield running


def fetching(crm: Crm, **rules: object) -> Fetching:
    return Fetching(hosts={crm.host: Host(private=True, **rules)})  # type: ignore[arg-type]


def test_the_answer_comes_back_as_it_is(crm: Crm) -> None:
    body = fetching(crm).fetch(crm.url("/orders?phone=%2B90532"), within_seconds=3)
    assert b"yolda" in body and ANSWER["paid"]
    ((path, headers),) = crm.asked
    assert path == "/orders?phone=%2B90532"
    assert (headers["Host"], headers["Accept"], headers["Accept-Encoding"]) == (
        crm.host, "application/json", "identity",
    )  # fmt: skip
    assert "Authorization" not in headers and "Cookie" not in headers


def test_a_host_gets_its_own_credentials_and_no_others(crm: Crm) -> None:
    fetching(crm, header="X-Key", secret="s3cret").fetch(crm.url("/"), within_seconds=3)
    assert crm.asked[0][1]["X-Key"] == "s3cret"
    assert "s3cret" not in repr(fetching(crm, secret="s3cret"))


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ("/missing", NotFound),
        ("/broken", AnswerRefused),
        ("/moved", AnswerRefused),
        ("/page", AnswerRefused),
        ("/packed", AnswerRefused),
        ("/huge", AnswerRefused),
        ("/cut-off", NotReached),
        ("/nonsense", NotReached),
    ],
)
def test_what_is_no_answer_is_none(crm: Crm, path: str, refused: type[DipFailed]) -> None:
    with pytest.raises(refused):
        fetching(crm).fetch(crm.url(path), within_seconds=3)
    assert len(crm.asked) == 1


@pytest.mark.parametrize("path", ["/silent", "/dripping-head", "/dripping-body"])
def test_who_takes_too_long_is_cut_off_at_the_second(crm: Crm, path: str) -> None:
    begun = time.monotonic()
    with pytest.raises(TooSlow):
        fetching(crm).fetch(crm.url(path), within_seconds=0.3)
    assert time.monotonic() - begun < 1.5


def test_proxies_of_the_environment_are_not_used(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert fetching(crm).fetch(crm.url("/"), within_seconds=3)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:{port}@evil.example/",
        "http://user:pass@127.0.0.1:{port}/",
        "http://127.1:{port}/",
        "http://0x7f000001:{port}/",
        "http://2130706433:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://LOCALHOST:{port}/",
        "http://127.0.0.1:{port}#@evil.example/",
        "http://127.0.0.1:{port}\\@evil.example/",
        "http://127.0.0.1:{port}/ HTTP/1.1\r\nX: 1",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "",
        "https://",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:{port}/ş",
    ],
)
def test_an_address_that_is_not_plainly_on_the_list_is_not_asked(crm: Crm, url: str) -> None:
    with pytest.raises(HostRefused):
        fetching(crm).fetch(url.replace("{port}", str(crm.port)), within_seconds=3)
    assert crm.asked == []


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"], ["10.0.0.1"], ["172.16.3.4"], ["192.168.1.1"], ["169.254.169.254"], ["100.64.0.1"], ["0.0.0.0"],
        ["224.0.0.1"], ["255.255.255.255"], ["198.18.0.1"], ["::1"], ["::"], ["fe80::1"], ["fd00:ec2::254"],
        ["ff02::1"], ["::ffff:127.0.0.1"], ["::ffff:169.254.169.254"], ["::127.0.0.1"], ["64:ff9b::7f00:1"],
        ["64:ff9b::a9fe:a9fe"], ["2002:7f00:1::"], ["2002:a9fe:a9fe::1"], ["2001:0:7f00:1::"], ["fe80::1%eth0"],
        ["fec0::1"], ["nonsense"], ["93.184.216.34", "127.0.0.1"], ["2606:2800:220:1::1", "::1"],
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_refused_whatever_it_also_leads_to(addresses: list[str]) -> None:
    asked = Fetching(hosts={"crm.example.com": Host()}, resolve=lambda host, port: addresses)
    with pytest.raises(AddressRefused):
        asked.fetch("https://crm.example.com/", within_seconds=1)


def test_a_public_name_speaks_tls_and_nothing_else() -> None:
    asked = Fetching(hosts={"crm.example.com": Host()}, resolve=lambda host, port: ["93.184.216.34"])
    with pytest.raises(HostRefused):
        asked.fetch("http://crm.example.com/", within_seconds=1)
    with pytest.raises(HostRefused):
        asked.fetch("https://crm.example.com:8443/", within_seconds=1)


def test_the_address_that_was_judged_is_the_one_connected_to(crm: Crm) -> None:
    """The name is resolved once: an answer that changes afterwards changes nothing."""
    answers = [["127.0.0.1"], ["203.0.113.1"]]
    hosts = {f"crm.test:{crm.port}": Host(private=True)}
    asked = Fetching(hosts=hosts, resolve=lambda host, port: answers.pop(0))
    assert asked.fetch(f"http://crm.test:{crm.port}/", within_seconds=3)
    assert answers == [["203.0.113.1"]] and crm.asked[0][1]["Host"] == f"crm.test:{crm.port}"


def test_who_speaks_no_tls_where_tls_is_asked_for_is_not_reached(crm: Crm) -> None:
    with pytest.raises(NotReached):
        fetching(crm).fetch(f"https://{crm.host}/", within_seconds=3)


def test_a_handshake_that_never_ends_is_cut_off(crm: Crm) -> None:
    """The plain server waits for a request line that TLS never sends in the clear."""
    context = ssl.create_default_context()
    asked = Fetching(hosts={crm.host: Host(private=True)}, tls=context)
    with pytest.raises(DipFailed):
        asked.fetch(f"https://{crm.host}/", within_seconds=0.3)


def test_a_name_that_does_not_resolve_in_time_is_given_up() -> None:
    import threading

    never = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        never.wait(5)
        return []

    asked = Fetching(hosts={"crm.example.com": Host()}, resolve=slow)
    with pytest.raises(TooSlow):
        asked.fetch("https://crm.example.com/", within_seconds=0.1)
    never.set()
