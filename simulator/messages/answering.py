"""What the customer's server answers to a message: a document of `Message` and `Redirect`, plain text, or nothing."""

from dataclasses import dataclass

from simulator.exchange import Exchange
from simulator.lines.leg import Ask
from simulator.messages.document import Document, DocumentError, Reply, read_answer
from simulator.messages.message import Message
from simulator.wire.parameters import API_VERSION, places
from simulator.wire.request import joined
from simulator.wire.transport import Answer
from simulator.wire.webhook import MOST_REDIRECTS, ask_server


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """Who is asked about messages to a number."""

    ask: Ask
    fallback: Ask | None = None


async def ask_for_replies(x: Exchange, message: Message, opt_out: str) -> tuple[Reply, ...]:
    """What is to be sent in answer. `opt_out` is STOP, START or HELP where Advanced Opt-Out saw such a word."""
    webhook = webhook_of(x, message)
    if webhook is None:
        return ()
    params = _parameters(x, message, opt_out)
    found = await _document(x, webhook.ask, params)
    if isinstance(found, DocumentError) and webhook.fallback is not None:
        failed = [("ErrorCode", str(found.code)), ("ErrorUrl", webhook.ask.url)]
        found = await _document(x, webhook.fallback, [*params, *failed])
    return found.replies if isinstance(found, Document) else ()


def webhook_of(x: Exchange, message: Message) -> Webhook | None:
    """The service's URL where it has one, else the number's application's, else the number's."""
    service = x.texting.services.get(message.service)
    if service and service.inbound_url:
        return _webhook(service.inbound_url, "POST", service.fallback_url, "POST")
    own = x.numbers.get(message.to.removeprefix("whatsapp:"))
    if own is None:
        return None
    application = x.applications.get(own.sms_application_sid)
    told = application or own
    return _webhook(told.sms_url, told.sms_method, told.sms_fallback_url, told.sms_fallback_method)


def _webhook(url: str, method: str, fallback_url: str, fallback_method: str) -> Webhook | None:
    fallback = Ask(url=fallback_url, method=fallback_method) if fallback_url else None
    return Webhook(ask=Ask(url=url, method=method), fallback=fallback) if url else None


async def _document(x: Exchange, ask: Ask, params: list[tuple[str, str]]) -> Document | DocumentError:
    """The document, with its redirects followed; what went wrong is notified."""
    replies: tuple[Reply, ...] = ()
    for _ in range(MOST_REDIRECTS + 1):
        found = await _one(x, ask, params)
        if isinstance(found, DocumentError):
            x.notify(found.code, str(found), method=ask.method, url=ask.url, asked=tuple(params))
            return found
        for code, text in found.warnings:
            x.notify(code, text, warning=True, method=ask.method, url=ask.url, asked=tuple(params))
        replies += found.replies
        if found.redirect is None:
            return Document(replies=replies)
        ask = Ask(url=joined(ask.url, found.redirect.url), method=found.redirect.method)
    x.notify(11215, "too many redirects", url=ask.url)
    return DocumentError(11215, "too many redirects")


async def _one(x: Exchange, ask: Ask, params: list[tuple[str, str]]) -> Document | DocumentError:
    result = await ask_server(x, ask, None, params, "webhook")
    if not isinstance(result, Answer):
        return DocumentError(result.code, result.reason)
    if result.status >= 400:
        return DocumentError(11200, f"HTTP retrieval failure: {result.status}")
    if result.too_long:
        return DocumentError(11750, "the document is over 64 kB")
    try:
        return read_answer(result.body, result.header("Content-Type"))
    except DocumentError as error:
        return error


def _parameters(x: Exchange, message: Message, opt_out: str) -> list[tuple[str, str]]:
    pairs = [
        *((name, message.sid) for name in ("MessageSid", "SmsSid", "SmsMessageSid")),
        ("AccountSid", x.account.sid),
        ("From", message.from_),
        ("To", message.to),
        ("Body", message.body),
        ("NumMedia", str(len(message.media))),
        ("NumSegments", str(message.segments)),
        ("SmsStatus", "received"),
        ("ApiVersion", API_VERSION),
        *_details(message),
    ]
    if message.service:
        pairs.append(("MessagingServiceSid", message.service))
    return [*pairs, ("OptOutType", opt_out)] if opt_out else pairs


def _details(message: Message) -> list[tuple[str, str]]:
    pairs = []
    for number, media in enumerate(message.media):
        pairs += [(f"MediaUrl{number}", media.url), (f"MediaContentType{number}", media.content_type)]
    if message.is_whatsapp:
        plain = message.from_.removeprefix("whatsapp:+")
        return [*pairs, ("WaId", plain), ("ProfileName", plain)]
    return [*pairs, *places("From", message.from_), *places("To", message.to)]
