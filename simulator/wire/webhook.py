"""Making one request to the customer's server: parameters, signature, limits, retries, redirects."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

from simulator.exchange import Exchange
from simulator.leg import Ask, Leg
from simulator.wire.overrides import Overrides, read_overrides
from simulator.wire.signing import signature
from simulator.wire.transport import Answer, ConnectFailed, ReadTimedOut, Timeouts

Pairs = Sequence[tuple[str, str]]
MOST_REDIRECTS = 10
SHOWN = (
    "CallStatus",
    "Digits",
    "SpeechResult",
    "QueueResult",
    "QueuePosition",
    "QueueTime",
    "DialCallStatus",
    "DialBridged",
    "StatusCallbackEvent",
    "ParticipantLabel",
    "ReasonParticipantLeft",
    "SequenceNumber",
    "ErrorCode",
    "RecordingDuration",
    "MessageStatus",
)


@dataclass(frozen=True, kw_only=True)
class WebhookFailed:
    """The server could not be reached or did not answer properly. `code` is Twilio's error code."""

    code: int
    reason: str
    kind: str = ""


async def ask_server(x: Exchange, ask: Ask, leg: Leg | None, params: Pairs, kind: str) -> Answer | WebhookFailed:
    """Ask a URL, with retries and redirects as Twilio makes them. `kind` is `webhook` or `callback`, for the trace."""
    url, overrides, warnings = read_overrides(ask.url)
    for warning in warnings:
        x.notify(11240, warning, leg, warning=True, method=ask.method, url=url)
    if not urlsplit(url).hostname:
        return WebhookFailed(code=11100, reason=f"{url!r} is not a URL with a host")
    if not x.host_allowed(urlsplit(url).hostname or ""):
        return WebhookFailed(code=11210, reason=f"{url} is not on this machine, and the simulator stays on it")
    x.tell(
        "callback" if kind == "callback" else "webhook",
        f"{ask.method} {_path(url)}{_summary(params)}",
        leg,
        method=ask.method,
        url=url,
        params=dict(params),
    )
    return await _attempts(x, ask.method, url, params, overrides)


async def _attempts(x: Exchange, method: str, url: str, params: Pairs, overrides: Overrides) -> Answer | WebhookFailed:
    token = x.ids.new("")
    for attempt in range(overrides.retries + 1):
        headers = {"I-Twilio-Idempotency-Token": token}
        if attempt == 0 and not x.switches.first_request_carries_idempotency_token:
            headers = {}
        result = await _redirects(x, method, url, params, headers, overrides.timeouts)
        kind = _failure_kind(result)
        if not kind or not overrides.retries_after(kind) or attempt == overrides.retries:
            break
        x.tell("note", f"retrying {_path(url)} after {kind}")
    return result


async def _redirects(
    x: Exchange, method: str, url: str, params: Pairs, headers: dict[str, str], timeouts: Timeouts
) -> Answer | WebhookFailed:
    """Follow redirects; 301 and 302 are asked again with GET and without the POST fields."""
    for _ in range(MOST_REDIRECTS + 1):
        result = await _one_request(x, method, url, params, headers, timeouts)
        if isinstance(result, WebhookFailed) or result.status not in (301, 302, 303, 307, 308):
            return result
        url = urljoin(url, result.header("Location"))
        if result.status in (301, 302, 303):
            method, params = "GET", ()
        if not x.host_allowed(urlsplit(url).hostname or ""):
            return WebhookFailed(code=11210, reason=f"redirected to {url}, which is not on this machine")
    return WebhookFailed(code=11215, reason="too many redirects")


async def _one_request(
    x: Exchange, method: str, url: str, params: Pairs, headers: dict[str, str], timeouts: Timeouts
) -> Answer | WebhookFailed:
    if method == "GET" and params:
        url = f"{url}{'&' if '?' in url else '?'}{urlencode(list(params))}"
        params = ()
    signed = {"X-Twilio-Signature": signature(x.account.auth_token, url, params), "User-Agent": "TwilioProxy/1.1"}
    work = lambda: _carry(x, method, url, params, {**headers, **signed}, timeouts)  # noqa: E731
    result = await x.kernel.outside(work)
    if x.kernel.virtual:
        await x.kernel.sleep(_took(x, result, timeouts))
    if isinstance(result, Answer) and result.seconds > min(timeouts.read, timeouts.total):
        return _timed_out(timeouts)
    return result


def _carry(
    x: Exchange, method: str, url: str, params: Pairs, headers: dict[str, str], timeouts: Timeouts
) -> Answer | WebhookFailed:
    try:
        return x.transport(method, url, params, headers, timeouts)
    except ConnectFailed as error:
        return WebhookFailed(code=11202, reason=f"TCP connection refused: {error}", kind="ct")
    except ReadTimedOut:
        return _timed_out(timeouts)


def _timed_out(timeouts: Timeouts) -> WebhookFailed:
    seconds = min(timeouts.read, timeouts.total)
    return WebhookFailed(code=11200, reason=f"no answer within {seconds:g} s", kind="rt")


def _took(x: Exchange, result: Answer | WebhookFailed, timeouts: Timeouts) -> float:
    if isinstance(result, WebhookFailed):
        return timeouts.connect if result.kind == "ct" else min(timeouts.read, timeouts.total)
    return min(x.switches.webhook_seconds + result.seconds, timeouts.read, timeouts.total)


def _failure_kind(result: Answer | WebhookFailed) -> str:
    if isinstance(result, WebhookFailed):
        return result.kind
    return {4: "4xx", 5: "5xx"}.get(result.status // 100, "")


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _summary(params: Pairs) -> str:
    shown = [f"{name}={value}" for name, value in params if name in SHOWN and value != ""]
    return f"  {' '.join(shown)}" if shown else ""
