"""The post office: messages are sent, arrive at the account's own numbers, and are answered."""

from collections.abc import Sequence

from simulator.exchange import Exchange
from simulator.messages.answering import ask_for_replies
from simulator.messages.delivery import travel
from simulator.messages.document import Reply
from simulator.messages.message import Media, Message
from simulator.messages.messaging_service import DEFAULT, OptOut
from simulator.messages.permission import refusal

TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "pdf": "application/pdf"}


def send_message(x: Exchange, message: Message) -> None:
    """The message is on its way; a service chooses the sender people know already."""
    x.messages[message.sid] = message
    if message.service and not message.from_:
        message.from_ = _sender(x, message)
    x.tell("message", f"{_told(message)}: {message.body}", message=message.sid)
    x.kernel.spawn(travel, x, message).done.then(lambda _: _arrives_at_our_own(x, message))


def receive_message(x: Exchange, from_: str, to: str, body: str, media: Sequence[str] = ()) -> Message:
    """Somebody writes to one of the account's numbers: its URL is asked for an answer."""
    now = x.kernel.now()
    message = Message(
        sid=x.ids.new("MM" if media else "SM"),
        from_=from_,
        to=to,
        body=body,
        created_at=now,
        sent_at=now,
        updated_at=now,
        direction="inbound",
        status="received",
        media=media_of(x, media),
    )
    service = x.texting.service_of(to.removeprefix("whatsapp:"))
    message.service = service.sid if service else ""
    x.messages[message.sid] = message
    x.texting.heard_at[from_, to] = now
    x.tell("message", f"{_told(message)}: {body}", message=message.sid)
    x.kernel.spawn(_received, x, message)
    return message


def media_of(x: Exchange, urls: Sequence[str]) -> list[Media]:
    now = x.kernel.now()
    kinds = [TYPES.get(url.rpartition(".")[2].lower(), "application/octet-stream") for url in urls]
    pairs = zip(urls, kinds, strict=True)
    return [Media(sid=x.ids.new("ME"), url=url, content_type=kind, created_at=now) for url, kind in pairs]


def _arrives_at_our_own(x: Exchange, message: Message) -> None:
    """One of the account's numbers wrote to another: that one's URL is asked like anybody's."""
    if message.status in ("delivered", "read") and message.to.removeprefix("whatsapp:") in x.numbers:
        receive_message(x, message.from_, message.to, message.body, [each.url for each in message.media])


async def _received(x: Exchange, message: Message) -> None:
    """An opt-out word is obeyed and answered by Twilio, and still delivered to the webhook."""
    kind = _opt_out_kind(x, message)
    if kind:
        _obey(x, message, kind)
    if kind and x.switches.opt_out_is_silent:
        return
    advanced = kind if (service := x.texting.services.get(message.service)) and service.opt_out else ""
    for reply in await ask_for_replies(x, message, advanced):
        _reply(x, message, reply)


def _opt_out_kind(x: Exchange, message: Message) -> str:
    """WhatsApp has no such words."""
    return "" if message.is_whatsapp else _words(x, message).kind(message.body)


def _words(x: Exchange, message: Message) -> OptOut:
    service = x.texting.services.get(message.service)
    return (service.opt_out if service else None) or DEFAULT


def _obey(x: Exchange, message: Message, kind: str) -> None:
    """Block or free the pair, and say so; a second STOP is not answered again."""
    pair = (message.from_, message.service or message.to)
    said_already = kind == "STOP" and pair in x.texting.stopped
    if kind == "STOP":
        x.texting.stopped.add(pair)
    if kind == "START":
        x.texting.stopped.discard(pair)
    body = _words(x, message).reply(kind)
    if body and not said_already:
        send_message(x, _answer(x, message, Reply(body=body), automatic=True))


def _reply(x: Exchange, message: Message, reply: Reply) -> None:
    """What the answer's document says, unless it may not go."""
    answer = _answer(x, message, reply)
    refused = refusal(x, answer.service or answer.from_, answer.to)
    if refused:
        x.notify(refused.code, refused.text)
        return
    send_message(x, answer)


def _answer(x: Exchange, message: Message, reply: Reply, *, automatic: bool = False) -> Message:
    return Message(
        sid=x.ids.new("MM" if reply.media else "SM"),
        from_=reply.from_ or message.to,
        to=reply.to or message.from_,
        body=reply.body,
        created_at=x.kernel.now(),
        direction="outbound-reply",
        callback=reply.callback,
        service=message.service,
        media=media_of(x, reply.media),
        automatic=automatic,
    )


def _sender(x: Exchange, message: Message) -> str:
    service = x.texting.services.get(message.service)
    if service is None or not service.senders:
        return ""
    sender = x.texting.usual_sender.setdefault((message.service, message.to), service.senders[0])
    return f"whatsapp:{sender}" if message.is_whatsapp else sender


def _told(message: Message) -> str:
    kind = "WhatsApp" if message.is_whatsapp else "MMS" if message.media else "SMS"
    return f"{kind} {message.from_ or message.service} → {message.to}"
