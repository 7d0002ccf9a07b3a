"""Twilio's REST API as Twilio defines it: an OpenAPI file, read into operations with compiled validators."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from tests.contract.formats import FORMATS

FILE = Path(__file__).parents[2].parent / "shared" / "reference" / "twilio_api_v2010.json"
"""Beside the project, not in it: it is Twilio's."""

Schema = Mapping[str, Any]
FORM = "application/x-www-form-urlencoded"
INCOMPLETE = ("phone-number-capabilities", "ice-server")
NUMERIC = r"^-?\d+(\.\d+)?$"
METHODS = ("get", "post", "delete")


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One method on one path. `path_values` and `query` are validators by parameter name."""

    name: str
    method: str
    path: str
    path_values: Mapping[str, Draft202012Validator]
    query: Mapping[str, Draft202012Validator]
    form: Schema
    answers: Mapping[int, Schema]

    @cached_property
    def form_validator(self) -> Draft202012Validator:
        return validator(self.form)

    @cached_property
    def answer_validators(self) -> Mapping[int, Draft202012Validator]:
        return {status: validator(schema) for status, schema in self.answers.items() if schema}


class Definition:
    """All operations, to be found by method and path."""

    def __init__(self, openapi: Schema) -> None:
        self.operations = tuple(operations(openapi))
        self._by_method = {method: self._patterns(method) for method in METHODS}

    def find(self, method: str, path: str) -> tuple[Operation, Mapping[str, str]] | None:
        """The operation of a request, and what stands in its path; the path with the fewest variables wins."""
        for pattern, operation in self._by_method.get(method.lower(), ()):
            if found := pattern.fullmatch(path):
                return operation, found.groupdict()
        return None

    def _patterns(self, method: str) -> list[tuple[re.Pattern[str], Operation]]:
        mine = sorted((one for one in self.operations if one.method == method), key=lambda one: one.path.count("{"))
        return [(re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(one.path))), one) for one in mine]


@cache
def twilio() -> Definition | None:
    """What Twilio says, or None where its file is not at hand: then nothing is checked."""
    return Definition(json.loads(FILE.read_text())) if FILE.exists() else None


def operations(openapi: Schema) -> Iterator[Operation]:
    for path, item in openapi["paths"].items():
        for method in METHODS:
            if method in item:
                yield _operation(openapi, path, method, item[method])


def _operation(openapi: Schema, path: str, method: str, said: Schema) -> Operation:
    body = said.get("requestBody", {}).get("content", {}).get(FORM, {}).get("schema", {})
    parameters = said.get("parameters", ())
    return Operation(
        name=said["operationId"],
        method=method,
        path=path,
        path_values=_validators(openapi, parameters, "path"),
        query=_validators(openapi, parameters, "query"),
        form=resolved(openapi, body),
        answers={int(status): _answer(openapi, answer) for status, answer in said["responses"].items()},
    )


def _validators(openapi: Schema, parameters: Any, place: str) -> Mapping[str, Draft202012Validator]:
    mine = (one for one in parameters if one["in"] == place)
    return {one["name"]: validator(resolved(openapi, one["schema"])) for one in mine}


def _answer(openapi: Schema, said: Schema) -> Any:
    return _whole(resolved(openapi, said.get("content", {}).get("application/json", {}).get("schema", {})))


def resolved(openapi: Schema, schema: Any) -> Any:
    """The schema with its references followed, and OpenAPI's `nullable` as JSON Schema says it."""
    if isinstance(schema, list):
        return [resolved(openapi, each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        found: Any = openapi
        for key in schema["$ref"].removeprefix("#/").split("/"):
            found = found[key]
        return _nullable({**resolved(openapi, found), **{key: schema[key] for key in schema if key == "nullable"}})
    return _nullable({key: resolved(openapi, value) for key, value in schema.items()})


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if schema.get("nullable") is not True or not isinstance(schema.get("type"), str):
        return schema
    enum = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"], **enum}


def _whole(schema: Any) -> Any:
    """In an answer every field stands, if only as null, and none that is not defined.

    Twilio's file contradicts its own examples in three points, and the examples are what its API answers: prices are
    numbers in quotes, a reason from a fixed list may be null, and capabilities and ICE servers lack fields.
    """
    if not isinstance(schema, dict):
        return schema
    inner = {key: _whole(value) for key, value in schema.items() if key != "properties"}
    fields = {name: _widened(_whole(value)) for name, value in schema.get("properties", {}).items()}
    closed = {"properties": fields, "additionalProperties": False} if fields else {}
    required = {"required": [*fields]} if fields and schema.get("format") not in INCOMPLETE else {}
    return {**inner, **closed, **required}


def _widened(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = schema.get("type")
    if "number" in (kinds if isinstance(kinds, list) else [kinds]):
        return {**schema, "type": [*(kinds if isinstance(kinds, list) else [kinds]), "string"], "pattern": NUMERIC}
    return _nullable({**schema, "nullable": True}) if "enum" in schema else schema


def validator(schema: Schema) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=FORMATS)
