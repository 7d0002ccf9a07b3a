"""A request sent twice with one Idempotency-Key is carried out once, and answered alike both times."""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete

from callbacks.board import Board
from console.api.problem import Problem, wrong
from console.asker import Asker
from records.database import together, writing
from records.errors import KeyReused, RequestInProgress
from records.idempotency import Answer, IdempotentRequest, begin, finish

_ABOUT: Final = re.compile(r"^/api/v1/((?:customers|cases|calls)/[^/?]{1,80})")
LONGEST_KEY = 200
NOT_KEPT = ""


@dataclass(frozen=True, kw_only=True)
class Repeatable:
    """A request that changes something, under the key its sender gave it.

    `keeps`: what it is answered is kept for whoever sends it again. Otherwise it is carried out again, to the same end.
    `kept_with_act`: it is carried out and its answer kept in one transaction, or neither.
    """

    sender: Asker
    key: str
    method: str
    target: str
    body: bytes
    keeps: bool = True
    kept_with_act: bool = False

    @property
    def caller(self) -> str:
        return self.sender.label

    @property
    def about(self) -> str | None:
        """The customer, case or call that is asked for; other paths may hold codes."""
        found = _ABOUT.search(self.target)
        return found[1] if found else None

    def request_hash(self, secret: bytes) -> str:
        """Tells one request from another, and nobody without our secret what was in it: a PIN would soon be guessed."""
        told = b"\n".join((self.method.encode(), self.target.encode("utf-8", "surrogateescape"), self.body))
        return hmac.new(secret, told, hashlib.sha256).hexdigest()


def once(board: Board, request: Repeatable, carry_out: Callable[[], Answer]) -> Answer:
    """The answer of the first such request. One that failed on our side (5xx) may be sent again."""
    if not request.key.isprintable() or len(request.key) > LONGEST_KEY:
        raise wrong("Idempotency-Key", f"At most {LONGEST_KEY} printable characters.")
    answered = _begun(board, request)
    if answered is not None and answered.body != NOT_KEPT:
        return answered
    try:
        if request.kept_with_act:
            return _carried_out_and_kept(board, request, carry_out)
        answer = carry_out()
    except BaseException:
        _settle(board, request, None)
        raise
    _settle(board, request, answer)
    return answer


def _carried_out_and_kept(board: Board, request: Repeatable, carry_out: Callable[[], Answer]) -> Answer:
    """Both or neither: whoever kills us in between has stopped both, and asked again it is done."""
    with together(board.database):
        answer = carry_out()
        _settle(board, request, answer)
    return answer


def _as_kept(request: Repeatable, answer: Answer) -> Answer:
    """A refusal holds no secret and is always kept."""
    return answer if request.keeps or answer.status >= 400 else Answer(status=answer.status, body=NOT_KEPT)


def _begun(board: Board, request: Repeatable) -> Answer | None:
    try:
        with writing(board.database) as session:
            return begin(session, caller=request.caller, key=request.key, now=board.clock(),
                         request_hash=request.request_hash(board.secret), about=request.about)  # fmt: skip
    except KeyReused:
        raise Problem(422, "This Idempotency-Key was used for another request.") from None
    except RequestInProgress:
        raise Problem(409, "The first request with this Idempotency-Key is still running.", retry_after=1) from None


def _settle(board: Board, request: Repeatable, answer: Answer | None) -> None:
    with writing(board.database) as session:
        if answer is not None and answer.status < 500:
            finish(session, caller=request.caller, key=request.key, answer=_as_kept(request, answer))
        else:
            session.execute(delete(IdempotentRequest).filter_by(caller=request.caller, key=request.key))
