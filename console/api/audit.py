"""The audit trail: who did what, and who looked at what."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.serial_page import Serial
from records.audit import audit_rows
from records.database import reading


class AuditShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    seq: int
    at: Moment
    who: str = Field(description="key:…, an agent, call:… or cli:….")
    what: str = Field(description="looked, or what was done.")
    subject: str
    data: dict[str, Any]


class AuditQuery(PageQuery):
    subject: Annotated[Words, StringConstraints(max_length=120)] | None = Field(
        None, description="customer:…, case:4812, call:CA…."
    )
    who: Annotated[Words, StringConstraints(max_length=80)] | None = None
    what: Annotated[Words, StringConstraints(max_length=80)] | None = Field(None, description="looked, for instance.")


def list_audit(board: Board, asked: Asked) -> Page[AuditShown]:
    """The newest come first."""
    query: AuditQuery = asked.query
    serial = Serial.of(query)
    wanted = {"subject": query.subject, "who": query.who, "what": query.what}
    with reading(board.database) as session:
        rows = audit_rows(session, wanted, limit=serial.limit, before=serial.before)
        shown = tuple(AuditShown.model_validate(row) for row in rows)
    page = shown[: query.limit]
    return Page(items=page, next_cursor=cursor_at(str(page[-1].seq)) if len(shown) > query.limit else None)


OPERATIONS = (
    Operation(method="GET", path="/audit", scope="privacy:read", summary="Show who did and who looked at what",
              does=list_audit, answers=Page[AuditShown], query=AuditQuery),
)  # fmt: skip
