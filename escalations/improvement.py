"""A rule had a gap: what is to be changed, whose task it is, by when, and what came of it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Date, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.audit import append as append_audit
from records.database import Base
from staff.notice import Notice, keep_notice


class Improvement(Base):
    """Table `improvements`; open until `ended_at`."""

    __tablename__ = "improvements"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    once: Mapped[str] = mapped_column(String(160), unique=True)
    escalation_id: Mapped[str | None] = mapped_column(String(32), index=True)
    case_number: Mapped[str | None] = mapped_column(String(40), index=True)
    gap: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[str] = mapped_column(String(64), index=True)
    due_on: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(index=True)
    outcome: Mapped[str | None] = mapped_column(Text)
    ended_by: Mapped[str | None] = mapped_column(String(80))
    ended_at: Mapped[datetime | None]


def open_improvement(session: Session, item: Improvement) -> Improvement:
    """Its owner learns of it. Written to the audit trail."""
    session.add(item)
    session.flush()
    told = {"improvement": item.id, "owner": item.owner_id, "due_on": item.due_on.isoformat()}
    append_audit(session, item.made_by, "improvement_opened", f"case:{item.case_number}", told, item.made_at)
    owner_is_told(session, item, "notice_improvement", now=item.made_at)
    return item


def end_improvement(session: Session, item: Improvement, *, outcome: str, by: str, now: datetime) -> None:
    """What came of it; one that is over stays as it was. Written to the audit trail."""
    if item.ended_at is not None:
        return
    item.outcome, item.ended_by, item.ended_at = outcome, by, now
    append_audit(session, by, "improvement_ended", f"case:{item.case_number}", {"improvement": item.id}, now)


def improvements(session: Session, *, only_open: bool, limit: int = 200) -> Sequence[Improvement]:
    """The next due first."""
    chosen = select(Improvement).order_by(Improvement.due_on, Improvement.id).limit(limit)
    return session.scalars(chosen.where(Improvement.ended_at.is_(None)) if only_open else chosen).all()


def owner_is_told(session: Session, item: Improvement, key: str, *, now: datetime) -> None:
    """Once of each."""
    keep_notice(session, Notice(
        id=f"{key}:{item.id}", agent_id=item.owner_id, kind="escalation", key=key, at=now,
        case_number=item.case_number, args={"case": item.case_number or "-", "due": f"{item.due_on:%d.%m.%Y}"},
    ))  # fmt: skip
