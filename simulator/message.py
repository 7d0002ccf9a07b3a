"""Text messages: accepted, sent, delivered, and kept for whoever wants to read them."""

from dataclasses import dataclass
from datetime import datetime

from simulator.exchange import Exchange
from simulator.leg import Ask
from simulator.wire.callback import send_callback


@dataclass(kw_only=True, eq=False)
class Message:
    sid: str
    from_: str
    to: str
    body: str
    created_at: datetime
    status: str = "queued"
    sent_at: datetime | None = None
    callback: str = ""
    service: str = ""

    @property
    def segments(self) -> int:
        """Twilio's count: 160 characters of the GSM alphabet, or 70 as soon as one letter (ş, ğ, ı) is outside it."""
        outside = any(ord(letter) > 127 and letter not in "äöüÄÖÜñÑàèéìòùåÅøØæÆßÇ£¥€§¿¡" for letter in self.body)
        single, several = (70, 67) if outside else (160, 153)
        return 1 if len(self.body) <= single else -(-len(self.body) // several)


def send_message(x: Exchange, message: Message) -> None:
    x.messages[message.sid] = message
    x.tell("message", f"SMS {message.from_ or message.service} → {message.to}: {message.body}", message=message.sid)
    x.kernel.spawn(_travel, x, message)


async def _travel(x: Exchange, message: Message) -> None:
    for status in ("sent", "delivered"):
        await x.kernel.sleep(x.switches.message_delivery_seconds / 2)
        message.status = status
        message.sent_at = message.sent_at or x.kernel.now()
        _report(x, message)


def _report(x: Exchange, message: Message) -> None:
    if message.callback:
        params = [
            ("MessageSid", message.sid),
            ("SmsSid", message.sid),
            ("AccountSid", x.account.sid),
            ("From", message.from_),
            ("To", message.to),
            ("MessageStatus", message.status),
            ("SmsStatus", message.status),
            ("ApiVersion", "2010-04-01"),
        ]
        send_callback(x, Ask(url=message.callback), None, params, message.status)
