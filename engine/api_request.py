"""One request to the REST API of the engine that runs here, for people at a terminal."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

import requests
from requests.exceptions import InvalidHeader

from engine.errors import OrderRefused

TIMEOUT_SECONDS: Final = 30
BELOW: Final = "/api/v1/"


@dataclass(frozen=True, kw_only=True)
class ApiRequest:
    """`path` is below /api/v1, with its query. `once` is the Idempotency-Key: the same again has one effect."""

    method: str
    path: str
    body: Any = None
    once: str | None = None


@dataclass(frozen=True, kw_only=True)
class ApiReply:
    status: int
    told: Any = field(repr=False)

    @property
    def well(self) -> bool:
        return self.status < 400


def body_of(written: str | None) -> Any:
    """What was typed as JSON. Raises OrderRefused with where it stops being JSON."""
    if written is None:
        return None
    try:
        return json.loads(written)
    except ValueError as invalid:
        raise OrderRefused(f"--data is not JSON: {invalid}.") from None


def ask_api(request: ApiRequest, *, engine_url: str, key: str) -> ApiReply:
    """Send it. Raises OrderRefused where nobody answers, or it is not our API that does."""
    headers = {"Authorization": f"Bearer {key}"}
    if request.once is not None:
        headers["Idempotency-Key"] = request.once
    url = engine_url + BELOW + request.path.removeprefix(BELOW).lstrip("/")
    try:
        answer = requests.request(request.method, url, json=request.body, headers=headers, timeout=TIMEOUT_SECONDS)
    except (InvalidHeader, UnicodeError):
        raise OrderRefused("A key has letters and digits alone: copy it again.") from None
    except requests.RequestException as trouble:
        raise OrderRefused(f"Nothing answers at {engine_url}: does `sahip web` run? ({trouble})") from None
    try:
        return ApiReply(status=answer.status_code, told=answer.json())
    except ValueError:
        raise OrderRefused(f"What answers at {engine_url} is not our API.") from None
