"""Pages read what programs read: the API's own operations, asked as whoever looks, and noted as looked at."""

from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel

from callbacks.looking import note_look
from console.api.operation import Asked
from console.api.problem import Problem
from console.pages.page import NotThere, Visit
from ivr.voice_board import VoiceBoard

Answer = TypeVar("Answer", bound=BaseModel)


def ask(
    visit: Visit, does: Callable[[VoiceBoard, Asked], Answer], query: BaseModel | None = None, **path: str
) -> Answer:
    """The answer of an operation. Raises NotThere for what there is not."""
    try:
        return does(visit.board, Asked(who=visit.who, once="", path=path, query=query))
    except Problem as problem:
        raise NotThere from problem


def looked_at(visit: Visit, **subjects: str | None) -> None:
    """Whoever visits has seen this customer, case, call: it goes into the audit."""
    seen = [f"{kind}:{name}" for kind, name in subjects.items() if name]
    note_look(visit.board, visit.who.label, seen)
