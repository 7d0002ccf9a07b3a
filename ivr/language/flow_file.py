"""Reading a flow file: YAML 1.2, and every error with file, line, column and what would help."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError

from hours.bilingual import Bilingual
from ivr.errors import FlowInvalid
from ivr.file_fault import nearest_said, said
from ivr.language.flow import NO_KIND, Flow
from ivr.language.kinds import KINDS
from ivr.yaml_file import Where, faults, plain


def flow_in(path: Path, tree: Any) -> Flow:
    """The flow a YAML tree is written as. Raises FlowInvalid with what cannot be read."""
    try:
        return Flow.model_validate(plain(path, tree))
    except ValidationError as invalid:
        raise FlowInvalid(faults(path, tree, invalid, WORDS, skip=_kind_of_node, own=_no_kind)) from None


def _kind_of_node(where: Where) -> Where:
    """The way to a fault without the kind that pydantic puts after a node's name."""
    return (*where[:2], *where[3:]) if len(where) > 2 and where[0] == "nodes" and where[2] in KINDS else where


def _no_kind(fault: dict[str, Any]) -> Bilingual | None:
    """Which kind a node of none was probably meant to be, or which kinds it is of."""
    node = fault["input"]
    if fault["type"] != NO_KIND or not isinstance(node, Mapping):
        return None
    if kinds := [kind for kind in KINDS if kind in node]:
        return said("kinds_several", count=len(kinds), kinds=", ".join(kinds))
    for key in map(str, node):
        if (near := nearest_said(key, KINDS)).en:
            return said("kind_unknown", key=key, near=near)
    return None


def _words_of(part: type[BaseModel]) -> Iterator[str]:
    """Every key that may stand in this part and in the parts of it."""
    for name, field in part.model_fields.items():
        yield name
        for inner in _parts_in(field.annotation):
            yield from _words_of(inner)


def _parts_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _parts_in(inner)


WORDS: Final = sorted({*_words_of(Flow), *(word for kind in KINDS.values() for word in _words_of(kind))})
"""Every word of the language, for those who mistype one."""
