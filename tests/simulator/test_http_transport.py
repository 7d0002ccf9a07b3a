"""Webhooks over real sockets: every limit is kept for real, whatever the server does."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from simulator.wire.http_transport import HttpTransport
from simulator.wire.transport import (
    Answer,
    ConnectFailed,
    ConnectionLost,
    NoSuchHost,
    NotHttp,
    ReadTimedOut,
    Timeouts,
    TlsFailed,
    TotalTimedOut,
)

Serve = Callable[[socket.socket, threading.Event], None]
SHORT = Timeouts(connect=1.0, read=0.2, total=0.5)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"


@contextmanager
def serving(serve: Serve) -> Iterator[str]:
    """A server of one connection at a time that does what it is told with it; its address."""
    over = threading.Event()

    def accept() -> None:
        while not over.is_set():
            with suppress(OSError):
                connection, _ = listener.accept()
                with connection, suppress(OSError):
                    serve(connection, over)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/voice?a=1"
        finally:
            over.set()
            with suppress(OSError), socket.create_connection(listener.getsockname(), 1):
                pass
            thread.join(5)


def ask(url: str, timeout: Timeouts = SHORT, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    return HttpTransport()("POST", url, [("Ad", "Ayşe"), ("Ad", "Ali")], headers, timeout)


def says(answer: bytes) -> Serve:
    def serve(connection: socket.socket, over: threading.Event) -> None:
        connection.recv(65_536)
        connection.sendall(answer)

    return serve


def drips(first: bytes, drop: bytes) -> Serve:
    def serve(connection: socket.socket, over: threading.Event) -> None:
        connection.recv(65_536)
        connection.sendall(first)
        while not over.wait(0.02):
            connection.sendall(drop)

    return serve


def silent(connection: socket.socket, over: threading.Event) -> None:
    over.wait(5)


def test_the_request_is_what_was_meant_letter_by_letter() -> None:
    heard: list[bytes] = []

    def serve(connection: socket.socket, over: threading.Event) -> None:
        heard.append(connection.recv(65_536))
        connection.sendall(HEAD + b"Content-Length: 2\r\n\r\nok")

    with serving(serve) as url:
        assert ask(url, headers=(("X-Twilio-Signature", "abc"),)).body == b"ok"
    head, _, body = heard[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /voice?a=1 HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"X-Twilio-Signature: abc" in head
    assert body == b"Ad=Ay%C5%9Fe&Ad=Ali"


def test_headers_keep_their_case_their_order_and_their_repetitions() -> None:
    with serving(says(HEAD + b"X-oDD: 1\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n")) as url:
        answer = ask(url)
    assert answer.headers_named("set-cookie") == ["a=1", "b=2"]
    assert ("X-oDD", "1") in answer.headers


@pytest.mark.parametrize("size", [65_536, 65_537, 5_000_000])
def test_no_more_than_64_kilobytes_of_a_body_are_read(size: int) -> None:
    with serving(says(HEAD + b"\r\n" + b"x" * size)) as url:
        answer = ask(url)
    assert (len(answer.body), answer.too_long) == (65_536, size > 65_536)


def test_a_body_in_chunks_is_put_together() -> None:
    with serving(says(HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nme\r\n5\r\nrhaba\r\n0\r\n\r\n")) as url:
        assert ask(url).body == b"merhaba"


def test_silence_is_cut_at_the_read_limit() -> None:
    begun = time.monotonic()
    with serving(silent) as url, pytest.raises(ReadTimedOut):
        ask(url)
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("first", [b"HTTP/1.1 200 OK\r\nX-A: ", HEAD + b"Content-Length: 60000\r\n\r\n"])
def test_a_server_that_drips_is_cut_at_the_total_limit(first: bytes) -> None:
    """In its headers as in its body: no silence is ever longer than 20 ms."""
    with serving(drips(first, b"x")) as url, pytest.raises(TotalTimedOut):
        ask(url)


def test_a_server_that_hangs_up_without_a_word_is_a_lost_connection() -> None:
    with serving(says(b"")) as url, pytest.raises(ConnectionLost):
        ask(url)


def test_an_answer_that_breaks_off_is_a_lost_connection() -> None:
    with serving(says(HEAD + b"Content-Length: 100\r\n\r\nhalf")) as url, pytest.raises(ConnectionLost):
        ask(url)


def test_what_is_not_http_is_a_violation_of_the_protocol() -> None:
    with serving(says(b"220 mail.example ESMTP\r\n\r\n")) as url, pytest.raises(NotHttp):
        ask(url)


def test_a_port_nobody_listens_on_refuses() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ConnectFailed):
        ask(f"http://127.0.0.1:{port}/")


def test_an_encrypted_connection_that_is_none_is_refused() -> None:
    with serving(says(b"hello")) as url, pytest.raises(TlsFailed):
        ask(url.replace("http:", "https:"))


def test_another_machine_is_never_asked() -> None:
    with pytest.raises(NoSuchHost):
        ask("http://192.0.2.1/voice")


def test_every_request_has_a_connection_of_its_own() -> None:
    """One that was kept could have died meanwhile; asking again would be asking twice."""
    peers: list[object] = []

    def serve(connection: socket.socket, over: threading.Event) -> None:
        peers.append(connection.getpeername())
        connection.recv(65_536)
        connection.sendall(HEAD + b"Content-Length: 0\r\n\r\n")

    with serving(serve) as url:
        ask(url)
        ask(url)
        assert len(set(peers)) == 2
