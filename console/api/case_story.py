"""What happened in a case, what was noted about it, and what the customer lost by it."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.case_note import CaseNote, notes_of
from cases.loss import CaseLoss, loss_of, note_loss
from cases.money import lira
from console.api.cases import known_case
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import unknown
from console.api.wrap_up import LossTold
from console.story import story_of
from records.audit import append as append_audit
from records.database import reading, writing


class EntryShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    at: Moment
    kind: str = Field(description="opened, call, promise_made, message_received, task_given, note, goodwill_asked…")
    who: str | None = Field(description="An agent's id or a key; null for the customer and the house.")
    text: str | None = Field(description="What people wrote or said.")
    args: Mapping[str, str] = Field(description="Facts of the kind, such as by when.")


class NoteShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    at: Moment
    who: str
    text: str


class NoteWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[Words, StringConstraints(min_length=1, max_length=4000)]


class LossShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    case_number: str
    what: str | None = Field(description="null: they were asked and lost nothing.")
    worth: str | None = Field(description="In lira.")
    offered: str | None
    noted_by: str
    noted_at: Moment


def show_timeline(board: Board, asked: Asked) -> Page[EntryShown]:
    """Calls, messages, promises, tasks, notes and decisions in one page, the first thing first."""
    with reading(board.database) as session:
        case = known_case(session, asked.path["case"])
        return Page(items=tuple(map(EntryShown.model_validate, story_of(session, case.number))))


def list_notes(board: Board, asked: Asked) -> Page[NoteShown]:
    """All in one page, the first one first."""
    with reading(board.database) as session:
        return _notes(session, known_case(session, asked.path["case"]).number)


def post_note(board: Board, asked: Asked) -> Page[NoteShown]:
    """Write something down for whoever works on it next; all notes are answered. The customer is not told of it."""
    wanted: NoteWanted = asked.body
    now, by = board.clock(), asked.who.label
    with writing(board.database) as session:
        case = known_case(session, asked.path["case"])
        note = CaseNote(case_number=case.number, at=now, who=by, text=wanted.text)
        session.add(note)
        session.flush()
        append_audit(session, by, "note_written", f"case:{case.number}", {"note": note.id}, now)
        return _notes(session, case.number)


def show_loss(board: Board, asked: Asked) -> LossShown:
    with reading(board.database) as session:
        case = known_case(session, asked.path["case"])
        loss = loss_of(session, case.number)
        if loss is None:
            raise unknown("loss noted on case", case.number)
        return _loss(loss)


def put_loss(board: Board, asked: Asked) -> LossShown:
    """What the customer lost by our fault, and what we offer. A complaint is not closed before this was asked."""
    told: LossTold = asked.body
    now, by = board.clock(), asked.who.label
    with writing(board.database) as session:
        case = known_case(session, asked.path["case"], to_change=True)
        loss = note_loss(session, CaseLoss(case_number=case.number, noted_by=by, noted_at=now, **vars(told.loss)))
        append_audit(session, by, "loss_noted", f"case:{case.number}", {"kurus": loss.kurus}, now)
        return _loss(loss)


def _notes(session: Session, number: str) -> Page[NoteShown]:
    return Page(items=tuple(map(NoteShown.model_validate, notes_of(session, number))))


def _loss(loss: CaseLoss) -> LossShown:
    return LossShown(
        case_number=loss.case_number,
        what=loss.what,
        worth=None if loss.kurus is None else lira(loss.kurus),
        offered=loss.offered,
        noted_by=loss.noted_by,
        noted_at=loss.noted_at,
    )


OPERATIONS = (
    Operation(method="GET", path="/cases/{case}/timeline", scope="cases:read", summary="Tell the story of a case",
              does=show_timeline, answers=Page[EntryShown], problems=(404,)),
    Operation(method="GET", path="/cases/{case}/notes", scope="cases:read", summary="List a case's notes",
              does=list_notes, answers=Page[NoteShown], problems=(404,)),
    Operation(method="POST", path="/cases/{case}/notes", scope="cases:work", summary="Note something about a case",
              does=post_note, answers=Page[NoteShown], body=NoteWanted, problems=(404,), kept_with_act=True),
    Operation(method="GET", path="/cases/{case}/loss", scope="cases:read", summary="Show what the customer lost",
              does=show_loss, answers=LossShown, problems=(404,)),
    Operation(method="PUT", path="/cases/{case}/loss", scope="cases:work", summary="Note what the customer lost",
              does=put_loss, answers=LossShown, body=LossTold, problems=(404,)),
)  # fmt: skip
