"""Who may use the control API and the page: programs and pages of this machine, and nobody else's page.

A page elsewhere can make a browser on this machine send requests here: by a form or a fetch to another origin, or by a
name of its own that suddenly resolves to 127.0.0.1. The first is seen in Origin and Sec-Fetch-Site, the second in Host.

Guests are the origins of the application's own pages, which are browser clients as if they had Twilio's Voice SDK.
"""

from urllib.parse import urlsplit

from flask import Request, Response, current_app, request

from simulator.wire.http_transport import is_loopback

Refusal = tuple[dict[str, str], int]
GUESTS = "SIMULATOR_GUESTS"
"""Under this name the application's configuration has the origins that are welcome."""
FOR_GUESTS = ("/_sim/devices", "/_sim/earpieces", "/_sim/speech", "/phone/")
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def keep_strangers_out(*, links_welcome: bool = False) -> Refusal | None:
    """Refuse with 403 what does not come from this machine's own pages and programs.

    With `links_welcome` a link on another site's page may be followed here.
    """
    if not _is_for_this_machine(request.host):
        return {"error": f"this is a telephone of this machine, and {request.host} is not a name of it"}, 403
    if _guest(request):
        return None
    followed = links_welcome and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if (request.headers.get("Sec-Fetch-Site") == "cross-site" and not followed) or not _is_our_own_page(request):
        return {"error": "another site's page may not use this telephone"}, 403
    return None


def greet_guests(response: Response) -> Response:
    """Tell the browser that the page which asks may read the answer."""
    if guest := _guest(request):
        response.headers["Access-Control-Allow-Origin"] = guest
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        response.headers["Access-Control-Max-Age"] = "600"
        response.headers["Vary"] = "Origin"
    return response


def _guest(asked: Request) -> str:
    """The origin of the guest who asks for something guests may have, or nothing."""
    origin = asked.headers.get("Origin", "")
    welcome = origin in current_app.config[GUESTS] and asked.path.startswith(FOR_GUESTS)
    return origin if welcome else ""


def _is_for_this_machine(host: str) -> bool:
    try:
        return is_loopback(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False


def _is_our_own_page(asked: Request) -> bool:
    """Whoever changes something, and is a page, must be our own. Programs send neither header."""
    if asked.method in READING:
        return True
    origin = asked.headers.get("Origin")
    if origin is not None and origin != f"{asked.scheme}://{asked.host}":
        return False
    return asked.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")
