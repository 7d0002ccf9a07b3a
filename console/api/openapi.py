"""The API's description, OpenAPI 3.1, made of the operations and their models: it can say nothing they do not do."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from console.api.operation import Operation
from console.api.problem import MEANINGS, ProblemDetails
from console.role import SCOPES_OF

VERSION = "1"
_REFERENCE = "#/components/schemas/{model}"
_ALWAYS = (401, 403, 503)


def openapi(operations: Sequence[Operation]) -> dict[str, Any]:
    """The document served as /api/openapi.json."""
    references, schemas = models_json_schema(_models(operations), ref_template=_REFERENCE)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sahip", "version": VERSION, "summary": "Agents, customers, cases and calls of the centre.",
                 "description": _roles()},
        "servers": [{"url": "/api/v1"}],
        "security": [{"key": []}],
        "paths": _paths(operations, references),
        "components": {
            "schemas": schemas.get("$defs", {}),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "From `sahip keys add`."}},
        },
    }  # fmt: skip


def _models(operations: Sequence[Operation]) -> list[tuple[type[BaseModel], JsonSchemaMode]]:
    models: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(ProblemDetails, "serialization"): None}
    for operation in operations:
        models[operation.answers, "serialization"] = None
        if operation.body is not None:
            models[operation.body, "validation"] = None
    return list(models)


def _roles() -> str:
    lines = [f"- `{role}`: {', '.join(sorted(scopes))}" for role, scopes in SCOPES_OF.items()]
    return "Each key has a role, and the role has scopes:\n\n" + "\n".join(lines)


def _paths(operations: Sequence[Operation], references: Any) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, references)
    return paths


def _operation(operation: Operation, references: Any) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": f"{operation.does.__doc__ or operation.summary}\n\nNeeds `{operation.scope}`.",
        "tags": [operation.path.split("/")[1]],
        "parameters": _parameters(operation),
        "responses": _responses(operation, references),
        "x-scope": operation.scope,
    }
    if operation.body is not None:
        schema = references[operation.body, "validation"]
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if operation.raw is not None:
        binary = {"type": "string", "format": "binary", "maxLength": operation.longest}
        described["requestBody"] = {"required": True, "content": {operation.raw: {"schema": binary}}}
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    in_path = [{"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
               for name in operation.parameters]  # fmt: skip
    return in_path + _query(operation) + (_idempotency_key() if operation.method != "GET" and operation.kept else [])


def _query(operation: Operation) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    fields: dict[str, Any] = operation.query.model_json_schema().get("properties", {})
    return [{"name": name, "in": "query", "required": False, "schema": schema} for name, schema in fields.items()]


def _idempotency_key() -> list[dict[str, Any]]:
    told = "Sent again with the same key, the request is carried out once and answered alike for 24 hours."
    return [{"name": "Idempotency-Key", "in": "header", "required": False, "description": told,
             "schema": {"type": "string", "minLength": 1, "maxLength": 200}}]  # fmt: skip


def _responses(operation: Operation, references: Any) -> dict[str, Any]:
    wrong = (400, 409, 413, 415, 422) if operation.body or operation.raw else (400, 422)
    problem = {"application/problem+json": {"schema": references[ProblemDetails, "serialization"]}}
    done = {"application/json": {"schema": references[operation.answers, "serialization"]}}
    nothing_there = (404,) if operation.parameters else ()
    statuses = sorted({*_ALWAYS, *wrong, *nothing_there, *operation.problems})
    refused = {str(status): {"description": MEANINGS[status], "content": problem} for status in statuses}
    return {"200": {"description": "Done", "content": done}, **refused}
