"""Messaging Services: a pool of senders with common rules."""

from dataclasses import dataclass, field

STOP = ("STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL")
START = ("START", "YES", "UNSTOP")
HELP = ("HELP", "INFO")
STOPPED = (
    "You have successfully been unsubscribed. You will not receive any more messages from this number. "
    "Reply START to resubscribe."
)
STARTED = (
    "You have successfully been re-subscribed to messages from this number. "
    "Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply."
)
HELPED = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."


@dataclass(frozen=True, kw_only=True)
class OptOut:
    """Which words end, restart and explain messages, and what Twilio answers to them ("" for no answer)."""

    stop: tuple[str, ...] = STOP
    start: tuple[str, ...] = START
    help: tuple[str, ...] = HELP
    stopped: str = STOPPED
    started: str = STARTED
    helped: str = HELPED

    def kind(self, body: str) -> str:
        """STOP, START or HELP when the whole message is one of the words, in any case; else ""."""
        said = folded(body)
        kinds = (("STOP", self.stop), ("START", self.start), ("HELP", self.help))
        return next((kind for kind, words in kinds if said in {folded(word) for word in words}), "")

    def reply(self, kind: str) -> str:
        return {"STOP": self.stopped, "START": self.started, "HELP": self.helped}[kind]


DEFAULT = OptOut()
"""What every long code does without being told."""


@dataclass(frozen=True, kw_only=True)
class MessagingService:
    """A pool of the account's numbers under one SID. `opt_out` switches Advanced Opt-Out on, with words of one's own.

    `inbound_url` is asked about what people send to the pool; without one each number's own URL is.
    """

    sid: str
    friendly_name: str = ""
    senders: tuple[str, ...] = field(default=())
    inbound_url: str = ""
    fallback_url: str = ""
    status_callback: str = ""
    opt_out: OptOut | None = None


def folded(text: str) -> str:
    """For comparing words in Turkish and English: İPTAL, iptal and IPTAL are one word."""
    return text.strip().translate(str.maketrans("İIı", "iii")).casefold()
