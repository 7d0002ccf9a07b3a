"""One telephone of the demo, held over HTTP: what it hears, and what can be done with it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import requests

from engine.errors import CallFailed, DemoDoesNotStart

TIMEOUT_SECONDS = 10


class HandsetLine:
    """Raises DemoDoesNotStart when no demo answers, CallFailed with the network's reason when it refuses."""

    def __init__(self, simulator_url: str, number: str) -> None:
        self._url = f"{simulator_url}/_sim/handsets"
        self._one = f"{self._url}/{quote(number, safe='')}"
        self._number = number
        self._session = requests.Session()

    def take(self, name: str) -> None:
        """Have the telephone in hand. Raises CallFailed when somebody else is talking on it."""
        if self._ask("POST", self._url, {"number": self._number, "name": name})["state"] != "idle":
            raise CallFailed(f"{self._number} is on a call already; use another --from, or hang up there.")

    def look(self) -> Mapping[str, Any]:
        told: Mapping[str, Any] = self._ask("GET", self._one)
        return told

    def do(self, deed: str, **given: str) -> None:
        self._ask("POST", f"{self._one}/{deed}", given)

    def put_back(self) -> None:
        self._ask("DELETE", self._one)

    def _ask(self, method: str, url: str, body: Mapping[str, str] | None = None) -> Any:
        try:
            answer = self._session.request(method, url, json=body, timeout=TIMEOUT_SECONDS)
            told = answer.json()
        except (requests.RequestException, ValueError):
            raise DemoDoesNotStart(
                f"No demo answers at {self._url.partition('/_sim')[0]}: start one with `sahip demo`, in this folder."
            ) from None
        if answer.status_code >= 400:
            raise CallFailed(f"{told.get('error', answer.status_code)}.")
        return told
