"""What every page tells the browser: whose scripts run, whom it may speak with, who may show it in a frame."""

from urllib.parse import urlsplit

from werkzeug.wrappers import Response

from console.pages.page import Where

TWILIO = "https://*.twilio.com wss://*.twilio.com"
"""Where the browser phone of a real account connects. In the demo the simulator stands there, and its phone with it."""


def guard(response: Response, where: Where) -> None:
    live = urlsplit(where.live)
    origin = f"{live.scheme}://{live.netloc}" if live.netloc else ""
    carrier = [where.simulator] if where.simulator else []
    phone = carrier or ([] if where.demo else [TWILIO])
    told = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *carrier]),
        "style-src": "'self'",
        "img-src": "'self' data:",
        "media-src": " ".join(["'self' blob:", *(carrier or ["https://*.twilio.com"])]),
        "connect-src": " ".join(["'self'", *([origin] if origin else []), *phone]),
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    response.headers["Content-Security-Policy"] = "; ".join(f"{name} {value}" for name, value in told.items())
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers.setdefault("Cache-Control", "no-store")
