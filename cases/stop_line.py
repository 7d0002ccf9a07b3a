"""On the doorstep: may this meter be cut? Every answer is kept, with who asked and which entry it rests on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.civil_day import civil_day
from cases.hardship import Whose, may_be_done
from records.audit import append as append_audit
from records.database import Base, serialise

Answer = Literal["cut", "do_not_cut", "unknown"]


class StopLineAnswer(Base):
    """`once` names the step of the call at which it was asked. `answer` is unknown for a number that is nobody's."""

    __tablename__ = "stop_line_answers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    once: Mapped[str] = mapped_column(String(160), unique=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    worker_id: Mapped[str] = mapped_column(String(20), index=True)
    subscriber: Mapped[str] = mapped_column(String(40), index=True)
    answer: Mapped[str] = mapped_column(String(16))
    hardship_id: Mapped[int | None] = mapped_column(Integer)
    at: Mapped[datetime]


def answer_stop_line(
    session: Session, *, once: str, call: str, worker_id: str, subscriber: str, now: datetime
) -> StopLineAnswer:
    """What the register says today, kept and audited. The same step again gets the same answer."""
    serialise(session, f"stop line:{once}")
    given = session.scalars(select(StopLineAnswer).where(StopLineAnswer.once == once)).first()
    if given is not None:
        return given
    verdict = may_be_done(session, "disconnect", Whose(subscriber=subscriber), on=civil_day(now))
    said: Answer = "do_not_cut" if verdict.stop else "cut" if verdict.known else "unknown"
    entry = verdict.stop.id if verdict.stop else None
    given = StopLineAnswer(
        once=once, call=call, worker_id=worker_id, subscriber=subscriber, answer=said, hardship_id=entry, at=now
    )
    session.add(given)
    told = {"answer": said, "hardship": entry, "call": call}
    append_audit(session, f"field:{worker_id}", "stop_line_answered", f"subscriber:{subscriber}", told, now)
    return given


def stop_line_answers(session: Session, *, limit: int, before: int | None = None) -> Sequence[StopLineAnswer]:
    """The latest first; with `before`, those that came before that one."""
    chosen = select(StopLineAnswer).order_by(StopLineAnswer.id.desc()).limit(limit)
    return session.scalars(chosen if before is None else chosen.where(StopLineAnswer.id < before)).all()
