"""A case passes from one owner to another: what they had promised to call about goes along, and both learn of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from callbacks.callback import NOT_OVER, Callback
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


def owner_has_changed(session: Session, passing: Passing) -> None:
    """A lead gave the case to somebody: they learn of it, and so does whose it was."""
    callbacks_follow(session, [passing.case_number], passing.from_agent, passing.to_agent)
    args = {"case": passing.case_number, "note": passing.note}
    _tell(session, passing, passing.to_agent, "notice_case_came", args)
    if passing.from_agent is not None:
        _tell(session, passing, passing.from_agent, "notice_case_went", {**args, "agent": passing.to_agent})


def callbacks_follow(session: Session, numbers: Sequence[str], from_agent: str | None, to_agent: str) -> int:
    """Calls the owner had promised about these cases are the new owner's; tells how many."""
    theirs = Callback.case_number.in_(numbers), Callback.agent_id == from_agent, NOT_OVER
    moved = update(Callback).where(*theirs).values(agent_id=to_agent).returning(Callback.id)
    return len(session.scalars(moved).all()) if from_agent else 0


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
