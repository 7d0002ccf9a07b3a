"""The live process: server-sent events, kept apart so that streams never share threads with Twilio's webhooks.

Desks and wallboards will listen here; for now it answers that it is alive.
"""

from flask import Flask, Response

from engine.settings import Settings


def live_app(settings: Settings) -> Flask:
    app = Flask("sahip-live", static_folder=None)

    @app.get("/healthz")
    def healthz() -> Response:
        return Response(f"ok {settings.site}\n", content_type="text/plain")

    return app
