"""The story of a case as people read it: its timeline, and what its customer said of our people."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.timeline import Entry, timeline
from staff.thanks import Thanks


def story_of(session: Session, case_number: str) -> list[Entry]:
    """The first thing first."""
    thanks = session.scalars(select(Thanks).where(Thanks.case_number == case_number)).all()
    said = [Entry(at=one.at, kind="thanks", who=one.to_agent, text=one.words) for one in thanks]
    return sorted([*timeline(session, case_number), *said], key=lambda entry: entry.at)
