"""From an HTTP request to what was asked: who asks, may they, and is every field as it should be."""

import hashlib
from collections.abc import Callable, Mapping

from flask import Request
from pydantic import BaseModel, ValidationError

from callbacks.board import Board
from console.api.control_characters import refuse_in_json, refuse_in_query
from console.api.operation import Asked, Operation
from console.api.own import refuse_anothers, refuse_the_name_of_another
from console.api.problem import Fault, Problem
from console.api.who_asks import who_asks
from console.asker import Asker
from console.control_characters import has_unseen


def read_request(board: Board, operation: Operation, request: Request, path: Mapping[str, str]) -> Asked:
    """Raises Problem with the first thing that is wrong: 401, 403, then 404, 413, 415, 400 or 422."""
    who = who_asks(board, request)
    if not who.may(operation.scope):
        raise Problem(403, f"The role {who.role} may not do this: it needs {operation.scope}.")
    if any(map(has_unseen, path.values())):
        raise Problem(404, "There is no such thing.")
    refuse_anothers(board, operation, who, path)
    once = _once(who, request.headers.get("Idempotency-Key"), board.new_id)
    body = _body(operation, request)
    refuse_the_name_of_another(operation, who, body)
    return Asked(who=who, once=once, path=path, query=_query(operation, request), body=body)


def _once(who: Asker, repeated_as: str | None, new_id: Callable[[], str]) -> str:
    """Of a hash: the header is up to whoever sends it, and names stand in tables and audit trails."""
    if repeated_as is None:
        return f"api:{new_id()}"
    return f"api:{hashlib.sha256(f'{who.id}:{repeated_as}'.encode()).hexdigest()}"


def _query(operation: Operation, request: Request) -> BaseModel | None:
    given = request.args.to_dict()
    refuse_in_query(given)
    if operation.query is None:
        if given:
            raise Problem(422, "There are no query parameters here.", [Fault(field=name, detail="Unknown.")
                                                                        for name in given])  # fmt: skip
        return None
    return _validated(operation.query, lambda model: model.model_validate(given))


def _body(operation: Operation, request: Request) -> BaseModel | bytes | None:
    if operation.raw is not None:
        request.max_content_length = operation.longest
        if request.mimetype != operation.raw:
            raise Problem(415, f"Send the body as {operation.raw}.")
        return request.get_data()
    if operation.body is None:
        return None
    request.max_content_length = operation.longest
    if request.mimetype != "application/json":
        raise Problem(415, "Send the body as application/json.")
    raw = request.get_data()
    refuse_in_json(raw)
    return _validated(operation.body, lambda model: model.model_validate_json(raw))


def _validated(model: type[BaseModel], read: Callable[[type[BaseModel]], BaseModel]) -> BaseModel:
    try:
        return read(model)
    except ValidationError as trouble:
        raise _problem_in(trouble) from None


def _problem_in(trouble: ValidationError) -> Problem:
    errors = trouble.errors(include_url=False, include_context=False, include_input=False)
    if errors[0]["type"] == "json_invalid":
        return Problem(400, f"The body is not JSON: {errors[0]['msg']}.")
    places = [".".join(map(str, error["loc"])) or "body" for error in errors]
    sentences = [error["msg"].removeprefix("Value error, ") for error in errors]
    faults = [Fault(field=at, detail=sentence) for at, sentence in zip(places, sentences, strict=True)]
    return Problem(422, "; ".join(f"{fault.field}: {fault.detail}" for fault in faults), faults)
