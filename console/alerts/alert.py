"""A rule that is broken: since when, by how much, who was told, and when it was over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Float, Index, Integer, String, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base

CENTRE: Final = "*"
"""What a rule is about that is of no queue."""
_OPEN: Final = text("ended_at IS NULL")


class Alert(Base):
    """Table `alerts`. `subject` is a queue, or `*`. `fired_at` is when it had lasted long enough, `told_at` when those
    it goes to were told; `tries` that failed. `value` is the figure when it was last looked at."""

    __tablename__ = "alerts"
    __table_args__ = (
        Index("one_open_alert_each", "rule", "subject", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("alerts_by_told", "rule", "subject", "told_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    rule: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    metric: Mapped[str] = mapped_column(String(40))
    op: Mapped[str] = mapped_column(String(2))
    bound: Mapped[float] = mapped_column(Float)
    value: Mapped[float] = mapped_column(Float)
    began_at: Mapped[datetime] = mapped_column(index=True)
    fired_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(Integer, default=0)
    ended_at: Mapped[datetime | None]


def open_alerts(session: Session) -> Sequence[Alert]:
    """Also those that have not lasted long enough to be told of; the oldest first."""
    return session.scalars(select(Alert).where(Alert.ended_at.is_(None)).order_by(Alert.began_at, Alert.id)).all()


def fired_alerts(session: Session, *, since: datetime, limit: int) -> Sequence[Alert]:
    """Those that stand, and those of a while; the newest first."""
    chosen = select(Alert).where(Alert.fired_at.is_not(None))
    chosen = chosen.where(Alert.ended_at.is_(None) | (Alert.began_at >= since))
    return session.scalars(chosen.order_by(Alert.began_at.desc(), Alert.id).limit(limit)).all()


def last_told(session: Session, rule: str, subject: str) -> datetime | None:
    """When anybody was last told of this."""
    chosen = select(func.max(Alert.told_at)).where(Alert.rule == rule, Alert.subject == subject)
    return session.scalar(chosen)
