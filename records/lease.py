"""A named duty that one process holds at a time, until it lets the time run out."""

from datetime import datetime, timedelta

from sqlalchemy import String, delete, or_
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert


class Lease(Base):
    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime]


def take_lease(session: Session, name: str, holder: str, now: datetime, seconds: float) -> bool:
    """Take the lease, or prolong our own; False while somebody else's still runs."""
    until = now + timedelta(seconds=seconds)
    row = insert(session, Lease).values(name=name, holder=holder, until=until)
    free = or_(Lease.holder == holder, Lease.until <= now)
    taken = row.on_conflict_do_update(index_elements=["name"], set_={"holder": holder, "until": until}, where=free)
    return session.execute(taken.returning(Lease.name)).first() is not None


def give_back_lease(session: Session, name: str, holder: str) -> None:
    """Let another process have it now; a lease that is not ours is left alone."""
    session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))
