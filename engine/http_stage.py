"""A scripted call on the real stage: our processes and the simulator, over HTTP, on the real clock."""

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import requests

from engine.scripted_call import Script, Told

TIMEOUT_SECONDS = 10


class HttpStage:
    """`engine_url` is where we answer, `key` an API key of ours; `simulator_url` is the simulator beside us."""

    def __init__(self, engine_url: str, key: str, simulator_url: str) -> None:
        self._engine, self._simulator = engine_url, simulator_url
        self._session = requests.Session()
        self._key = key
        self._placed: dict[str, str] = {}
        self._begin_at = 0
        self.asked_before: list[str] = []
        self.asked_after: list[str] = []
        """What people did through our API before the curtain rose, and since."""

    @property
    def addresses(self) -> tuple[str, str, str]:
        """For another stage in the same house."""
        return self._engine, self._key, self._simulator

    def now(self) -> datetime:
        return datetime.now(UTC)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self._key}"}
        answer = self._session.request(method, self._engine + path, json=body, headers=headers, timeout=TIMEOUT_SECONDS)
        if method != "GET":
            done = self.asked_after if self._placed else self.asked_before
            done.append(f"{method} {path} {_short(body)} → {answer.status_code}")
        return answer.status_code, answer.json()

    def begin(self, script: Script) -> None:
        self._begin_at = int(self._get("state")["trace"])
        for name, person in script.people.items():
            told = dict(person)
            self._post("people", {"number": told.pop("phone"), "name": name, **told})
        self._post("faults/none", {})  # what an earlier script left over
        for fault in script.faults:
            self._post("faults", dict(fault))
        for name, caller in script.callers.items():
            self._placed[name] = self._post("calls", {"name": name, **caller})["id"]

    def callers(self) -> Mapping[str, Told]:
        known = {caller["id"]: caller for caller in self._get("state")["callers"]}
        return {name: _told(known[placed]) for name, placed in self._placed.items()}

    def let_pass(self, seconds: float) -> None:
        time.sleep(seconds)

    def rings(self, number: str) -> int:
        dialled = [
            entry for entry in self._entries() if entry["kind"] == "leg" and entry["text"].startswith("is dialled")
        ]
        return sum(1 for entry in dialled if number in entry["text"])

    def heard(self, name: str) -> Sequence[str]:
        return [entry["text"] for entry in self._entries() if entry["kind"] == "say" and entry["name"] == name]

    def transcript(self, *, colour: bool) -> str:
        """Everything since `begin`: the people, the webhooks, the TwiML and the REST calls, with times."""
        answer = self._session.get(
            f"{self._simulator}/_sim/transcript",
            params={"since": self._begin_at, "colour": int(colour)},
            timeout=TIMEOUT_SECONDS,
        )
        answer.raise_for_status()
        return answer.text

    def _entries(self) -> Sequence[Mapping[str, Any]]:
        entries: Sequence[Mapping[str, Any]] = self._get(f"trace?since={self._begin_at}")["entries"]
        return entries

    def _get(self, what: str) -> Any:
        answer = self._session.get(f"{self._simulator}/_sim/{what}", timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        return answer.json()

    def _post(self, what: str, told: Mapping[str, Any]) -> Any:
        answer = self._session.post(f"{self._simulator}/_sim/{what}", json=told, timeout=TIMEOUT_SECONDS)
        if answer.status_code == 400:
            raise ValueError(answer.json()["error"])
        answer.raise_for_status()
        return answer.json()


def _short(body: Any) -> str:
    return "" if body is None else " ".join(f"{name}={value}" for name, value in body.items())


def _told(caller: Mapping[str, Any]) -> Told:
    call = caller["sids"][-1] if caller["sids"] else ""
    return Told(call=call, over=caller["over"], failures=caller["failures"])
