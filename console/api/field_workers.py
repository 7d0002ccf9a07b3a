"""Who may ask the stop line, and what it answered them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from cases.stop_line import stop_line_answers
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery
from console.api.problem import wrong
from console.api.serial_page import Serial, serial_page
from records.audit import append as append_audit
from records.database import reading, writing
from records.pin_hash import PIN
from staff.field_worker import field_workers, is_worker_number, put_field_worker


class FieldWorkerShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str = Field(description="Digits, keyed in on the stop line.")
    name: str
    active: bool
    added_at: Moment


class FieldWorkerWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[Words, StringConstraints(min_length=1, max_length=120)]
    pin: Annotated[str, StringConstraints(pattern=f"^{PIN.pattern}$")] = Field(repr=False)
    active: bool = True


class StopLineAnswerShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    call: str
    worker_id: str
    subscriber: str
    answer: str = Field(description="cut, do_not_cut, or unknown for a number that is nobody's.")
    hardship_id: int | None = Field(description="The entry of the register that forbids it.")
    at: Moment


def list_field_workers(board: Board, asked: Asked) -> Page[FieldWorkerShown]:
    """All of them, by number, also those who left."""
    with reading(board.database) as session:
        return Page(items=tuple(FieldWorkerShown.model_validate(row) for row in field_workers(session)))


def put_worker(board: Board, asked: Asked) -> FieldWorkerShown:
    """Add a field worker or change one. Written to the audit trail, without the PIN."""
    wanted: FieldWorkerWanted = asked.body
    now, number = board.clock(), asked.path["worker"]
    if not is_worker_number(number):
        raise wrong("worker", "A field worker's number is 3 to 20 digits, the first no zero.")
    with writing(board.database) as session:
        worker = put_field_worker(session, id=number, name=wanted.name, pin=wanted.pin, active=wanted.active,
                                  secret=board.secret, now=now)  # fmt: skip
        told = {"name": wanted.name, "active": wanted.active}
        append_audit(session, asked.who.label, "field_worker_put", f"field:{number}", told, now)
        return FieldWorkerShown.model_validate(worker)


def list_stop_line_answers(board: Board, asked: Asked) -> Page[StopLineAnswerShown]:
    """The newest come first."""
    query: PageQuery = asked.query
    serial = Serial.of(query)
    with reading(board.database) as session:
        rows = stop_line_answers(session, limit=serial.limit, before=serial.before)
        return serial_page(query, [StopLineAnswerShown.model_validate(row) for row in rows])


OPERATIONS = (
    Operation(method="GET", path="/field-workers", scope="hardship:read", summary="List field workers",
              does=list_field_workers, answers=Page[FieldWorkerShown]),
    Operation(method="PUT", path="/field-workers/{worker}", scope="hardship:write",
              summary="Add or change a field worker", does=put_worker, answers=FieldWorkerShown,
              body=FieldWorkerWanted),
    Operation(method="GET", path="/stop-line-answers", scope="hardship:read",
              summary="List what the stop line answered", does=list_stop_line_answers,
              answers=Page[StopLineAnswerShown], query=PageQuery),
)  # fmt: skip
