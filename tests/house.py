"""The engine assembled for a test: real stores, real signatures, a clock and ids that the test holds."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.board import assemble
from engine.centre import Centre
from engine.settings import Settings, read_settings
from ivr.voice_board import VoiceBoard
from telephony.signature import sign
from tests.shipped_centre import shipped_centre


def demo_settings(database_url: str, redis_url: str, **changes: str) -> Settings:
    given = {"SAHIP_MODE": "demo", "DATABASE_URL": database_url, "REDIS_URL": redis_url, "SAHIP_CALLS_PER_SECOND": "10"}
    return read_settings(given | changes)


def house(
    database_url: str,
    redis_url: str,
    *,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    session: requests.Session | None = None,
    centre: Centre | None = None,
    busy_ms: int = 100,
    **settings: Any,
) -> VoiceBoard:
    return assemble(
        demo_settings(database_url, redis_url, **settings),
        centre or shipped_centre(),
        redis_url=redis_url,
        clock=clock,
        new_id=new_id,
        session=session or requests.Session(),
        busy_ms=busy_ms,
    )


class SignedClient:
    """Asks our webhooks as Twilio does: form fields, signed over the public URL."""

    def __init__(self, client: FlaskClient, voice: VoiceBoard, token: str) -> None:
        self.client, self.voice, self.token = client, voice, token

    def post(self, address: str, /, signed: bool = True, **fields: Any) -> TestResponse:
        parts = urlsplit(address)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        form = {"AccountSid": self.voice.account_sid, "ApiVersion": "2010-04-01", **fields}
        signature = sign(self.voice.urls.public + target, form, self.token if signed else "wrong")
        return self.client.post(
            target,
            data=urlencode(form),
            content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": signature},
        )
