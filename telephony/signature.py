"""Who sent this webhook: the signature Twilio puts on every request, checked against our configured public URL."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import ParseResult, parse_qs, urlparse

FORM = "application/x-www-form-urlencoded"

_PLAIN = re.compile(r"/[A-Za-z0-9._~/-]*(?:\?[A-Za-z0-9._~/&=+%-]+)?")
"""A target that a reader of URLs gives back as it was: nothing in it is dropped or respelt."""
_PLAIN_BASE = re.compile(r"[a-z]+://[^/?#;\s]+(?:/[A-Za-z0-9._~/-]*)?")

Parameters = Mapping[str, str] | Iterable[tuple[str, str]]


def sign(url: str, params: Parameters, token: str) -> str:
    """Twilio's signature: base64(HMAC-SHA1(token, URL and every distinct name and value in case-sensitive order))."""
    pairs = params.items() if isinstance(params, Mapping) else params
    return _signed(token.encode(), url.encode(), _in_order(pairs)).decode()


def _in_order(pairs: Iterable[tuple[str, str]]) -> bytes:
    return "".join([name + value for name, value in sorted(set(pairs))]).encode()


def _signed(token: bytes, url: bytes, fields: bytes) -> bytes:
    return base64.b64encode(hmac.digest(token, url + fields, "sha1"))


class SignatureCheck:
    """Decides whether a request came from Twilio.

    `public_url` is the base of every URL we hand out; forwarded headers are never believed. `tokens` are the account's
    auth token and, during a rotation, the next one.
    """

    def __init__(self, public_url: str, tokens: Sequence[str]) -> None:
        if not tokens or not all(tokens):
            raise ValueError("A signature check needs at least one auth token, and none may be empty.")
        if urlparse(public_url).scheme not in ("http", "https") or not urlparse(public_url).hostname:
            raise ValueError(f"The public URL {public_url!r} is not an http or https address.")
        self._base = public_url.rstrip("/")
        self._tokens = tuple(token.encode() for token in tokens)
        self._bases = _spellings(urlparse(self._base)) if _PLAIN_BASE.fullmatch(self._base) else None

    def accepts(
        self,
        path_and_query: str,
        form: Parameters,
        signature: str | None,
        body: bytes = b"",
        content_type: str = FORM,
    ) -> bool:
        """Whether one of our tokens signed this request. Never raises: what cannot be read is not Twilio's.

        `path_and_query` is the request line's target, undecoded. `form` holds every field, also empty and repeated
        ones. A body that is not a form must be vouched for by `bodySHA256` in the query.
        """
        try:
            return self._accepts(path_and_query, form, signature or "", body, content_type)
        except (ValueError, TypeError, AttributeError):
            return False

    def _accepts(self, target: str, form: Parameters, signature: str, body: bytes, content_type: str) -> bool:
        if not target.startswith("/"):
            return False
        is_form = not body or content_type.partition(";")[0].strip().lower() == FORM
        if not is_form and not _vouched_for(urlparse(self._base + target), body):
            return False
        signed = _in_order(form.items() if isinstance(form, Mapping) else form) if is_form else b""
        claimed = signature.encode()
        spellings = [spelling.encode() for spelling in self._spellings_of(target)]
        return any(
            hmac.compare_digest(_signed(token, spelling, signed), claimed)
            for token in self._tokens
            for spelling in spellings
        )

    def _spellings_of(self, target: str) -> tuple[str, str]:
        """Our own targets stand behind our address as they are; others are taken apart and put together again."""
        if self._bases and _PLAIN.fullmatch(target):
            without, with_port = self._bases
            return without + target, with_port + target
        return _spellings(urlparse(self._base + target))


def _vouched_for(url: ParseResult, body: bytes) -> bool:
    claimed = parse_qs(url.query).get("bodySHA256", [""])[0]
    return hmac.compare_digest(hashlib.sha256(body).hexdigest().encode(), claimed.encode())


def _spellings(url: ParseResult) -> tuple[str, str]:
    """The URL with and without its port: Twilio signs either, by scheme and product. A password is never signed."""
    host = url.netloc.rpartition("@")[2]
    name = host.removesuffix(f":{url.port}") if url.port else host
    port = url.port or (443 if url.scheme == "https" else 80)
    return url._replace(netloc=name).geturl(), url._replace(netloc=f"{name}:{port}").geturl()
