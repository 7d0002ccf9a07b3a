"""What happened to a callback, step by step: each change of its state, why, and by whom."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from callbacks.callback import Callback
from records.database import Base


class CallbackStep(Base):
    """Table `callback_steps`. `state` is the one it came into; `why` names the reason; `who` is `clock`, `caller`, an
    agent, or who asked. `floor_call` is the stay in line it belongs to."""

    __tablename__ = "callback_steps"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    callback_id: Mapped[str] = mapped_column(ForeignKey("callbacks.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    why: Mapped[str | None] = mapped_column(String(40))
    who: Mapped[str] = mapped_column(String(80))
    floor_call: Mapped[str | None] = mapped_column(String(64))


def keep_step(session: Session, callback: Callback, *, who: str, now: datetime) -> None:
    """Its present state and reason, as a step."""
    session.add(
        CallbackStep(
            callback_id=callback.id,
            at=now,
            state=callback.state,
            why=callback.why,
            who=who,
            floor_call=callback.floor_call,
        )
    )


def steps_of_callback(session: Session, callback_id: str) -> Sequence[CallbackStep]:
    """In the order they were taken."""
    chosen = select(CallbackStep).where(CallbackStep.callback_id == callback_id)
    return session.scalars(chosen.order_by(CallbackStep.id)).all()
