"""A request of a page with a control character in it is refused with its place."""

from collections.abc import Iterable

from flask import Request

from console.control_characters import has_unseen
from console.pages.page import NotThere


class HasControlCharacter(Exception):
    """`field` names what was sent with one."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def refuse_control_characters(request: Request, path: Iterable[str]) -> None:
    """Raises NotThere for an address that names such a thing, and HasControlCharacter for a field."""
    if any(map(has_unseen, path)):
        raise NotThere
    for sent in (request.args, request.form):
        for name, value in sent.items(multi=True):
            if has_unseen(name) or has_unseen(value):
                raise HasControlCharacter(name)
