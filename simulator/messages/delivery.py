"""A message's way: queued, sending, sent, delivered; or not delivered. Whoever asked to be told is told."""

from simulator.exchange import Exchange
from simulator.lines.leg import Ask
from simulator.messages.manners import ARRIVALS, TROUBLES, Trouble
from simulator.messages.message import Message
from simulator.messages.whatsapp import outside_window
from simulator.wire.callback import send_callback
from simulator.wire.parameters import API_VERSION

EXPIRED = Trouble(code=30036, text="Validity Period Expired", status="failed")


async def travel(x: Exchange, message: Message) -> None:
    """From accepted or scheduled to the end."""
    if message.send_at is not None:
        await x.kernel.sleep((message.send_at - x.kernel.now()).total_seconds())
        if message.status == "canceled":
            return
    step = x.switches.message_delivery_seconds / 2
    _becomes(x, message, "queued")
    await x.kernel.sleep(step / 2)
    _becomes(x, message, "sending")
    await x.kernel.sleep(step / 2)
    trouble = _trouble(x, message)
    if trouble is None or trouble.status != "failed":
        _becomes(x, message, "sent")
        await x.kernel.sleep(step)
    await _ends(x, message, trouble, step)


async def _ends(x: Exchange, message: Message, trouble: Trouble | None, step: float) -> None:
    if trouble is not None:
        message.error_code, message.error_text = trouble.code, trouble.text
        x.notify(trouble.code, f"{trouble.text}: {message.to}", warning=trouble.status != "failed")
        _becomes(x, message, trouble.status)
        return
    for status in ARRIVALS[x.texting.manners.get(message.to, "delivered")][1:]:
        _becomes(x, message, status)
        await x.kernel.sleep(step)


def _trouble(x: Exchange, message: Message) -> Trouble | None:
    if message.validity_seconds < x.switches.message_delivery_seconds / 2:
        return EXPIRED
    return outside_window(x, message) or TROUBLES.get(x.texting.manners.get(message.to, ""))


def _becomes(x: Exchange, message: Message, status: str) -> None:
    now = x.kernel.now()
    message.status, message.updated_at = status, now
    if status == "sent" or status == "failed":
        message.sent_at = message.sent_at or now
    if message.callback and status in x.switches.message_callback_statuses:
        send_callback(x, Ask(url=message.callback), None, _parameters(x, message), status)


def _parameters(x: Exchange, message: Message) -> list[tuple[str, str]]:
    pairs = [
        ("MessageSid", message.sid),
        ("SmsSid", message.sid),
        ("AccountSid", x.account.sid),
        ("From", message.from_),
        ("To", message.to),
        ("MessageStatus", message.status),
        ("SmsStatus", message.status),
        ("ApiVersion", API_VERSION),
    ]
    if message.service:
        pairs.append(("MessagingServiceSid", message.service))
    if message.error_code:
        pairs += [("ErrorCode", str(message.error_code)), ("ErrorMessage", message.error_text)]
    return pairs
