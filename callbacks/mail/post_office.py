"""Where letters are handed in: a mail server, or in the demo a folder in which they can be read."""

from collections.abc import Collection
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from callbacks.mail.errors import MailLater
from callbacks.mail.letter import Sender
from callbacks.mail.smtp_server import LOOPBACK, SmtpServer
from cases.customer_email import email_of

LONGEST_NAME = 80


class PostOffice(Protocol):
    @property
    def sender(self) -> Sender: ...

    def send(self, mail: EmailMessage, to: str) -> None:
        """Hand one letter over, once. Raises MailLater, MailRefused or MailUnknown."""


@dataclass(frozen=True, kw_only=True)
class LetterFolder:
    """Letters as files that mail programs open. Nobody but whoever sees this folder reads them."""

    folder: Path
    sender: Sender

    def send(self, mail: EmailMessage, to: str) -> None:
        name = str(mail["Message-ID"]).strip("<>").partition("@")[0]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{name}.eml").write_bytes(mail.as_bytes())
        except OSError as trouble:
            raise MailLater(f"{self.folder}: {trouble.strerror}", retry_after=60) from None

    def forget(self, names: Collection[str]) -> None:
        """Take these letters out again."""
        for name in names:
            (self.folder / f"{name}.eml").unlink(missing_ok=True)


def sender_of(text: str) -> Sender:
    """`Sahip <destek@example.com>`, or the address alone. Raises ValueError."""
    name, address = parseaddr(text)
    email = email_of(address)
    if email is None or len(name) > LONGEST_NAME or not text.isprintable():
        raise ValueError("Name <name@example.com>")
    return Sender(name=name, email=email)


def post_office(address: str, sender: Sender) -> PostOffice:
    """`smtp://user:password@host:587`, `smtps://…` or `file:///folder`. Raises ValueError with what it should be.

    A server elsewhere must speak TLS, unless the address says `?starttls=never`; `?ca=FILE` names whom to believe.
    """
    told = urlsplit(address)
    if told.scheme == "file" and told.path.startswith("/") and not told.netloc:
        return LetterFolder(folder=Path(unquote(told.path)), sender=sender)
    more = parse_qs(told.query, strict_parsing=bool(told.query))
    starttls = more.pop("starttls", ["required"])[-1]
    ca = more.pop("ca", [""])[-1]
    if told.scheme not in ("smtp", "smtps") or not told.hostname or more or starttls not in ("required", "never"):
        raise ValueError("smtp://USER:PASSWORD@HOST:587, smtps://…:465 or file:///FOLDER")
    tls = told.scheme == "smtps"
    return SmtpServer(
        sender=sender,
        host=told.hostname,
        port=told.port or (465 if tls else 25),
        user=unquote(told.username or ""),
        password=unquote(told.password or ""),
        tls=tls,
        starttls=not tls and starttls == "required" and told.hostname not in LOOPBACK,
        ca_file=ca or None,
    )
