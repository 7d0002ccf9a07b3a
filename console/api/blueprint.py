"""The API's edge: every request is read, permitted, carried out and answered the same way."""

import json
from collections.abc import Callable
from functools import cache

import structlog
from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from callbacks.looking import note_look
from console.api.description import described
from console.api.looks import looked_at
from console.api.openapi import openapi
from console.api.operation import Asked, Operation
from console.api.operations import OPERATIONS
from console.api.problem import MEANINGS, Problem
from console.api.repetition import Repeatable, once
from console.api.request import read_request
from escalations.board import EscalationBoard
from records.errors import RecordsUnavailable
from records.idempotency import Answer
from routing.errors import FloorUnavailable

RETRY_SECONDS = 2


log = structlog.get_logger(__name__)


def api(board: EscalationBoard) -> Blueprint:
    """`/api/v1/…`, `/api/openapi.json` and `/api/docs`, to be registered without a prefix."""
    blueprint = Blueprint("api", __name__, url_prefix="/api", template_folder="templates")
    for operation in OPERATIONS:
        view = _view(board, operation)
        blueprint.add_url_rule(f"/v1{operation.rule}", operation.name, view, methods=[operation.method])
    blueprint.add_url_rule("/openapi.json", "openapi", lambda: _json(_description(), 200))
    blueprint.add_url_rule("/docs", "docs", lambda: render_template("api_docs.html", operations=described(OPERATIONS),
                                                                    problems=MEANINGS))  # fmt: skip
    blueprint.register_error_handler(HTTPException, _http_problem)
    blueprint.app_errorhandler(NotFound)(_astray)
    blueprint.app_errorhandler(MethodNotAllowed)(_astray)
    return blueprint


@cache
def _description() -> str:
    """Worked out once: it takes a quarter of a second, and never changes while a process lives."""
    return json.dumps(openapi(OPERATIONS))


def _view(board: EscalationBoard, operation: Operation) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        try:
            present = board.at_present()
            asked = read_request(present, operation, request, path)
            answer = _answer(present, operation, asked)
        except Problem as problem:
            return _problem(problem)
        except (RecordsUnavailable, FloorUnavailable) as trouble:
            log.warning("api_asks_for_patience", path=request.path, why=str(trouble))
            return _problem(Problem(503, "Nothing is lost; please ask again.", retry_after=RETRY_SECONDS))
        return _json(answer.body, answer.status)

    return view


def _answer(board: EscalationBoard, operation: Operation, asked: Asked) -> Answer:
    key = request.headers.get("Idempotency-Key")
    if key is None or operation.method == "GET" or not operation.kept:
        return _carried_out(board, operation, asked)
    repeatable = Repeatable(sender=asked.who, key=key, method=operation.method, target=request.full_path,
                            body=request.get_data(), keeps=not operation.shown_once,
                            kept_with_act=operation.kept_with_act)  # fmt: skip
    return once(board, repeatable, lambda: _settled(board, operation, asked))


def _settled(board: EscalationBoard, operation: Operation, asked: Asked) -> Answer:
    """A refusal is an answer too: whoever repeats the request gets the same one."""
    try:
        return _carried_out(board, operation, asked)
    except Problem as problem:
        return Answer(status=problem.status, body=problem.details.model_dump_json())


def _carried_out(board: EscalationBoard, operation: Operation, asked: Asked) -> Answer:
    body = operation.does(board, asked).model_dump_json()
    note_look(board, asked.who.label, looked_at(operation, asked, lambda: body))
    return Answer(status=200, body=body)


def _json(body: str, status: int) -> Response:
    kind = "application/problem+json" if status >= 400 else "application/json"
    response = Response(body, status, content_type=kind)
    response.headers["Cache-Control"] = "no-store"
    return response


def _problem(problem: Problem) -> Response:
    response = _json(problem.details.model_dump_json(), problem.status)
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="sahip"'
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _http_problem(error: HTTPException) -> Response:
    """What Flask found wrong, or an exception of ours it logged, said in the API's own way."""
    status = error.code or 500
    response = _problem(Problem(status, f"{MEANINGS.get(status, error.name)}."))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(error.valid_methods)
    return response


def _astray(error: HTTPException) -> Response | HTTPException:
    """No route matched. Below /api/ the answer is a problem; elsewhere it is whatever the pages say."""
    return _http_problem(error) if request.path.startswith("/api/") else error
