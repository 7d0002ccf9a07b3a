"""Payment plans are looked after: where an instalment has not come, patience ends and the case's owner learns it."""

from callbacks.board import Board
from cases.broken_plan import break_plan, owner_of_plan, plans_out_of_patience
from records.database import reading, writing
from staff.notice import Notice, keep_notice


def see_to_payment_plans(board: Board) -> None:
    """Each in a transaction of its own: one that cannot be broken leaves the others theirs."""
    with reading(board.database) as session:
        due = plans_out_of_patience(session, board.clock())
    for plan in due:
        _break(board, plan)


def _break(board: Board, plan_id: int) -> None:
    now = board.clock()
    with writing(board.database) as session:
        plan = break_plan(session, plan_id, now=now)
        owner = owner_of_plan(session, plan) if plan else None
        if plan is not None and owner is not None:
            notice = Notice(
                id=f"broken_plan:{plan.id}",
                agent_id=owner,
                kind="broken_plan",
                key="notice_broken_plan",
                args={"case": plan.case_number, "paid": str(plan.paid), "count": str(plan.instalments)},
                case_number=plan.case_number,
                at=now,
            )
            keep_notice(session, notice)
