"""One HTTP request as Twilio sends it: address, fields, headers, signature."""

import base64
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from simulator.wire.signing import signature
from simulator.wire.transport import Pairs

USER_AGENT = "TwilioProxy/1.1"
KEPT_IN_URLS = "!#$%&'()*+,/:;=?@[]~"
"""Characters that have a meaning in a URL; what is neither ASCII nor one of these goes out as %XX."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """`url` is what is asked and signed: without user:password, with the fields of a GET."""

    method: str
    url: str
    form: Pairs
    headers: Pairs
    signature: str


def sealed(token: str, method: str, url: str, params: Pairs, headers: Pairs = ()) -> Request:
    """The request for a URL, signed. What a URL says of user and password becomes Basic authentication."""
    address, login = without_login(quote(url, safe=KEPT_IN_URLS))
    if method == "GET" and params:
        address = f"{address}{'&' if '?' in address else '?'}{urlencode(list(params))}"
        params = ()
    seal = signature(token, address, params)
    added = (("X-Twilio-Signature", seal), ("User-Agent", USER_AGENT), ("Accept", "*/*"), *login)
    return Request(method=method, url=address, form=params, headers=(*headers, *added), signature=seal)


def joined(base: str, url: str) -> str:
    """Where a URL leads from another; what is no URL stays as it is, and is refused when it is asked."""
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def without_login(url: str) -> tuple[str, Pairs]:
    """The URL without `user:password@`, and the header that says it instead."""
    if "@" not in url:
        return url, ()
    parts = urlsplit(url)
    login, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, ()
    user, _, password = login.partition(":")
    secret = base64.b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode()
    return urlunsplit(parts._replace(netloc=host)), (("Authorization", f"Basic {secret}"),)
