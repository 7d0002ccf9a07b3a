"""Who sent this webhook: the signature Twilio puts on every request, checked against our configured public URL."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import ParseResult, parse_qs, urlparse

FORM = "application/x-www-form-urlencoded"

Parameters = Mapping[str, str] | Iterable[tuple[str, str]]


def sign(url: str, params: Parameters, token: str) -> str:
    """Twilio's signature: base64(HMAC-SHA1(token, URL and every distinct name and value in case-sensitive order))."""
    pairs = params.items() if isinstance(params, Mapping) else params
    text = url + "".join(name + value for name, value in sorted(set(pairs)))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


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
        self._tokens = tuple(tokens)

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
        url = urlparse(self._base + target)
        is_form = not body or content_type.partition(";")[0].strip().lower() == FORM
        if not is_form and not _vouched_for(url, body):
            return False
        signed = tuple(form.items() if isinstance(form, Mapping) else form) if is_form else ()
        right = [sign(spelling, signed, token) for token in self._tokens for spelling in _spellings(url)]
        verdicts = [hmac.compare_digest(one.encode(), signature.encode()) for one in right]
        return any(verdicts)


def _vouched_for(url: ParseResult, body: bytes) -> bool:
    claimed = parse_qs(url.query).get("bodySHA256", [""])[0]
    return hmac.compare_digest(hashlib.sha256(body).hexdigest().encode(), claimed.encode())


def _spellings(url: ParseResult) -> tuple[str, str]:
    """The URL with and without its port: Twilio signs either, by scheme and product. A password is never signed."""
    host = url.netloc.rpartition("@")[2]
    name = host.removesuffix(f":{url.port}") if url.port else host
    port = url.port or (443 if url.scheme == "https" else 80)
    return url._replace(netloc=name).geturl(), url._replace(netloc=f"{name}:{port}").geturl()
