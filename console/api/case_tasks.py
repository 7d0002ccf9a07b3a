"""What departments do for a case, each by its own clock; the customer deals with the owner alone."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.case_task import CaseTask, End, end_task, give_task, tasks_of
from console.api.cases import known_case
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import Problem, unknown, wrong
from hours.due import due_within
from hours.errors import CalendarUnknown
from records.audit import append as append_audit
from records.database import reading, writing

What = Annotated[Words, StringConstraints(min_length=1, max_length=1000)]


class TaskShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    case_number: str
    department: str
    what: str
    status: str = Field(description="open, done or withdrawn.")
    opened_at: Moment
    opened_by: str
    due_at: Moment = Field(description="By the department's own clock, in its working hours.")
    ended_at: Moment | None
    ended_by: str | None
    outcome: str | None


class TaskWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    department: Words = Field(description="One of the centre's care.yaml.")
    what: What
    due_at: Moment | None = Field(None, description="Without it, as the department's clock says.")


class TaskEnd(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: What | None = Field(None, description="What came of it.")


class TasksQuery(PageQuery):
    department: Words | None = None
    status: Literal["open", "done", "withdrawn"] | None = None


def list_tasks(board: Board, asked: Asked) -> Page[TaskShown]:
    """The desk of a department: what is due first comes first."""
    query: TasksQuery = asked.query
    wanted = {"department": query.department, "status": query.status}
    chosen = select(CaseTask).filter_by(**{column: value for column, value in wanted.items() if value is not None})
    if after := query.after_moment():
        due, id = after
        last = int(id) if id.isdigit() else 0
        chosen = chosen.where(or_(CaseTask.due_at > due, and_(CaseTask.due_at == due, CaseTask.id > last)))
    chosen = chosen.order_by(CaseTask.due_at, CaseTask.id).limit(query.limit + 1)
    with reading(board.database) as session:
        shown = tuple(map(TaskShown.model_validate, session.scalars(chosen)))
    page = shown[: query.limit]
    more = len(shown) > query.limit
    return Page(items=page, next_cursor=cursor_at(page[-1].due_at.isoformat(), str(page[-1].id)) if more else None)


def list_case_tasks(board: Board, asked: Asked) -> Page[TaskShown]:
    """All of a case in one page, the next due first."""
    with reading(board.database) as session:
        case = known_case(session, asked.path["case"])
        return Page(items=tuple(map(TaskShown.model_validate, tasks_of(session, case.number))))


def post_task(board: Board, asked: Asked) -> TaskShown:
    """Ask a department to do its part. The same open task asked for again is the same one. Audited."""
    wanted: TaskWanted = asked.body
    now, by = board.clock(), asked.who.label
    due = _due(board, wanted)
    with writing(board.database) as session:
        case = known_case(session, asked.path["case"], to_change=True)
        if case.status == "closed":
            raise Problem(409, "The case is closed.")
        task = give_task(session, CaseTask(case_number=case.number, department=wanted.department, what=wanted.what,
                                           opened_at=now, opened_by=by, due_at=due))  # fmt: skip
        told = {"task": task.id, "department": task.department, "due": task.due_at.isoformat()}
        append_audit(session, by, "task_given", f"case:{case.number}", told, now)
        return TaskShown.model_validate(task)


def post_task_completion(board: Board, asked: Asked) -> TaskShown:
    """The department has done it. 409 where it had ended before."""
    return _end(board, asked, "done")


def post_task_withdrawal(board: Board, asked: Asked) -> TaskShown:
    """Nobody needs it any more. 409 where it had ended before."""
    return _end(board, asked, "withdrawn")


def _due(board: Board, wanted: TaskWanted) -> Moment:
    department = board.care.departments.get(wanted.department)
    if department is None:
        there = ", ".join(board.care.departments)
        raise wrong("department", f"There is no department {wanted.department}; there are {there}.")
    if wanted.due_at is not None:
        if wanted.due_at <= board.clock():
            raise wrong("due_at", "This lies in the past.")
        return wanted.due_at
    try:
        return due_within(board.hours, department.calendar, board.clock(), department.within)
    except CalendarUnknown:
        return board.clock() + department.within


def _end(board: Board, asked: Asked, how: End) -> TaskShown:
    wanted: TaskEnd = asked.body
    now, by = board.clock(), asked.who.label
    with writing(board.database) as session:
        case = known_case(session, asked.path["case"], to_change=True)
        task = _of_case(session, case.number, asked.path["task"])
        if not end_task(session, task.id, how, by=by, outcome=wanted.outcome, now=now):
            raise Problem(409, f"This task is {task.status}.")
        append_audit(session, by, f"task_{how}", f"case:{case.number}", {"task": task.id}, now)
        session.flush()
        return TaskShown.model_validate(task)


def _of_case(session: Session, number: str, task: str) -> CaseTask:
    found = next((one for one in tasks_of(session, number) if str(one.id) == task), None)
    if found is None:
        raise unknown("task on this case", task)
    return found


OPERATIONS = (
    Operation(method="GET", path="/tasks", scope="cases:read", summary="List what departments are to do",
              does=list_tasks, answers=Page[TaskShown], query=TasksQuery),
    Operation(method="GET", path="/cases/{case}/tasks", scope="cases:read", summary="List a case's tasks",
              does=list_case_tasks, answers=Page[TaskShown], problems=(404,)),
    Operation(method="POST", path="/cases/{case}/tasks", scope="cases:work", summary="Ask a department to do its part",
              does=post_task, answers=TaskShown, body=TaskWanted, problems=(404,), kept_with_act=True),
    Operation(method="POST", path="/cases/{case}/tasks/{task}/completion", scope="cases:work",
              summary="Say that a task is done", does=post_task_completion, answers=TaskShown, body=TaskEnd,
              problems=(404,), kept_with_act=True),
    Operation(method="POST", path="/cases/{case}/tasks/{task}/withdrawal", scope="cases:work",
              summary="Withdraw a task", does=post_task_withdrawal, answers=TaskShown, body=TaskEnd,
              problems=(404,), kept_with_act=True),
)  # fmt: skip
