"""Does a request, or an answer, keep to Twilio's definitions?"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from tests.contract.definition import Definition, Operation, Schema

ERROR_FIELDS = {"code": int, "message": str, "more_info": str, "status": int}
Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A REST request: `query` and `form` as parsed, every name with all its values."""

    method: str
    path: str
    query: Values
    form: Values


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`wrong` is what Twilio's definitions forbid, `unknown` the names they do not have (Twilio ignores those)."""

    operation: Operation | None
    wrong: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def check_request(definition: Definition, asked: Asked) -> Verdict:
    found = definition.find(asked.method, asked.path)
    if found is None:
        return Verdict(operation=None, wrong=(f"there is no {asked.method} {asked.path}",))
    operation, places = found
    fields = operation.form.get("properties", {})
    form = {name: _typed(values, fields[name]) for name, values in _filled(asked.form, operation) if name in fields}
    wrong = [
        *(line for name, value in places.items() for line in _wrong(operation.path_values.get(name), value, name)),
        *(line for name, values in asked.query.items() for line in _wrong_query(operation, name, values)),
        *(_wrong(operation.form_validator, form, "") if operation.form else ()),
    ]
    unknown = [name for name in asked.query if name not in operation.query]
    unknown += [name for name in asked.form if name not in fields]
    return Verdict(operation=operation, wrong=tuple(wrong), unknown=tuple(unknown))


def check_answer(operation: Operation, status: int, body: bytes) -> list[str]:
    """What is wrong with an answer: its status, an error's shape, or a field."""
    if status >= 400:
        return _wrong_error(status, body)
    if status not in operation.answers:
        return [f"{status} is not an answer to {operation.name}"]
    validator = operation.answer_validators.get(status)
    if validator is None:
        return ["an answer without a body has one"] if body else []
    return list(_wrong(validator, json.loads(body), ""))


def _filled(form: Values, operation: Operation) -> Iterator[tuple[str, Sequence[str]]]:
    """An empty value takes something away, whatever it would otherwise have to look like."""
    needed = operation.form.get("required", ())
    return ((name, values) for name, values in form.items() if any(values) or name in needed)


def _wrong_query(operation: Operation, name: str, values: Sequence[str]) -> list[str]:
    validator = operation.query.get(name)
    return _wrong(validator, _typed(values, validator.schema), name) if validator else []  # type: ignore[arg-type]


def _wrong(validator: Draft202012Validator | None, value: Any, name: str) -> list[str]:
    if validator is None or validator.is_valid(value):
        return []
    found = validator.iter_errors(value)
    return [f"{'/'.join([name, *map(str, error.path)]).strip('/') or 'body'}: {error.message}" for error in found]


def _wrong_error(status: int, body: bytes) -> list[str]:
    try:
        told = json.loads(body)
    except ValueError:
        return [f"the body of an error is not JSON: {body[:60]!r}"]
    wrong = [name for name, kind in ERROR_FIELDS.items() if type(told.get(name)) is not kind]
    if wrong:
        return [f"an error has no proper {', '.join(wrong)}: {told}"]
    return [] if told["status"] == status else [f"an error says {told['status']}, but comes with {status}"]


def _typed(values: Sequence[str], schema: Schema) -> Any:
    """A form's text as what the schema says it stands for; text that stands for nothing of the kind stays."""
    kinds = schema.get("type")
    if "array" in (kinds if isinstance(kinds, list) else [kinds]):
        return [_typed([value], schema.get("items", {})) for value in values]
    return _one(values[-1], kinds if isinstance(kinds, list) else [kinds])


def _one(value: str, kinds: Sequence[Any]) -> Any:
    if "boolean" in kinds and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if "integer" in kinds and value.lstrip("-").isdecimal():
        return int(value)
    if "number" in kinds:
        try:
            return float(value)
        except ValueError:
            return value
    return value
