"""Asking the customer's server: limits, retries and redirects as Twilio has them, and a line in the trace for each."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from simulator.clockwork.task import Promise
from simulator.exchange import Exchange
from simulator.lines.leg import Ask, Leg
from simulator.telling.trace import Kind
from simulator.trouble.faults import Fault, FaultKind
from simulator.trouble.points import Killed
from simulator.wire.overrides import Overrides, read_overrides
from simulator.wire.request import Request, joined, sealed, without_login
from simulator.wire.transport import (
    Answer,
    ConnectFailed,
    ConnectionLost,
    ConnectTimedOut,
    Pairs,
    ReadTimedOut,
    Timeouts,
    TotalTimedOut,
    TransportFailed,
)

MOST_REDIRECTS = 10
LONGEST_HELD_BACK_SECONDS = 5.0
"""A webhook or callback to be swapped with the leg's next one goes alone when there is no next one."""
WEBHOOK_FAULTS: tuple[FaultKind, ...] = (
    *("webhook_lost", "webhook_swapped", "webhook_delayed", "webhook_slow"),
    *("webhook_unreachable", "webhook_answer_lost"),
)
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ASKED_AGAIN_WITH_GET = frozenset({301, 302, 303})
TOKEN_HEADER = "I-Twilio-Idempotency-Token"  # noqa: S105  # a header's name
SHOWN = frozenset(
    {
        *("CallStatus", "Digits", "SpeechResult", "QueueResult", "QueuePosition", "QueueTime"),
        *("DialCallStatus", "DialBridged", "StatusCallbackEvent", "ParticipantLabel", "ReasonParticipantLeft"),
        *("SequenceNumber", "ErrorCode", "RecordingStatus", "RecordingDuration", "MessageStatus"),
        *("TranscriptionEvent", "StreamEvent"),
    }
)
"""Fields named in the trace's text."""


@dataclass(frozen=True, kw_only=True)
class WebhookFailed:
    """The server could not be reached or did not answer properly. `code` is Twilio's error code.

    `kind` is the failure's name in a retry policy, "" for one that is never retried; `seconds` is how long it took.
    """

    code: int
    reason: str
    kind: str = ""
    seconds: float = 0.0


Result = Answer | WebhookFailed


@dataclass(kw_only=True)
class Asking:
    """One webhook with its retries and redirects: they share a number in the trace, a token and a limit of time."""

    x: Exchange
    leg: Leg | None
    number: str
    token: str
    overrides: Overrides
    spent: Callable[[], float]
    point: str
    fault: Fault | None = None
    first: Request | None = None
    attempts: int = 0


async def ask_server(x: Exchange, ask: Ask, leg: Leg | None, params: Pairs, kind: Kind, *, event: str = "") -> Result:
    """Ask a URL as Twilio does. `kind` is `webhook`, or `callback` about an `event`; the trace tells what came back."""
    url, overrides, warnings = read_overrides(ask.url)
    if refused := _refused(x, url):
        return refused
    address, _ = without_login(url)
    for code, warning in warnings:
        x.notify(code, warning, leg, warning=True, method=ask.method, url=address, asked=tuple(params))
    fault = await _held_up(x, ask, leg) if kind == "webhook" else None
    asking = Asking(
        x=x,
        fault=fault,
        point=f"{kind} {event or urlsplit(address).path}",
        leg=leg,
        number=str(next(x.request_numbers)),
        token=x.ids.new(""),
        overrides=overrides,
        spent=x.kernel.stopwatch(),
    )
    asking.first = first = _sealed(asking, ask.method, url, params, retry=0)
    told = {"method": ask.method, "url": address, "params": dict(params)}
    about = {"request": asking.number, "signature": first.signature}
    x.tell(kind, f"{ask.method} {_path(address)}{_summary(params)}", leg, **told, **about)
    return await _attempts(asking, ask.method, url, params)


def _refused(x: Exchange, url: str) -> WebhookFailed | None:
    """Why this URL cannot be asked at all, if it cannot."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        return WebhookFailed(code=11100, reason=f"{url!r} is not a URL: {error}")
    if parts.scheme not in ("http", "https") or not host or "_" in host:
        return WebhookFailed(code=11100, reason=f"{url!r} is not a URL with a host")
    if not x.host_allowed(host):
        return WebhookFailed(code=11210, reason=f"{url} is not on this machine, and the simulator stays on it")
    return None


async def _attempts(asking: Asking, method: str, url: str, params: Pairs) -> Result:
    """Ask, and again after a failure the overrides name, for as long as there is time."""
    overrides = asking.overrides
    for retry in range(overrides.retries + 1):
        result = await _redirects(asking, method, url, params, retry)
        kind = _failure_kind(result)
        if not kind or not overrides.retries_after(kind) or retry == overrides.retries:
            break
        if asking.spent() >= overrides.timeouts.total:
            break
        asking.x.tell("note", f"retrying {_path(url)} after {kind}", request=asking.number)
    return result


async def _redirects(asking: Asking, method: str, url: str, params: Pairs, retry: int) -> Result:
    """Follow redirects; 301, 302 and 303 are asked again with GET and without the POST fields."""
    for _ in range(MOST_REDIRECTS + 1):
        request = asking.first or _sealed(asking, method, url, params, retry)
        asking.first = None
        result = await _one_request(asking, request)
        where = result.header("Location") if isinstance(result, Answer) else ""
        if isinstance(result, WebhookFailed) or result.status not in REDIRECTS or not where:
            return result
        url = joined(url, where).partition("#")[0]
        if result.status in ASKED_AGAIN_WITH_GET and method != "GET":
            method, params = "GET", ()
        elif method == "GET":
            params = ()
        if refused := _refused(asking.x, url):
            return replace(refused, reason=f"redirected: {refused.reason}")
    return WebhookFailed(code=11215, reason="too many HTTP redirects")


def _sealed(asking: Asking, method: str, url: str, params: Pairs, retry: int) -> Request:
    carries_token = retry > 0 or asking.x.switches.first_request_carries_idempotency_token
    cookies = asking.leg.cookies.header(without_login(url)[0], asking.x.kernel.now()) if asking.leg else ()
    headers = (*(((TOKEN_HEADER, asking.token),) if carries_token else ()), *cookies)
    return sealed(asking.x.account.auth_token, method, url, params, headers)


async def _held_up(x: Exchange, ask: Ask, leg: Leg | None) -> Fault | None:
    """The fault that strikes this webhook; one that only makes it late has done so when this is back."""
    fault = x.faults.strikes(*WEBHOOK_FAULTS, subject=ask.url, leg=leg)
    if fault is None:
        return None
    x.tell("fault", f"{fault.kind}: {ask.url}", leg)
    if fault.kind == "webhook_delayed":
        await x.kernel.sleep(fault.seconds)
    if fault.kind == "webhook_swapped" and leg is not None:
        past: Promise[None] = Promise()
        leg.let_past.append(past)
        await x.kernel.wait(past, LONGEST_HELD_BACK_SECONDS)
        leg.let_past.remove(past)
    return fault


async def _one_request(asking: Asking, request: Request) -> Result:
    x, limits = asking.x, asking.overrides.timeouts
    timeouts = replace(limits, total=max(limits.total - asking.spent(), 0.0)) if asking.attempts else limits
    asking.attempts += 1
    prevented = _prevented(asking)
    result = prevented or _spoilt(asking, await x.kernel.outside(lambda: _carry(asking, request, timeouts)))
    if x.kernel.virtual or prevented or asking.fault:
        result = _in_simulated_time(x, result, timeouts)
        await x.kernel.sleep(result.seconds)
    if isinstance(result, Answer) and asking.leg is not None and (told := result.headers_named("Set-Cookie")):
        asking.leg.cookies.keep(request.url, told, x.kernel.now())
    _tell_answer(asking, request, result)
    return result


def _prevented(asking: Asking) -> WebhookFailed | None:
    """Why this request does not even reach the server, if it does not."""
    if asking.x.is_down:
        return _failed(ConnectTimedOut("the network is down"))
    kind = asking.fault.kind if asking.fault else ""
    if kind == "webhook_unreachable":
        return _failed(ConnectFailed("a fault"))
    return _failed(ReadTimedOut()) if kind == "webhook_lost" else None


def _spoilt(asking: Asking, result: Result) -> Result:
    """What becomes of an answer on its way back."""
    fault = asking.fault
    if fault is None or isinstance(result, WebhookFailed):
        return result
    if fault.kind == "webhook_answer_lost":
        return _failed(ReadTimedOut())
    return replace(result, seconds=result.seconds + fault.seconds) if fault.kind == "webhook_slow" else result


def _carry(asking: Asking, request: Request, timeouts: Timeouts) -> Result:
    """Runs outside the lock, perhaps in a thread of its own."""
    x = asking.x
    spent = x.kernel.stopwatch()
    x.rest_seconds = 0.0
    try:
        x.points.reach(f"before {asking.point}")
        answer = x.transport(request.method, request.url, request.form, request.headers, timeouts)
        x.points.reach(f"after {asking.point}")
    except Killed:
        return replace(_failed(ConnectionLost("killed")), seconds=spent())
    except ReadTimedOut as error:
        late: TransportFailed = TotalTimedOut() if timeouts.total < timeouts.read else error
        return replace(_failed(late), seconds=spent())
    except TransportFailed as error:
        return replace(_failed(error), seconds=spent())
    return replace(answer, seconds=answer.seconds + x.rest_seconds if x.kernel.virtual else spent())


def _failed(error: TransportFailed) -> WebhookFailed:
    return WebhookFailed(
        code=error.code, reason=f"{error.words}: {error}" if str(error) else error.words, kind=error.retried_as
    )


def _in_simulated_time(x: Exchange, result: Result, timeouts: Timeouts) -> Result:
    """How long it took, had all of it been real; an answer later than the limits is none."""
    if isinstance(result, WebhookFailed):
        took = {11201: timeouts.connect, 11200: timeouts.read, 11203: timeouts.total}.get(result.code, 0.0)
        return replace(result, seconds=min(took, timeouts.total))
    if result.seconds > min(timeouts.read, timeouts.total):
        error = ReadTimedOut() if timeouts.read <= timeouts.total else TotalTimedOut()
        return replace(_failed(error), seconds=min(timeouts.read, timeouts.total))
    usual = x.switches.webhook_seconds if x.kernel.virtual else 0.0
    return replace(result, seconds=min(usual + result.seconds, timeouts.total))


def _tell_answer(asking: Asking, request: Request, result: Result) -> None:
    about: dict[str, Any] = {
        "request": asking.number,
        "attempt": asking.attempts,
        "method": request.method,
        "url": request.url,
        "signature": request.signature,
        "seconds": round(result.seconds, 6),
    }
    if isinstance(result, WebhookFailed):
        told = {"code": result.code, "reason": result.reason}
        asking.x.tell("answer", f"none from {request.url}: {result.reason}", asking.leg, **about, **told)
        return
    told = {"status": result.status, "headers": result.headers, "body": result.body.decode("utf8", "replace")}
    asking.x.tell("answer", f"{result.status} from {request.url}", asking.leg, **about, **told)


def _failure_kind(result: Result) -> str:
    if isinstance(result, WebhookFailed):
        return result.kind
    return {4: "4xx", 5: "5xx"}.get(result.status // 100, "")


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _summary(params: Pairs) -> str:
    shown = [f"{name}={value}" for name, value in params if name in SHOWN and value != ""]
    return f"  {' '.join(shown)}" if shown else ""
