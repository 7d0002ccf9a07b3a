"""What a wrap-up may say beside what comes next: that the case is over, what was lost, thanks, a word in writing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.disposition import Disposition
from cases.errors import WrapUpRefused
from cases.follow_up import write_follow_up
from cases.loss import CaseLoss, note_loss
from cases.wrap_up import complete_wrap_up
from staff.agent import agent
from staff.thanks import Thanks, say_thanks


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What the customer says they lost, its worth where they name one, and what we offer. Without `what`: nothing."""

    what: str | None = None
    kurus: int | None = None
    offered: str | None = None


@dataclass(frozen=True, kw_only=True)
class MoreOfWrapUp:
    """`who` does what comes next; without one whoever talked. `closes`: the matter is settled.

    `tell_customer`: they are written to on their channel, with the case's number, what comes next and by when.
    """

    who: str | None = None
    closes: bool = False
    loss: Loss | None = None
    thanks: str | None = None
    tell_customer: bool = False


NOTHING_MORE: Final = MoreOfWrapUp()


@dataclass(frozen=True, kw_only=True)
class Written:
    """Which call's wrap-up it is, on which case, and who talked."""

    call: str
    case: str
    agent: str


def write_wrap_up(
    session: Session, board: Board, written: Written, more: MoreOfWrapUp, facts: Mapping[str, Any]
) -> None:
    """`facts` are disposition, next_action and next_action_due. Raises WrapUpRefused with a fault for each field."""
    _before(session, board, written, more, facts["disposition"])
    complete_wrap_up(
        session,
        case_number=written.case,
        agent_id=written.agent,
        now=board.clock(),
        who=more.who,
        closes_case=more.closes,
        **facts,
    )
    _after(session, board, written, more, facts)


def _before(session: Session, board: Board, written: Written, more: MoreOfWrapUp, disposition: str | None) -> None:
    """What must be so before the case is looked at. Raises WrapUpRefused."""
    doer = agent(session, more.who) if more.who else None
    if more.who and (doer is None or not doer.active):
        raise WrapUpRefused({"who": "unknown"})
    known = _known(board, disposition)
    if more.closes and disposition and known is not None and not known.settles:
        raise WrapUpRefused({"disposition": "unsettled"})
    if more.loss is not None:
        note_loss(session, CaseLoss(case_number=written.case, noted_by=written.agent, noted_at=board.clock(),
                                    **vars(more.loss)))  # fmt: skip


def _after(session: Session, board: Board, written: Written, more: MoreOfWrapUp, facts: Mapping[str, Any]) -> None:
    """Thanks are passed on, and the customer is written to."""
    known = _known(board, facts["disposition"])
    if more.thanks or (known is not None and known.compliment):
        said = more.thanks or (known.words.tr if known else "")
        say_thanks(session, Thanks(once=f"wrap-up:{written.call}", kind="customer", to_agent=written.agent, words=said,
                                   case_number=written.case, call=written.call, at=board.clock()))  # fmt: skip
    if more.tell_customer and not more.closes:
        _tell(session, board, written, facts)


def _known(board: Board, disposition: str | None) -> Disposition | None:
    return board.care.dispositions.get(disposition or "")


def _tell(session: Session, board: Board, written: Written, facts: Mapping[str, Any]) -> None:
    """Under the same number, with the same due date as was promised aloud."""
    write_follow_up(
        session,
        once=f"wrap-up:{written.call}",
        case_number=written.case,
        template="follow_up",
        args={"what": facts["next_action"], "due": facts["next_action_due"].isoformat()},
        care=board.care,
        now=board.clock(),
        by=written.agent,
    )
