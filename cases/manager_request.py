"""Somebody asked for a manager. It is granted, written down with its reason, and counted for no agent's rank."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Integer, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert

UNSTATED = "unstated"
"""The reason of those who gave none: they are put through all the same."""


class ManagerRequest(Base):
    """`once` names the step of the call at which it was asked: asked twice there, it is one request."""

    __tablename__ = "manager_requests"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    once: Mapped[str] = mapped_column(String(160), unique=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    customer_id: Mapped[str | None] = mapped_column(String(64), index=True)
    case_number: Mapped[str | None] = mapped_column(String(40), index=True)
    reason: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime] = mapped_column(index=True)


def ask_for_manager(
    session: Session,
    *,
    once: str,
    call: str,
    customer_id: str | None,
    case_number: str | None,
    reason: str,
    now: datetime,
) -> bool:
    """Write the request down; False when it stands there already."""
    row = insert(session, ManagerRequest).values(
        once=once, call=call, customer_id=customer_id, case_number=case_number, reason=reason, asked_at=now
    )
    done = session.execute(row.on_conflict_do_nothing(index_elements=["once"]).returning(ManagerRequest.id))
    return done.first() is not None


def manager_requests(session: Session, *, limit: int, before: int | None = None) -> Sequence[ManagerRequest]:
    """The latest first; with `before`, those that came before that one."""
    chosen = select(ManagerRequest).order_by(ManagerRequest.id.desc()).limit(limit)
    return session.scalars(chosen if before is None else chosen.where(ManagerRequest.id < before)).all()


def reasons_for_managers(session: Session, *, since: datetime, until: datetime) -> Mapping[str, int]:
    """How often each reason was given in [since, until)."""
    asked = select(ManagerRequest.reason, func.count()).where(
        ManagerRequest.asked_at >= since, ManagerRequest.asked_at < until
    )
    return {row[0]: row[1] for row in session.execute(asked.group_by(ManagerRequest.reason))}
