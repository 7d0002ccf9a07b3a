"""The cookie a signed-in browser sends, and whether a request comes from a page of ours."""

import hmac
from ipaddress import ip_address
from urllib.parse import urlsplit

from werkzeug.wrappers import Request, Response

from console.people.browser_session import LONGEST, csrf_of

CSRF_HEADER = "X-Sahip-CSRF"


def is_secure(public: str) -> bool:
    return public.startswith("https:")


def cookie_name(public: str) -> str:
    """With `__Host-` no other site below our name can set it; browsers take that over https alone."""
    return "__Host-sahip" if is_secure(public) else "sahip"


def token_in(request: Request, public: str) -> str | None:
    return request.cookies.get(cookie_name(public))


def hand_out(response: Response, token: str, public: str) -> None:
    response.set_cookie(cookie_name(public), token, max_age=LONGEST, path="/", secure=is_secure(public), httponly=True,
                        samesite="Lax")  # fmt: skip


def take_back(response: Response, public: str) -> None:
    response.delete_cookie(cookie_name(public), path="/", secure=is_secure(public), httponly=True, samesite="Lax")


def comes_from_us(request: Request) -> bool:
    """Browsers say where a request was made; one made on another site is refused whatever else it carries."""
    if (site := request.headers.get("Sec-Fetch-Site")) is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def address_of(request: Request) -> str:
    """Where a request comes from. A proxy of ours tells for whom it asks; what others tell of themselves counts not."""
    peer = request.remote_addr or ""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return told if told and _is_of_our_network(peer) and _is_address(told) else peer


def _is_of_our_network(peer: str) -> bool:
    return _is_address(peer) and ip_address(peer).is_private


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def carries_csrf(request: Request, token: str, *, secret: bytes) -> bool:
    """In the header where a page's own script asks, in the field `csrf` where a form does."""
    told = request.headers.get(CSRF_HEADER) or (request.form.get("csrf") if _is_form(request) else None) or ""
    return hmac.compare_digest(told.encode(), csrf_of(token, secret=secret).encode())


def _is_form(request: Request) -> bool:
    return request.mimetype in ("application/x-www-form-urlencoded", "multipart/form-data")
