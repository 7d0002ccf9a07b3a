"""The operations as the page /api/docs shows them: every field with its type, and whether it must be there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape
from pydantic import BaseModel

from console.api.operation import Operation


@dataclass(frozen=True, kw_only=True)
class FieldTold:
    """One row. `name` is a dotted path; `[]` marks the item of a list."""

    name: str
    kind: str
    required: bool
    told: Markup


@dataclass(frozen=True, kw_only=True)
class OperationTold:
    operation: Operation
    about: Markup
    tables: Sequence[tuple[str, Sequence[FieldTold]]]


def described(operations: Sequence[Operation]) -> list[OperationTold]:
    return [
        OperationTold(operation=operation, about=marked(operation.does.__doc__ or ""), tables=tuple(_tables(operation)))
        for operation in operations
    ]


def marked(text: str) -> Markup:
    """Words between backticks as code, everything else as it is."""
    parts = [escape(part) for part in " ".join(text.split()).split("`")]
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if odd % 2 else part for odd, part in enumerate(parts)
    )


def _tables(operation: Operation) -> Iterator[tuple[str, Sequence[FieldTold]]]:
    for title, model, answers in (
        ("Query", operation.query, False), ("Body", operation.body, False), ("Answer", operation.answers, True),
    ):  # fmt: skip
        if model is not None:
            yield title, tuple(_fields(model, answers=answers))


def _fields(model: type[BaseModel], *, answers: bool) -> Iterator[FieldTold]:
    schema = model.model_json_schema(mode="serialization" if answers else "validation")
    yield from _rows(schema, schema.get("$defs", {}), "")


def _rows(schema: dict[str, Any], models: dict[str, Any], before: str) -> Iterator[FieldTold]:
    """The fields of one model, those of its parts after each."""
    for name, field in schema.get("properties", {}).items():
        required = name in schema.get("required", ())
        yield FieldTold(
            name=before + name, kind=_kind(field), required=required, told=marked(field.get("description", ""))
        )
        mark, part = _part(field)
        if part:
            yield from _rows(models[part], models, f"{before}{name}{mark}.")


def _kind(field: dict[str, Any]) -> str:
    """`text`, `list of ParticipantShown`, `time or null`, `one of ready, not_ready`."""
    if choices := field.get("anyOf"):
        return " or ".join(_kind(choice) for choice in choices)
    if "enum" in field:
        return f"one of {', '.join(field['enum'])}"
    if reference := field.get("$ref"):
        return str(reference).rsplit("/", 1)[-1]
    if field.get("format") == "date-time":
        return "time"
    if field.get("type") == "array":
        return f"list of {_kind(field['items'])}" if field.get("items") else "list"
    return {"string": "text", "object": "object", None: "anything"}.get(field.get("type"), str(field.get("type")))


def _part(field: dict[str, Any]) -> tuple[str, str]:
    """The model a field consists of, with the mark of a list's item; nothing for plain values."""
    if field.get("type") == "array" and "$ref" in field.get("items", {}):
        return "[]", str(field["items"]["$ref"]).rsplit("/", 1)[-1]
    return "", str(field.get("$ref", "")).rsplit("/", 1)[-1]
