"""Somebody listened to a call with a form in hand. What they found is kept, and shown to whom it is about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base


class QualityReview(Base):
    """Table `quality_reviews`: one for each call, form and reviewer. `answers` are points by question."""

    __tablename__ = "quality_reviews"
    __table_args__ = (UniqueConstraint("call", "form", "reviewer_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), index=True)
    reviewer_id: Mapped[str] = mapped_column(String(64))
    form: Mapped[str] = mapped_column(String(40))
    answers: Mapped[dict[str, Any]]
    percent: Mapped[int] = mapped_column(Integer)
    passed: Mapped[bool] = mapped_column(Boolean)
    words: Mapped[str | None] = mapped_column(Text)
    coaching_task: Mapped[int | None] = mapped_column(Integer)
    at: Mapped[datetime]


def review_of(session: Session, *, call: str, form: str, reviewer_id: str) -> QualityReview | None:
    same = {"call": call, "form": form, "reviewer_id": reviewer_id}
    return session.scalars(select(QualityReview).filter_by(**same)).first()


def reviews_of_call(session: Session, call: str) -> Sequence[QualityReview]:
    return session.scalars(select(QualityReview).where(QualityReview.call == call).order_by(QualityReview.id)).all()


def reviews_of_agent(
    session: Session, agent_id: str, *, limit: int, before: int | None = None
) -> Sequence[QualityReview]:
    """The latest first; with `before`, those that came before that one."""
    chosen = select(QualityReview).where(QualityReview.agent_id == agent_id).order_by(QualityReview.id.desc())
    return session.scalars((chosen if before is None else chosen.where(QualityReview.id < before)).limit(limit)).all()
