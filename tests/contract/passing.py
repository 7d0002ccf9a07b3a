"""Watching what passes between a REST client and the simulator, and noting what Twilio would not have done."""

import warnings
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from requests.adapters import BaseAdapter

from tests.contract.checking import Asked, Verdict, check_answer, check_request
from tests.contract.definition import Definition, twilio

BREACHES: list[str] = []
"""What was wrong since somebody last looked. Kept, not raised: a raise would change what the sender does next."""

SEEN: set[str] = set()
"""The operations that passed with success, by name."""


class UnknownField(UserWarning):
    """A field was sent that Twilio's definitions do not have. Twilio ignores it; its sender may not know."""


class CheckedAdapter(BaseAdapter):
    """Between a session and the adapter that carries its requests. Where Twilio's file is absent it only carries.

    A request of ours must always be right (`strict`); in the simulator's own tests wrong ones are sent on purpose, and
    then must be refused.
    """

    def __init__(self, carrier: BaseAdapter, *, strict: bool, definition: Definition | None = None) -> None:
        super().__init__()
        self._carrier = carrier
        self._strict = strict
        self._definition = definition or twilio()

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        if self._definition is None:
            return self._carrier.send(request, *args, **kwargs)
        asked = _asked(request)
        verdict = check_request(self._definition, asked)
        if self._strict:
            self._note(asked, verdict.wrong)
        answer = self._carrier.send(request, *args, **kwargs)
        self._check_answer(asked, verdict, answer)
        return answer

    def close(self) -> None:
        self._carrier.close()

    def _check_answer(self, asked: Asked, verdict: Verdict, answer: requests.Response) -> None:
        if answer.status_code < 400 and not self._strict:
            self._note(asked, [f"{line} (and it was let pass)" for line in verdict.wrong])
        if verdict.unknown:
            warnings.warn(f"{asked.method} {asked.path}: {', '.join(verdict.unknown)}", UnknownField, stacklevel=2)
        if verdict.operation is not None:
            self._note(asked, check_answer(verdict.operation, answer.status_code, answer.content))
            SEEN.update([verdict.operation.name] if answer.status_code < 400 else [])

    def _note(self, asked: Asked, wrong: Sequence[str]) -> None:
        BREACHES.extend(f"{asked.method} {asked.path}: {line}" for line in wrong)


def take_breaches() -> list[str]:
    """What was wrong since the last look, and a clean sheet."""
    found = BREACHES[:]
    BREACHES.clear()
    return found


def _asked(request: requests.PreparedRequest) -> Asked:
    parts = urlsplit(request.url or "")
    body = request.body or b""
    form = body.decode() if isinstance(body, bytes) else str(body)
    return Asked(
        method=request.method or "GET",
        path=parts.path,
        query=parse_qs(parts.query, keep_blank_values=True),
        form=parse_qs(form, keep_blank_values=True),
    )
