"""A case passes from one owner to another: what they had promised to call about goes along, and both learn of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback
from callbacks.dialler.changing import Changed, see_to_the_floor, stands_anew
from callbacks.dialler.editing import CHANGED, REASSIGNED
from cases.ownership_offer import OwnershipOffer
from staff.notice import Kind, Notice, keep_notice


@dataclass(frozen=True, kw_only=True)
class Passing:
    """`once` names the act; `note` is what was said about it."""

    once: str
    case_number: str
    from_agent: str | None
    to_agent: str
    note: str
    at: datetime


def owner_has_changed(session: Session, passing: Passing) -> list[Changed]:
    """A lead gave the case to somebody: they learn of it, and so does whose it was. What is to be done on the floor."""
    moved = callbacks_follow(session, passing)
    args = {"case": passing.case_number, "note": passing.note}
    _tell(session, passing, passing.to_agent, "notice_case_came", args)
    if passing.from_agent is not None:
        _tell(session, passing, passing.from_agent, "notice_case_went", {**args, "agent": passing.to_agent})
    return moved


def callbacks_follow(session: Session, passing: Passing) -> list[Changed]:
    """Calls the owner had promised about the case are the new owner's, who is waited for in their place.

    See to the floor with each once it is committed.
    """
    if passing.from_agent is None:
        return []
    theirs = Callback.case_number == passing.case_number, Callback.agent_id == passing.from_agent, NOT_OVER
    return [
        _follows(session, one, passing) for one in session.scalars(select(Callback).where(*theirs).with_for_update())
    ]


def callbacks_have_moved(board: Board, moved: Iterable[Changed]) -> None:
    """Once it is committed that others make them: nobody is rung on what was."""
    for changed in moved:
        see_to_the_floor(board, changed, why=REASSIGNED, word=CHANGED)


def _follows(session: Session, callback: Callback, passing: Passing) -> Changed:
    callback.agent_id = passing.to_agent
    if callback.state != "owner_wait":
        return Changed(callback=callback)
    left = stands_anew(session, callback, look_at=passing.at, why=REASSIGNED, who=passing.to_agent, now=passing.at)
    return Changed(callback=callback, left=left)


def offer_is_told(session: Session, offer: OwnershipOffer) -> None:
    """Whom it concerns learns how an offer stands: the asked one of a new one, whoever offered of its end."""
    facts = {"case": offer.case_number, "note": offer.note, "why": offer.why or ""}
    if offer.state in ("open", "withdrawn"):
        key = "notice_case_offered" if offer.state == "open" else "notice_offer_withdrawn"
        _tell_of(session, offer, offer.to_agent, "case_offered", key, {**facts, "agent": offer.by_agent})
        return
    for whom in dict.fromkeys(filter(None, (offer.by_agent, offer.from_agent))):
        key = f"notice_offer_{offer.state}"
        _tell_of(session, offer, whom, "offer_answered", key, {**facts, "agent": offer.to_agent})


def _tell(session: Session, passing: Passing, whom: str, key: str, args: dict[str, str]) -> None:
    notice = Notice(
        id=f"{passing.once}:{whom}",
        agent_id=whom,
        kind="owner_changed",
        key=key,
        args=args,
        case_number=passing.case_number,
        at=passing.at,
    )
    keep_notice(session, notice)


def _tell_of(session: Session, offer: OwnershipOffer, whom: str, kind: Kind, key: str, args: dict[str, str]) -> None:
    notice = Notice(
        id=f"ownership offer:{offer.id}:{offer.state}:{whom}",
        agent_id=whom,
        kind=kind,
        key=key,
        args=args,
        case_number=offer.case_number,
        at=offer.ended_at or offer.offered_at,
    )
    keep_notice(session, notice)
