"""What the web server tells us of a request: the signature covers the address, byte for byte."""

import json
import socket
import subprocess
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import psutil
import pytest

from tests.processes import free_port, has_ended, kill, listens, python

A_SERVER = """
import sys
from engine.processes import serve
serve(sys.argv[1], host="127.0.0.1", port=int(sys.argv[2]), workers=2, threads=4)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[tuple["subprocess.Popen[str]", int]]:
    port = free_port()
    process = python(A_SERVER, "tests.engine.asked:app", str(port))
    assert listens(port)
    with process:
        yield process, port
        process.kill()


@pytest.fixture
def ask(server):
    return lambda target: answer_to(server[1], target)


def answer_to(port: int, target: bytes) -> tuple[int, dict[str, Any]]:
    """Status and answer to a request whose line holds exactly these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(
            b"POST " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\na=b"
        )
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    status = int(head.split()[1])
    return status, json.loads(body) if status == 200 else {}


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        (b"/voice/inbound?x=%C3%A7+y%20z&x=2&empty=&&=%2f", "/voice/inbound", "x=%C3%A7+y%20z&x=2&empty=&&=%2f"),
        (b"/voice/inbound?not=%zz&[1]|", "/voice/inbound", "not=%zz&[1]|"),
        (b"/a%2Fb%20c/%c3%a7", "/a/b c/\u00c3\u00a7", ""),
        ("/ç?n=ç".encode(), "/\u00c3\u00a7", "n=\u00c3\u00a7"),
        (b"/voice/inbound?", "/voice/inbound", ""),
        (b"/x//y/../z", "/x//y/../z", ""),
        (b"http://elsewhere.example/voice/inbound?a=1", "/voice/inbound", "a=1"),
    ],
)
def test_the_path_comes_decoded_and_the_query_as_it_was_sent(ask, target, path, query):
    status, told = ask(target)
    assert (status, told["PATH_INFO"], told["QUERY_STRING"], told["body"]) == (200, path, query, "a=b")


def test_the_raw_address_is_not_told(ask):
    assert ask(b"/voice/inbound")[1]["raw"] == []


def test_bytes_that_are_no_text_never_reach_us(ask):
    assert ask(b"/voice/\xe7")[0] == 400


@pytest.mark.parametrize(
    "target", ["/voice/inbound", "/voice/legs/0f-9_a.b~c/status?step=2&who=%C5%9Eule%20K", "/?a=%2B90"]
)
def test_an_address_of_plain_path_and_any_query_is_had_back_exactly(ask, target):
    _, told = ask(target.encode())
    query = f"?{told['QUERY_STRING']}" if told["QUERY_STRING"] else ""
    assert quote(told["PATH_INFO"].encode("latin-1")) + query == target


def test_a_killed_server_leaves_no_worker_that_holds_the_port(server):
    process, port = server
    workers = [child.pid for child in psutil.Process(process.pid).children()]
    assert len(workers) == 2
    kill(process.pid)
    assert all(has_ended(worker, within=15) for worker in workers)
    assert not listens(port, within=0.1)


def test_a_server_asked_to_stop_while_it_still_starts_does_not_keep_us_waiting():
    with python(A_SERVER, "tests.engine.slow:app", str(free_port())) as process:
        assert process.stdout
        assert any("importing" in line for line in process.stdout)
        process.terminate()
        ended = has_ended(process.pid, within=10)
        process.kill()
    assert ended
