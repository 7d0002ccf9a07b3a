"""The reference of the language, kind by kind, as Markdown."""

from collections.abc import Iterator
from typing import Any

from ivr.language.kinds import KINDS
from ivr.reference.field_rows import FieldRow, field_rows
from ivr.reference.schema import flow_schema, node_schema
from ivr.reference.wording import described


def reference(language: str) -> str:
    """The flow's own keys, then every kind of node."""
    return "\n".join((*_flow(language), *(line for kind in KINDS for line in _kind(kind, language))))


def reference_of(kind: str, language: str) -> str:
    return "\n".join(_kind(kind, language))


def _flow(language: str) -> Iterator[str]:
    schema = flow_schema(language)
    schema["properties"]["nodes"] = {"type": "object", "description": described(language, "Flow.nodes") or ""}
    yield f"### {described(language, 'the flow')}"
    yield from _table(schema, language)


def _kind(kind: str, language: str) -> Iterator[str]:
    yield f"### `{kind}`"
    yield from _table(node_schema(kind, language), language)


def _table(schema: dict[str, Any], language: str) -> Iterator[str]:
    yield ""
    yield schema.get("description", "")
    yield ""
    yield f"| {described(language, 'table head')} |"
    yield "|---|---|---|"
    yield from (_row(row, language) for row in field_rows(schema, language))
    yield ""


def _row(row: FieldRow, language: str) -> str:
    needed = "" if row.needed else f" ({described(language, 'may be left out')})"
    return f"| `{row.path}` | {row.kind}{needed} | {row.told} |"
