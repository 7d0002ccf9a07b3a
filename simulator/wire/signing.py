"""The signature Twilio puts on its webhooks."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit


def signature(auth_token: str, url: str, form: Iterable[tuple[str, str]]) -> str:
    """base64(HMAC-SHA1(token, URL + each POST name immediately followed by its value, sorted by name)).

    A repeated name counts each distinct value once, sorted.
    """
    signed = signed_url(url) + "".join(name + value for name, value in sorted(set(form)))
    digest = hmac.new(auth_token.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def signed_url(url: str) -> str:
    """The URL as it is signed: no fragment, no user:password; over https no port either, over http the port stays."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if parts.scheme == "https":
        host = _without_port(host)
    return urlunsplit((parts.scheme, host, parts.path, parts.query, ""))


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
