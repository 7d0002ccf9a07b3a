"""Webhooks over real HTTP, to this machine only."""

import ipaddress
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode, urlsplit

import requests

from simulator.wire.transport import Answer, ConnectFailed, ReadTimedOut, Timeouts


def is_loopback(host: str) -> bool:
    """Is this this machine itself? Names other than `localhost` are not looked up, and do not count."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class HttpTransport:
    """Carries webhooks over HTTP. Refuses, whatever it is told, to leave this machine."""

    def __call__(
        self, method: str, url: str, form: Sequence[tuple[str, str]], headers: Mapping[str, str], timeout: Timeouts
    ) -> Answer:
        if not is_loopback(urlsplit(url).hostname or ""):
            raise ConnectFailed(f"{url} is not on this machine")
        try:
            return self._send(method, url, form, headers, timeout)
        except requests.exceptions.ConnectTimeout as error:
            raise ConnectFailed(str(error)) from error
        except requests.exceptions.Timeout as error:
            raise ReadTimedOut(str(error)) from error
        except requests.exceptions.RequestException as error:
            raise ConnectFailed(str(error)) from error

    def _send(
        self, method: str, url: str, form: Sequence[tuple[str, str]], headers: Mapping[str, str], timeout: Timeouts
    ) -> Answer:
        """One request on a connection of its own, so that nothing is silently repeated on a stale one."""
        with requests.Session() as session:
            session.trust_env = False
            response = session.request(
                method,
                url,
                data=urlencode(list(form)).encode() if method == "POST" else None,
                headers={**headers, **_content_type(method)},
                timeout=(timeout.connect, min(timeout.read, timeout.total)),
                allow_redirects=False,
            )
            return Answer(status=response.status_code, headers=dict(response.headers), body=response.content)


def _content_type(method: str) -> dict[str, str]:
    return {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"} if method == "POST" else {}
