"""A real mail server on this machine, which does as it is told."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER, PASSWORD = "sahip", "çok gizli"


@dataclass
class MailServer:
    """`answers` are what it says instead of yes, by step; `vanishes` when it has read the letter. `letters` it took."""

    port: int = 0
    ca: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    vanishes: bool = False
    signed_in: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    secured: list[bool] = field(default_factory=list)

    def url(self, *, signing_in: bool = True, query: str = "", host: str = "localhost") -> str:
        login = f"{USER}:%C3%A7ok%20gizli@" if signing_in else ""
        return f"smtp://{login}{host}:{self.port}{query}"

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.secured.append(session.ssl is not None)
        parsed = message_from_bytes(envelope.content, policy=default)
        assert isinstance(parsed, EmailMessage)
        self.letters.append(parsed)
        if self.vanishes:
            server.transport.abort()
        return "250 OK"

    def sign_in(self, server: Any, session: Any, envelope: Any, mechanism: str, told: Any) -> AuthResult:
        assert isinstance(told, LoginPassword)
        right = (told.login, told.password) == (USER.encode(), PASSWORD.encode())
        self.signed_in.append(told.login.decode())
        return AuthResult(success=right, handled=False)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for localhost, in one file; it vouches for itself."""
    folder = tmp_path_factory.mktemp("tls")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"]  # fmt: skip
    subprocess.run(made, cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return both


class OnAnyPort(Controller):
    """The library believes that it listens on the port it was given; with 0 it is another."""

    def _trigger_server(self) -> None:
        listening: Any = self.server
        self.port = listening.sockets[0].getsockname()[1]
        super()._trigger_server()


def running(server: MailServer, **more: Any) -> Iterator[MailServer]:
    controller = OnAnyPort(server, hostname="127.0.0.1", port=0, **more)
    controller.start()
    server.port = controller.port
    yield server
    controller.stop()


@pytest.fixture
def plain_server() -> Iterator[MailServer]:
    yield from running(MailServer())


@pytest.fixture
def tls_server(certificate: Path) -> Iterator[MailServer]:
    """STARTTLS, and nobody hands in a letter who has not signed in."""
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = MailServer(ca=str(certificate))
    yield from running(
        server, tls_context=context, require_starttls=True, authenticator=server.sign_in, auth_required=True
    )
