"""The centre's mail server, step by step, because it matters at which step it fails.

Until the words of the letter have gone over the wire it certainly was not taken, and may be handed in again. Once they
have, only the server's answer tells; where none comes the letter may be on its way, and is never handed in twice.
"""

import re
import smtplib
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Final

from callbacks.mail.errors import MailLater, MailRefused, MailUnknown
from callbacks.mail.letter import Sender

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
TIMEOUT_SECONDS: Final = 15.0
"""For each step. A server may think about a letter for minutes (RFC 5321); one that does keeps others waiting here."""
SOON_SECONDS: Final = 60.0
"""A server that is busy, or does not know us yet (greylisting), is asked again after so long."""
AFTER_A_LOOK_SECONDS: Final = 300.0
"""Somebody must mend a password or a certificate first; letters wait."""
OUR_FAULT: Final = frozenset({530, 534, 535, 538})
"""It wants us to sign in, or to sign in otherwise: no letter's fault."""
SIGNED_IN: Final = 235
_LEADING_DOT: Final = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class SmtpServer:
    """`tls` from the first byte on, or `starttls` insisted on; on loopback neither is."""

    sender: Sender
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    starttls: bool = False
    ca_file: str | None = None

    def send(self, mail: EmailMessage, to: str) -> None:
        with self._signed_in() as server:
            _envelope(server, self.sender.email, to)
            _hand_over(server, mail.as_bytes())

    @contextmanager
    def _signed_in(self) -> Iterator[smtplib.SMTP]:
        server: smtplib.SMTP | None = None
        try:
            server = self._connected()
            self._secured(server)
            if self.user:
                self._sign_in(server)
        except (ssl.SSLError, smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as trouble:
            _close(server)
            raise MailLater(type(trouble).__name__, retry_after=AFTER_A_LOOK_SECONDS) from None
        except (OSError, smtplib.SMTPException) as trouble:
            _close(server)
            raise MailLater(f"no connection: {type(trouble).__name__}", retry_after=SOON_SECONDS) from None
        try:
            yield server
        finally:
            _close(server)

    def _connected(self) -> smtplib.SMTP:
        us = self.sender.domain
        if self.tls:
            return smtplib.SMTP_SSL(self.host, self.port, us, timeout=TIMEOUT_SECONDS, context=self._trust())
        return smtplib.SMTP(self.host, self.port, us, timeout=TIMEOUT_SECONDS)

    def _secured(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if not self.tls and (self.starttls or (self.ca_file and server.has_extn("starttls"))):
            server.starttls(context=self._trust())
            server.ehlo()

    def _sign_in(self, server: smtplib.SMTP) -> None:
        """By hand where the password is beyond the library, which knows ASCII alone (RFC 4616 has UTF-8)."""
        if (self.user + self.password).isascii():
            server.login(self.user, self.password)
            return
        told = b64encode(f"\0{self.user}\0{self.password}".encode()).decode()
        code, text = server.docmd("AUTH", f"PLAIN {told}")
        if code != SIGNED_IN:
            raise smtplib.SMTPAuthenticationError(code, text)

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.ca_file)


def _envelope(server: smtplib.SMTP, sender: str, to: str) -> None:
    """From whom, to whom, and that the words follow; whatever fails here, nothing was taken."""
    try:
        _see_that_it_agrees(*server.mail(sender))
        _see_that_it_agrees(*server.rcpt(to))
        _see_that_it_agrees(*server.docmd("DATA"))
    except (OSError, smtplib.SMTPException) as trouble:
        raise MailLater(f"before its words: {type(trouble).__name__}", retry_after=SOON_SECONDS) from None


def _hand_over(server: smtplib.SMTP, raw: bytes) -> None:
    try:
        server.send(_LEADING_DOT.sub(b"..", raw.rstrip(b"\r\n")) + b"\r\n.\r\n")
        answer = server.getreply()
    except (OSError, smtplib.SMTPException) as trouble:
        raise MailUnknown(type(trouble).__name__) from None
    _see_that_it_agrees(*answer)


def _see_that_it_agrees(code: int, text: bytes) -> None:
    detail = f"{code} {text[:200].decode('utf-8', 'replace')}"
    if 500 <= code < 600 and code not in OUR_FAULT:
        raise MailRefused(detail, code=code)
    if not 200 <= code < 400:
        raise MailLater(detail, retry_after=AFTER_A_LOOK_SECONDS if code in OUR_FAULT else SOON_SECONDS)


def _close(server: smtplib.SMTP | None) -> None:
    """Without a last word: whoever waits for an answer to it may wait for long."""
    if server is not None:
        server.close()
