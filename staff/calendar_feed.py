"""An agent's calendar programme may read what is theirs to do, at an address that only they know."""

import hashlib
from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.audit import append as append_audit
from records.database import Base
from staff.agent import Agent, agent


class CalendarFeed(Base):
    """Table `calendar_feeds`: one for each agent. Only a hash of the address is kept: it is shown once."""

    __tablename__ = "calendar_feeds"

    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]


def open_feed(session: Session, agent_id: str, *, token: str, by: str, now: datetime) -> CalendarFeed:
    """From now on the agent's calendar is read under this token, and no longer under the one before."""
    feed = session.get(CalendarFeed, agent_id, with_for_update=True)
    if feed is not None and feed.token_hash == _hashed(token):
        return feed
    if feed is None:
        feed = CalendarFeed(agent_id=agent_id)
        session.add(feed)
    feed.token_hash, feed.made_by, feed.made_at = _hashed(token), by, now
    append_audit(session, by, "calendar_feed_opened", f"agent:{agent_id}", {}, now)
    session.flush()
    return feed


def close_feed(session: Session, agent_id: str, *, by: str, now: datetime) -> bool:
    """Nobody reads it any more. False where nobody could."""
    feed = session.get(CalendarFeed, agent_id, with_for_update=True)
    if feed is None:
        return False
    session.delete(feed)
    append_audit(session, by, "calendar_feed_closed", f"agent:{agent_id}", {}, now)
    session.flush()
    return True


def feed_of(session: Session, agent_id: str) -> CalendarFeed | None:
    return session.get(CalendarFeed, agent_id)


def whose_feed(session: Session, token: str) -> Agent | None:
    """Whose calendar is read under this token; None for a wrong one, and for who left."""
    feed = session.scalars(select(CalendarFeed).where(CalendarFeed.token_hash == _hashed(token))).first()
    reader = agent(session, feed.agent_id) if feed is not None else None
    return reader if reader is not None and reader.active else None


def _hashed(token: str) -> str:
    """A plain hash is enough: the token is random and long, so there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()
