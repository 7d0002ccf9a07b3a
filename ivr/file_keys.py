"""Every key that may stand in a file of some form, for those who mistype one."""

from collections.abc import Iterator
from inspect import isclass
from typing import Any, get_args

from pydantic import BaseModel


def keys_of(form: type[BaseModel]) -> list[str]:
    """Its own as they are written, and those of all its parts."""
    parts = dict.fromkeys([form])
    for part in (found := [form]):
        new = [each for field in part.model_fields.values() for each in _parts_in(field.annotation)]
        found += [each for each in dict.fromkeys(new) if each not in parts]
        parts |= dict.fromkeys(new)
    return [field.alias or name for part in parts for name, field in part.model_fields.items()]


def _parts_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """`dict[Name, Annotated[Part, …] | None]` has a Part in it."""
    inner = get_args(annotation)
    for each in inner:
        yield from _parts_in(each)
    if not inner and isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
