"""Letters no person wrote: answers of absent people's mailboxes, newsletters, reports of mail servers, our own.

By RFC 3834 and what the mail programs of the world write. Nobody answers such a letter, or two machines never stop.
"""

from email.message import Message
from typing import Final

from callbacks.mail.letter import letters_named_in

MACHINES: Final = frozenset({"mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "bounce", "bounces"})
"""What stands before the @ of senders nobody reads."""
OF_A_LIST: Final = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Loop", "X-Failed-Recipients")
IN_BULK: Final = frozenset({"bulk", "junk", "list", "auto_reply"})


def is_automatic(parsed: "Message[str, str]", sender: str) -> bool:
    auto = str(parsed.get("Auto-Submitted", "no")).partition(";")[0].strip().lower()
    suppressed = {word.strip().lower() for word in str(parsed.get("X-Auto-Response-Suppress", "")).split(",")}
    return (
        auto != "no"
        or str(parsed.get("Return-Path", "?")).strip() in ("<>", "")
        or str(parsed.get("Precedence", "")).strip().lower() in IN_BULK
        or bool(suppressed & {"all", "autoreply", "oof"})
        or any(name in parsed for name in OF_A_LIST)
        or sender.partition("@")[0].partition("+")[0] in MACHINES
        or parsed.get_content_type() == "multipart/report"
        or is_our_own(parsed)
    )


def is_our_own(parsed: "Message[str, str]") -> bool:
    """A letter of ours that came back to us by some way round."""
    return bool(letters_named_in(str(parsed.get("Message-ID", ""))))
