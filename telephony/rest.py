"""The wire to Twilio's REST API: one host, one try, one timeout; failures told apart before anyone acts on them."""

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

import requests
from twilio.http.response import Response
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NewConnectionError

from telephony.errors import (
    AccountTrouble,
    CallRefused,
    ForeignHost,
    NotThere,
    OutcomeUnknown,
    TelephonyError,
    TryLater,
)

TWILIO = "https://api.twilio.com"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
RETRY_SECONDS = 1.0  # when Twilio asks us to come back without saying when
LONGEST_RETRY_SECONDS = 60.0  # a caller waits: nothing is put off for longer on a server's word

ACCOUNT_CODES = frozenset({401, 20003, 20005, 20006})  # it is our account that is refused, not what was asked for
_GONE = frozenset({20404, 21220, 22002})
_FULL = frozenset({10004, 15001, 15002, 20429, 20503, 22005})


class OneHost:
    """Carries the SDK's requests to the configured base URL and nowhere else; redirects and retries do not happen.

    It stands where the SDK expects its own HTTP client, which would log query strings with telephone numbers in them.
    """

    is_async = False

    def __init__(self, *, base_url: str, session: requests.Session, timeout: float, loopback_only: bool) -> None:
        base = urlsplit(base_url)
        if base.scheme not in ("http", "https") or not base.hostname or base.username:
            raise ForeignHost(f"{base_url!r} is not a plain http or https address")
        if loopback_only and base.hostname not in LOOPBACK:
            raise ForeignHost(f"{base_url!r} is not on this machine")
        self._base_url = base_url.rstrip("/")
        self._session = session
        self._timeout = timeout
        self._on_this_machine = base.hostname in LOOPBACK

    def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """One request, answered with a 2xx or raised as the error that says what may be done about it."""
        request = requests.Request(method.upper(), self._ours(uri), headers, data=data, params=params, auth=auth)
        answer = self._send(request)
        if trouble := trouble_in(answer.status_code, answer.text, answer.headers):
            raise trouble
        return Response(answer.status_code, answer.text, answer.headers)

    def stream(self, uri: str, *, auth: tuple[str, str]) -> requests.Response:
        """One GET whose answer is no JSON and may be long: it is read by whoever asked, and as they like."""
        answer = self._send(requests.Request("GET", self._ours(uri), auth=auth), stream=True)
        if answer.status_code == requests.codes.ok:
            return answer
        with answer:
            raise trouble_in(answer.status_code, answer.text, answer.headers) or OutcomeUnknown("no sound")

    def _ours(self, uri: str) -> str:
        """The SDK writes Twilio's own host into every URL, next pages included; ours takes its place."""
        if not uri.startswith(TWILIO + "/"):
            raise ForeignHost(uri)
        return self._base_url + uri.removeprefix(TWILIO)

    def _send(self, request: requests.Request, *, stream: bool = False) -> requests.Response:
        proxies = {"http": "", "https": ""} if self._on_this_machine else None
        try:
            prepared = self._session.prepare_request(request)
            return self._session.send(
                prepared, timeout=self._timeout, allow_redirects=False, proxies=proxies, stream=stream
            )
        except requests.RequestException as trouble:
            if _never_connected(trouble):
                raise TryLater("no connection", retry_after=RETRY_SECONDS) from trouble
            raise OutcomeUnknown(type(trouble).__name__) from trouble
        except (HTTPError, OSError) as trouble:
            raise OutcomeUnknown(type(trouble).__name__) from trouble


def trouble_in(status: int, text: str, headers: Mapping[str, str]) -> TelephonyError | None:
    """What an answer of the API means for whoever asked; None when the request was carried out."""
    body = _json(text)
    if 200 <= status < 300:
        return OutcomeUnknown("an unreadable answer") if status != 204 and body is None else None
    code, detail = _code_and_message(body, status)
    if status == 401 or code in ACCOUNT_CODES:
        return AccountTrouble(detail, code=code)
    if status in (429, 503) or code in _FULL:
        return TryLater(detail, retry_after=_retry_after(headers))
    if status == 404 or code in _GONE:
        return NotThere(detail, code=code)
    if 400 <= status < 500:
        return CallRefused(detail, code=code, status=status)
    return OutcomeUnknown(f"HTTP {status}")


def _never_connected(trouble: requests.RequestException) -> bool:
    """Whether the request certainly never left: there was no connection to send it on."""
    cause = trouble.args[0] if trouble.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


def _json(text: str) -> Mapping[str, object] | None:
    try:
        body = json.loads(text)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _code_and_message(body: Mapping[str, object] | None, status: int) -> tuple[int, str]:
    code = (body or {}).get("code")
    message = (body or {}).get("message", "")
    return (code if isinstance(code, int) else status), f"{code or status}: {message}"[:300]


def _retry_after(headers: Mapping[str, str]) -> float:
    try:
        asked = float(headers.get("Retry-After", ""))
    except ValueError:
        return RETRY_SECONDS
    return min(max(RETRY_SECONDS, asked), LONGEST_RETRY_SECONDS)
