"""Serving the page at `/phone`: static files of ours, under a policy that lets nothing else in."""

from pathlib import Path

from flask import Blueprint, Response, send_from_directory

from simulator.control.door import keep_strangers_out

FOLDER = Path(__file__).with_name("page")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml"}


def phone_page() -> Blueprint:
    pages = Blueprint("phone", __name__)
    pages.before_request(_keep_strangers_out)

    @pages.get("/phone")
    def page() -> Response:
        return _file("index.html")

    @pages.get("/phone/<path:name>")
    def part(name: str) -> Response:
        return _file(name)

    return pages


def _keep_strangers_out() -> tuple[dict[str, str], int] | None:
    """A link from another site may open the page, as links do; being named by another host may not."""
    return keep_strangers_out(links_welcome=True)


def _file(name: str) -> Response:
    kind = TYPES.get(Path(name).suffix, "application/octet-stream")
    response = send_from_directory(FOLDER, name, mimetype=kind, conditional=True)
    response.headers.update(HEADERS)
    return response
