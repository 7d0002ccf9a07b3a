"""Where TLS is spoken, the certificate has to be the named system's, whatever address was connected to."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from callbacks.dips.errors import NotReached
from callbacks.dips.fetching import Fetching
from callbacks.dips.host import Host
from tests.callbacks.dips.crm import Crm, crm_running

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="certificates are made with openssl")


@dataclass(frozen=True)
class Certified:
    """A system that speaks TLS as `crm.test`, and a client that trusts its certificate."""

    crm: Crm
    trusting: ssl.SSLContext
    asked_for: list[str | None]


@pytest.fixture
def certified(tmp_path: Path) -> Iterator[Certified]:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", str(key), "-out", str(certificate), "-subj", "/CN=crm.test",
         "-addext", "subjectAltName=DNS:crm.test"],
        check=True, capture_output=True,
    )  # fmt: skip
    asked_for: list[str | None] = []
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(certificate, key)
    served.sni_callback = lambda line, name, context: asked_for.append(name)
    with crm_running() as crm:
        crm.server.socket = served.wrap_socket(crm.server.socket, server_side=True)
        yield Certified(crm, ssl.create_default_context(cafile=str(certificate)), asked_for)


def ask(certified: Certified, name: str, tls: ssl.SSLContext) -> bytes:
    port = certified.crm.port
    hosts = {f"{name}:{port}": Host(private=True)}
    fetching = Fetching(hosts=hosts, resolve=lambda host, port: ["127.0.0.1"], tls=tls)
    return fetching.fetch(f"https://{name}:{port}/ok", within_seconds=3)


def test_the_name_is_asked_for_and_proved_at_the_address_that_was_judged(certified: Certified) -> None:
    assert b"yolda" in ask(certified, "crm.test", certified.trusting)
    assert certified.asked_for == ["crm.test"]
    assert certified.crm.asked[0][1]["Host"] == f"crm.test:{certified.crm.port}"


def test_a_certificate_of_another_name_is_not_accepted(certified: Certified) -> None:
    with pytest.raises(NotReached):
        ask(certified, "erp.test", certified.trusting)
    assert certified.crm.asked == []


def test_a_certificate_nobody_vouches_for_is_not_accepted(certified: Certified) -> None:
    with pytest.raises(NotReached):
        ask(certified, "crm.test", ssl.create_default_context())
    assert certified.crm.asked == []
