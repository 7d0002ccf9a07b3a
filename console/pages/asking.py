"""Pages read what programs read: the API's own operations, asked as whoever looks, and noted as looked at."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeVar

from pydantic import BaseModel

from callbacks.looking import note_look
from console.api.looks import looked_at as seen_in
from console.api.operation import Asked, Operation
from console.api.operations import OPERATIONS
from console.api.problem import Problem
from console.pages.page import NotThere, Visit
from ivr.voice_board import VoiceBoard

Answer = TypeVar("Answer", bound=BaseModel)


def ask(
    visit: Visit, does: Callable[[VoiceBoard, Asked], Answer], query: BaseModel | None = None, **path: str
) -> Answer:
    """The answer of an operation, which is looked at as one of the API's is. Raises NotThere for what there is not."""
    asked = Asked(who=visit.who, once="", path=path, query=query)
    try:
        answer = does(visit.board, asked)
    except Problem as problem:
        raise NotThere from problem
    if operation := _reading().get(does):
        note_look(visit.board, visit.who.label, seen_in(operation, asked, answer.model_dump_json))
    return answer


@cache
def _reading() -> Mapping[object, Operation]:
    return {operation.does: operation for operation in OPERATIONS if operation.method == "GET"}


def looked_at(visit: Visit, **subjects: str | None) -> None:
    """Whoever visits has seen this customer, case, call: it goes into the audit."""
    seen = [f"{kind}:{name}" for kind, name in subjects.items() if name]
    note_look(visit.board, visit.who.label, seen)
