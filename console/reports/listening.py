"""When those who lead last talked with a customer, and how often of late."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from callbacks.dialler.supervisors import LEADING
from console.api.fields import Moment
from console.reports.wanted import Wanted
from escalations.duty import Duty
from escalations.last_spoke import last_spoke
from escalations.rota import LISTENS
from escalations.rota_rules import RotaRules
from staff.agent import Agent


class ListeningFigures(BaseModel):
    """One lead or manager; a conversation counts from the line and brought into, consulting a colleague does not."""

    model_config = ConfigDict(frozen=True)

    agent: str
    name: str
    role: str
    last_spoke_at: Moment | None = Field(description="Null: never.")
    talks: int = Field(description="In [since, until).")
    quota: int = Field(description="Talks they are to have in the rota's own time; 0: none is asked of them.")
    lately: int = Field(description="Talks in that time, up to `until`.")
    below: bool = Field(description="Fewer than the quota: on duty they are asked first.")
    next_duty_at: Moment | None


def listening_report(session: Session, wanted: Wanted, rules: RotaRules) -> list[ListeningFigures]:
    """Who talked longest ago comes first."""
    chosen = select(Agent).where(Agent.active, Agent.role.in_(LEADING)).order_by(Agent.id)
    leading = {one.id: one for one in session.scalars(chosen)}
    asked = last_spoke(session, list(leading), since=wanted.since, until=wanted.until)
    lately = last_spoke(session, list(leading), since=wanted.until - rules.within, until=wanted.until)
    following = _next_duties(session, wanted.now)
    rows = [
        ListeningFigures(
            agent=one.id, name=one.name, role=one.role, last_spoke_at=asked[one.id].last_at, talks=asked[one.id].talks,
            quota=_quota(one, rules), lately=lately[one.id].talks, below=lately[one.id].talks < _quota(one, rules),
            next_duty_at=following.get(one.id),
        )
        for one in leading.values()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.last_spoke_at is not None, row.last_spoke_at or wanted.until, row.agent))


def _quota(one: Agent, rules: RotaRules) -> int:
    return rules.talks if one.role == LISTENS else 0


def _next_duties(session: Session, now: datetime) -> Mapping[str, datetime]:
    chosen = select(Duty.agent_id, func.min(Duty.starts_at)).where(Duty.until > now).group_by(Duty.agent_id)
    return {row[0]: row[1] for row in session.execute(chosen)}
