"""A letter as it leaves: who writes to whom, what it answers, and that it came from a machine where it did."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

NAME_LENGTH: Final = 32
_OURS: Final = re.compile(r"<?(sahip\.[0-9a-f]{32})@")
"""How the Message-IDs of our letters begin."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """`name` is what its Message-ID begins with; `answers` the Message-ID of what the customer wrote last, if they did.

    `automatic`: no person wrote it, and no machine should answer it.
    """

    name: str
    to: str
    subject: str
    body: str
    automatic: bool
    answers: str | None = None


@dataclass(frozen=True, kw_only=True)
class Sender:
    """The centre, as letters come from it."""

    name: str
    email: str

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2]


def letter_name(message_id: str) -> str:
    """The same message always makes the same letter."""
    return f"sahip.{hashlib.sha256(message_id.encode()).hexdigest()[:NAME_LENGTH]}"


def letters_named_in(header: str) -> list[str]:
    """Names of letters of ours in a header that lists Message-IDs, the last one first: that is what is answered."""
    return list(dict.fromkeys(reversed(_OURS.findall(header))))


def written_letter(letter: Letter, sender: Sender, *, now: datetime) -> EmailMessage:
    """The letter with its headers, in UTF-8."""
    mail = EmailMessage(policy=SMTP)
    local, _, domain = letter.to.rpartition("@")
    mail["From"] = Address(display_name=sender.name, addr_spec=sender.email)
    mail["To"] = Address(username=local, domain=domain)
    mail["Subject"] = " ".join(letter.subject.split())
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{letter.name}@{sender.domain}>"
    if letter.answers:
        mail["In-Reply-To"] = mail["References"] = letter.answers
    if letter.automatic:
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
    mail["List-Unsubscribe"] = f"<mailto:{sender.email}?subject=DUR>"
    mail.set_content(letter.body)
    return mail
