"""What each agent's time went into and what came of it: states that sum to wall time, calls, occupancy, AHT."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.api.fields import Moment
from console.reports.service_level import HandleTimeShown, handle_time, share
from console.reports.wanted import Wanted
from records.handling import Handling
from records.journal import Event, EventRow, events_of_agent
from routing.agent_time import StateChange, seconds_in_states
from routing.service_level import Handled, occupancy, who_hung_up
from staff.agent import agents


class AgentTimeShown(BaseModel):
    """One agent in [since, until), or until now. `seconds_in_state` sums to the whole of it."""

    model_config = ConfigDict(frozen=True)

    agent: str
    name: str
    since: Moment
    until: Moment
    handled: int = Field(description="Conversations that began then.")
    handle_time: HandleTimeShown | None
    occupancy: float | None = Field(
        description="Busy with calls, of the time they were busy or ready; null: they were not there."
    )
    seconds_in_state: Mapping[str, float] = Field(
        description="logged_out, not_ready, ready, reserved, talking, wrap_up: those there were."
    )
    hung_up_by: Mapping[str, int] = Field(description="Who ended the conversations: caller, agent or network.")


def agent_time_report(session: Session, wanted: Wanted) -> list[AgentTimeShown]:
    """Everybody who works here, by id."""
    until = max(min(wanted.until, wanted.now), wanted.since)
    conversations = _conversations(session, wanted)
    return [
        AgentTimeShown(
            agent=person.id,
            name=person.name,
            since=wanted.since,
            until=until,
            **_calls(conversations.get(person.id, ())),
            **_time(session, person.id, wanted.since, until),
        )
        for person in agents(session)
    ]


def _conversations(session: Session, wanted: Wanted) -> Mapping[str, Sequence[Handling]]:
    chosen = select(Handling).where(Handling.answered_at >= wanted.since, Handling.answered_at < wanted.until)
    if wanted.queue is not None:
        chosen = chosen.where(Handling.queue == wanted.queue)
    found: defaultdict[str, list[Handling]] = defaultdict(list)
    for one in session.scalars(chosen):
        found[one.agent_id].append(one)
    return found


def _calls(conversations: Sequence[Handling]) -> dict[str, Any]:
    over = [
        Handled(talk_seconds=one.talk_seconds, wrap_up_seconds=one.wrap_up_seconds or 0.0)
        for one in conversations
        if one.talk_seconds is not None
    ]
    ended = Counter(party for one in conversations if (party := who_hung_up(one.ended_by)) is not None)
    return {"handled": len(conversations), "handle_time": handle_time(over), "hung_up_by": dict(sorted(ended.items()))}


def _time(session: Session, agent_id: str, since: datetime, until: datetime) -> dict[str, Any]:
    changes = list(_changes(events_of_agent(session, agent_id, since=since, until=until)))
    before = None if changes else _state_before(session, agent_id, since)
    spent = seconds_in_states(changes, since=since, until=until, state_at_since=before)
    return {"seconds_in_state": spent, "occupancy": share(occupancy(spent))}


def _changes(events: Sequence[Event]) -> Iterator[StateChange]:
    for event in events:
        if event.kind == "agent_state":
            yield StateChange(
                at=event.at,
                before=str(event.data.get("from") or "logged_out"),
                was_since=_moment(event.data.get("was_since"), event.at),
                after=str(event.data.get("to")),
            )


def _state_before(session: Session, agent_id: str, since: datetime) -> str | None:
    last = select(EventRow.data).where(EventRow.agent == agent_id, EventRow.kind == "agent_state", EventRow.at < since)
    data = session.scalars(last.order_by(EventRow.at.desc(), EventRow.seq.desc()).limit(1)).first()
    return None if data is None else str(data.get("to"))


def _moment(milliseconds: Any, otherwise: datetime) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if isinstance(milliseconds, int | float) else otherwise
