"""The keys of a part of the language, those inside it after each, as rows of a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ivr.language.kinds import KINDS
from ivr.reference.wording import described

WHOLE: Final = ("Words", "Phrases")
"""Parts every reader knows after the first page: they are told as one thing."""
NAME: Final = "^[a-z]"
"""How the pattern of a name begins."""


@dataclass(frozen=True, kw_only=True)
class FieldRow:
    """`path` is `menu.options.….to`: `…` stands for a name of your own, `[]` for each of a list.

    `needed` is false where it may be left out and `kind` does not say what holds then.
    """

    path: str
    kind: str
    needed: bool
    told: str


def field_rows(schema: dict[str, Any], language: str) -> Iterator[FieldRow]:
    yield from _rows(schema, schema.get("$defs", {}), language, "")


def _rows(part: dict[str, Any], parts: dict[str, Any], language: str, before: str) -> Iterator[FieldRow]:
    for name, field in part.get("properties", {}).items():
        mark, inner = _inside(field)
        if before or name not in KINDS or inner in ("", *WHOLE):
            yield FieldRow(
                path=before + name,
                kind=_kind(field, language),
                needed=name in part.get("required", ()) or _has_default(field),
                told=field.get("description", ""),
            )
        if inner and inner not in WHOLE:
            yield from _rows(parts[inner], parts, language, f"{before}{name}{mark}.")


def _inside(field: dict[str, Any]) -> tuple[str, str]:
    """The part a field consists of, and how one gets to it."""
    for choice in (field, *field.get("anyOf", ())):
        if "$ref" in choice:
            return "", _named(choice)
        if "$ref" in choice.get("items", {}):
            return "[]", _named(choice["items"])
        for values in (choice.get("additionalProperties"), *choice.get("patternProperties", {}).values()):
            if isinstance(values, dict) and "$ref" in values:
                return ".…", _named(values)
    return "", ""


def _kind(field: dict[str, Any], language: str) -> str:
    """`2 to 20; 6`: what may stand there, and what it is when nothing does."""
    choices = [choice for choice in field.get("anyOf", [field]) if choice.get("type") != "null"]
    kind = _one(choices[0], language)
    if not _has_default(field):
        return kind
    return f"{kind}; {_worded(language, 'else', value=str(field['default']).lower())}"


def _has_default(field: dict[str, Any]) -> bool:
    default = field.get("default")
    return isinstance(default, int | str) and default is not False


def _one(field: dict[str, Any], language: str) -> str:
    if "$ref" in field:
        name = _named(field)
        return _worded(language, name if name in WHOLE else "part")
    if "enum" in field or "const" in field:
        return ", ".join(f"`{str(value).lower()}`" for value in field.get("enum", [field.get("const")]))
    if field.get("type") == "integer" and "minimum" in field and "maximum" in field:
        return _worded(language, "range", least=str(field["minimum"]), most=str(field["maximum"]))
    return _worded(language, "name" if str(field.get("pattern", "")).startswith(NAME) else str(field.get("type")))


def _named(field: dict[str, Any]) -> str:
    return str(field["$ref"]).rsplit("/", 1)[-1]


def _worded(language: str, kind: str, **filled: str) -> str:
    return (described(language, f"a {kind}") or kind).format(**filled)
