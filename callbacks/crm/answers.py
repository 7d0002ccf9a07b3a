"""Reading what a CRM answered: JSON of the shape it should have, or a reason why not."""

import json
from typing import Any, Final

from callbacks.dips.errors import AnswerRefused, DipFailed
from callbacks.outside.exchange import Reply

LONGEST: Final = 200
"""Of an id, an e-mail address or a case number."""


class CrmBusy(DipFailed):
    """The CRM asks to be left alone for a while."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:g} s")
        self.seconds = seconds


class LoginRefused(DipFailed):
    """The CRM does not take our credentials: see the secret in the environment."""


def told(reply: Reply) -> Any:
    """The answer's JSON. Raises DipFailed for anything but a 200 that holds some."""
    if reply.status in (401, 403):
        raise LoginRefused(f"status {reply.status}")
    if reply.status in (429, 503):
        raise CrmBusy(_seconds(reply.headers.get("retry-after", "")))
    if reply.status != 200:
        raise AnswerRefused(f"status {reply.status}")
    try:
        return json.loads(reply.body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise AnswerRefused("not JSON") from None


def rows(tree: Any, name: str) -> list[dict[str, Any]]:
    """The list of objects under this name."""
    found = tree.get(name) if isinstance(tree, dict) else None
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise AnswerRefused(f"no list of {name}")
    return found


def text(value: Any) -> str:
    """A short text, of a number too; anything else is empty."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(value)[:LONGEST]).split())


def _seconds(retry_after: str) -> float:
    told = retry_after.strip()
    return float(told) if told.isascii() and told.isdigit() and len(told) < 6 else 0.0
