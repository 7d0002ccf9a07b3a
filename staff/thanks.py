"""Somebody did something well, and somebody said so: a colleague, or a customer. What is never said ends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert
from staff.agent import agent
from staff.notice import Notice, keep_notice

Kind = Literal["colleague", "customer"]


class Thanks(Base):
    """Table `thanks`. `once` names what it was for: told twice, it is said once.

    `from_agent` is empty where a customer said it; `words` are theirs or those of whoever wrote them down.
    """

    __tablename__ = "thanks"
    __table_args__ = (Index("ix_thanks_to_id", "to_agent", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    once: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)
    to_agent: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    from_agent: Mapped[str | None] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text)
    case_number: Mapped[str | None] = mapped_column(String(40), index=True)
    call: Mapped[str | None] = mapped_column(String(64), index=True)
    at: Mapped[datetime]


def say_thanks(session: Session, thanks: Thanks) -> Thanks:
    """Write it down, and let them learn of it; their lead as well where a customer said it."""
    facts = {column.key: getattr(thanks, column.key) for column in Thanks.__table__.columns if column.key != "id"}
    session.execute(insert(session, Thanks).values(facts).on_conflict_do_nothing(index_elements=["once"]))
    kept = session.scalars(select(Thanks).where(Thanks.once == thanks.once)).one()
    known = agent(session, kept.to_agent)
    lead = known.lead_id if known and kept.kind == "customer" else None
    for whom in dict.fromkeys(filter(None, (kept.to_agent, lead))):
        _tell(session, kept, whom)
    return kept


def thanks_said(
    session: Session, *, to_agent: str | None = None, kind: Kind | None = None, limit: int, before: int | None = None
) -> Sequence[Thanks]:
    """The latest first; with `before`, those that came before that one."""
    wanted = {"to_agent": to_agent, "kind": kind}
    chosen = select(Thanks).filter_by(**{column: value for column, value in wanted.items() if value is not None})
    if before is not None:
        chosen = chosen.where(Thanks.id < before)
    return session.scalars(chosen.order_by(Thanks.id.desc()).limit(limit)).all()


def _tell(session: Session, thanks: Thanks, whom: str) -> None:
    own = whom == thanks.to_agent
    key = f"notice_thanks_{thanks.kind}" if own else "notice_compliment_of_yours"
    about = thanks.from_agent if own else thanks.to_agent
    notice = Notice(
        id=f"thanks:{thanks.id}:{whom}",
        agent_id=whom,
        kind="thanks",
        key=key,
        args={"words": thanks.words, **({"agent": about} if about else {})},
        call=thanks.call,
        case_number=thanks.case_number,
        at=thanks.at,
    )
    keep_notice(session, notice)
