"""The language as JSON Schema: an editor completes keys, explains them and marks what is wrong while it is typed."""

from typing import Any, Final

from pydantic import BaseModel

from ivr.language.flow import Flow
from ivr.language.kinds import KINDS
from ivr.language.menu import Option
from ivr.reference.wording import described

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
SHORT: Final[tuple[type[BaseModel], ...]] = (Option,)
"""Parts that may be written as one word: `"1": bill`."""


def flow_schema(language: str) -> dict[str, Any]:
    """The schema of a flow file, explained in this language."""
    schema = Flow.model_json_schema()
    parts: dict[str, dict[str, Any]] = schema["$defs"]
    for name, part in parts.items():
        _explain(part, name, language)
    for short in SHORT:
        parts[short.__name__] = {"anyOf": [{"type": "string"}, parts[short.__name__]]}
    _explain(schema, Flow.__name__, language)
    return {"$schema": DIALECT, **schema}


def node_schema(kind: str, language: str) -> dict[str, Any]:
    """The schema of one kind of node alone."""
    schema = KINDS[kind].model_json_schema()
    for name, part in schema.get("$defs", {}).items():
        _explain(part, name, language)
    _explain(schema, KINDS[kind].__name__, language)
    return schema


def _explain(part: dict[str, Any], name: str, language: str) -> None:
    """Descriptions for people instead of Python's titles and docstrings."""
    part.pop("title", None)
    part.pop("description", None)
    if told := described(language, name):
        part["description"] = told
    for field, schema in part.get("properties", {}).items():
        schema.pop("title", None)
        schema["description"] = _meaning(name, field, language)


def _meaning(part: str, field: str, language: str) -> str:
    """What a key is for: here, else as what the kind of node does, else wherever it stands."""
    own = described(language, f"{part}.{field}")
    is_the_kind = field in KINDS and KINDS[field].__name__ == part
    return own or described(language, part if is_the_kind else field) or ""
