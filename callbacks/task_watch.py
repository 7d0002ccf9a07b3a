"""Departments' tasks are looked at: the owner of the case learns in time that one runs late, the department's lead when
it is late. Each look is told once, whoever looks."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.care import Care
from cases.case import Case
from cases.case_task import CaseTask, Look, is_looked_at, tasks_to_look_at
from records.audit import append as append_audit
from records.database import writing
from staff.agent import agent
from staff.notice import Notice, keep_notice

AT_ONCE: Final = 100
LONGEST: Final = 120
"""Letters of what is to be done, in a notice."""


def look_at_tasks(board: Board) -> None:
    now = board.clock()
    with writing(board.database) as session:
        for task in tasks_to_look_at(session, now, limit=AT_ONCE):
            look = is_looked_at(task, now)
            for whom in _concerned(session, board.care, task, look):
                keep_notice(session, _notice(board, task, look, whom))
            if look == "late":
                told = {"task": task.id, "department": task.department, "due": task.due_at.isoformat()}
                append_audit(session, "clock", "task_late", f"case:{task.case_number}", told, now)


def _concerned(session: Session, care: Care, task: CaseTask, look: Look) -> Iterator[str]:
    """Whose case it is; of what is late also their lead, and the department's."""
    case = session.get(Case, task.case_number)
    owner = agent(session, case.owner_id) if case and case.owner_id else None
    whom = [owner.id] if owner else []
    if look == "late":
        department = care.departments.get(task.department)
        whom += [lead for lead in (owner and owner.lead_id, department and department.lead) if lead]
    yield from dict.fromkeys(whom)


def _notice(board: Board, task: CaseTask, look: Look, whom: str) -> Notice:
    return Notice(
        id=f"task:{task.id}:{look}:{whom}",
        agent_id=whom,
        kind="task",
        key=f"notice_task_{look}",
        at=board.clock(),
        case_number=task.case_number,
        args={"case": task.case_number, "what": task.what[:LONGEST], **_named(board.care, task.department)},
    )


def _named(care: Care, name: str) -> dict[str, str]:
    """What the department is called, also where the centre's file no longer has it."""
    department = care.departments.get(name)
    tr, en = (department.words.tr, department.words.en) if department else (name, name)
    return {"department_tr": tr, "department_en": en}
