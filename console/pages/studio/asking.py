"""The studio's pages ask what programs ask of the API, and are answered by the same functions."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from console.api.operation import Asked
from console.api.problem import Problem
from console.pages.page import NotThere, Visit
from escalations.board import EscalationBoard

Shown = TypeVar("Shown", bound=BaseModel)


def answer(
    visit: Visit, does: Callable[[EscalationBoard, Asked], Shown], *, query: BaseModel | None = None,
    body: BaseModel | None = None, **path: str,
) -> Shown:  # fmt: skip
    """What the API would answer whoever looks. Raises NotThere for what there is not."""
    try:
        return does(visit.board, Asked(who=visit.who, once="page", path=path, query=query, body=body))
    except Problem as problem:
        if problem.status == 404:
            raise NotThere from None
        raise


def asked_by(model: type[Shown], given: dict[str, Any]) -> Shown:
    """What stands in the address of a page. Raises NotThere for what nobody's page would ask."""
    try:
        return model.model_validate(given)
    except ValidationError:
        raise NotThere from None


def here(visit: Visit) -> Callable[[datetime], datetime]:
    """Moments by the centre's own clock on the wall."""
    zone = visit.board.hours.calendars.zone
    return lambda moment: moment.astimezone(zone)
