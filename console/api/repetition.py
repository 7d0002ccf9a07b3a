"""A request sent twice with one Idempotency-Key is carried out once, and answered alike both times."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete

from callbacks.board import Board
from console.api.problem import Problem, wrong
from console.api_key import ApiKey
from records.database import writing
from records.errors import KeyReused, RequestInProgress
from records.idempotency import Answer, IdempotentRequest, begin, finish

LONGEST_KEY = 200


@dataclass(frozen=True, kw_only=True)
class Repeatable:
    """A request that changes something, under the key its sender gave it."""

    sender: ApiKey
    key: str
    method: str
    target: str
    body: bytes

    @property
    def caller(self) -> str:
        return f"key:{self.sender.id}"

    def request_hash(self, secret: bytes) -> str:
        """Tells one request from another, and nobody without our secret what was in it: a PIN would soon be guessed."""
        told = b"\n".join((self.method.encode(), self.target.encode("utf-8", "surrogateescape"), self.body))
        return hmac.new(secret, told, hashlib.sha256).hexdigest()


def once(board: Board, request: Repeatable, carry_out: Callable[[], Answer]) -> Answer:
    """The answer of the first such request. One that failed on our side (5xx) may be sent again."""
    if not request.key.isprintable() or len(request.key) > LONGEST_KEY:
        raise wrong("Idempotency-Key", f"At most {LONGEST_KEY} printable characters.")
    answered = _begun(board, request)
    if answered is not None:
        return answered
    answer: Answer | None = None
    try:
        answer = carry_out()
    finally:
        _settle(board, request, answer)
    return answer


def _begun(board: Board, request: Repeatable) -> Answer | None:
    try:
        with writing(board.database) as session:
            return begin(session, caller=request.caller, key=request.key, now=board.clock(),
                         request_hash=request.request_hash(board.secret))  # fmt: skip
    except KeyReused:
        raise Problem(422, "This Idempotency-Key was used for another request.") from None
    except RequestInProgress:
        raise Problem(409, "The first request with this Idempotency-Key is still running.", retry_after=1) from None


def _settle(board: Board, request: Repeatable, answer: Answer | None) -> None:
    with writing(board.database) as session:
        if answer is not None and answer.status < 500:
            finish(session, caller=request.caller, key=request.key, answer=answer)
        else:
            session.execute(delete(IdempotentRequest).filter_by(caller=request.caller, key=request.key))
