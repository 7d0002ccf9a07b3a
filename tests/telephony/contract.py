"""Twilio's published OpenAPI file as a judge: is this request one the API takes?

The file is the vendor's and not part of this project; it is looked for beside the repository.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jsonschema import Draft202012Validator, FormatChecker

FILE = Path(__file__).parents[2].parent / "shared" / "reference" / "twilio_api_v2010.json"


def faults(method: str, url: str, body: str) -> list[str]:
    """Everything Twilio's contract has against a request, one line each."""
    target = urlsplit(url)
    operation, path = _operation(method, target.path)
    if not operation:
        return [f"no such operation: {method} {target.path}"]
    query = parse_qs(target.query, keep_blank_values=True)
    found = _query_faults(operation, query) + _path_faults(operation, path)
    if method == "POST":
        found += _form_faults(operation, parse_qs(body, keep_blank_values=True))
    return found


@cache
def _paths() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    paths = json.loads(FILE.read_text())["paths"]
    fewest_variables_first = sorted(paths.items(), key=lambda item: item[0].count("{"))
    return [(_pattern(path), item) for path, item in fewest_variables_first]


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path)))


def _operation(method: str, path: str) -> tuple[dict[str, Any], dict[str, str]]:
    for pattern, item in _paths():
        match = pattern.fullmatch(path)
        if match and method.lower() in item:
            return item[method.lower()], match.groupdict()
    return {}, {}


def _path_faults(operation: Mapping[str, Any], path: Mapping[str, str]) -> list[str]:
    schemas = {one["name"]: one["schema"] for one in operation.get("parameters", []) if one["in"] == "path"}
    return [fault for name, value in path.items() for fault in _schema_faults(name, value, schemas.get(name, {}))]


def _query_faults(operation: Mapping[str, Any], query: Mapping[str, Sequence[str]]) -> list[str]:
    known = {one["name"]: one["schema"] for one in operation.get("parameters", []) if one["in"] == "query"}
    unknown = [f"unknown query {name}" for name in query if name not in known]
    return unknown + [
        fault
        for name, values in query.items()
        for fault in _schema_faults(name, _as_typed(values, _resolved(known.get(name, {}))), known.get(name, {}))
    ]


def _form_faults(operation: Mapping[str, Any], form: Mapping[str, Sequence[str]]) -> list[str]:
    schema = _resolved(operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"])
    fields = schema["properties"]
    unknown = [f"unknown field {name}" for name in form if name not in fields]
    typed = {name: _as_typed(values, fields.get(name, {})) for name, values in form.items()}
    return unknown + _schema_faults("form", typed, schema)


def _schema_faults(name: str, value: object, schema: Any) -> list[str]:
    validator = Draft202012Validator(_resolved(schema), format_checker=FormatChecker())
    return [f"{name}: {error.message}" for error in validator.iter_errors(value)]


def _as_typed(values: Sequence[str], schema: Mapping[str, Any]) -> object:
    match schema.get("type"):
        case "array":
            return list(values)
        case "integer":
            return int(values[-1]) if values[-1].lstrip("-").isdigit() else values[-1]
        case "boolean":
            return {"true": True, "false": False}.get(values[-1].lower(), values[-1])
        case _:
            return values[-1]


def _resolved(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_resolved(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" not in schema:
        return {name: _resolved(value) for name, value in schema.items()}
    node: Any = _document()
    for key in schema["$ref"].removeprefix("#/").split("/"):
        node = node[key]
    return _resolved(node)


@cache
def _document() -> Any:
    return json.loads(FILE.read_text())
