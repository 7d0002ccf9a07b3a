"""What agents are at between two calls: paperwork, or a pause. A lost floor is rebuilt from what the journal tells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.last_conversation import A_SHIFT
from callbacks.wrapping_up import EXTENDED, OVERDUE
from records.journal import EventRow
from routing.instants import from_ms
from routing.policy import Policy


@dataclass(frozen=True, kw_only=True)
class Interlude:
    """One of the two: `wrap_up_until`, which is now where it is overdue and held, and whether it was `extended`; or
    `paused_until` and why.
    """

    wrap_up_until: datetime | None = None
    extended: bool = False
    paused_until: datetime | None = None
    reason: str = ""


NOTHING = Interlude()
NEVER: Final = (datetime.min.replace(tzinfo=UTC),) * 2
Change = tuple[datetime, Mapping[str, Any]]


def interludes(session: Session, policy: Policy, now: datetime) -> Mapping[str, Interlude]:
    """By agent; who is at neither is left out."""
    extended = {
        agent: (at, datetime.fromisoformat(data["until"]))
        for agent, at, data in _told(session, EXTENDED, now - A_SHIFT)
    }
    overdue = {agent: at for agent, at, _ in _told(session, OVERDUE, now - A_SHIFT)}
    last = _last_changes(session, now - _longest(policy), overdue)
    length = timedelta(seconds=policy.wrap_up_seconds)
    found: dict[str, Interlude] = {}
    for agent, (at, data) in last.items():
        if data.get("to") == "wrap_up":
            asked_at, later = extended.get(agent, NEVER)
            until = max(at + length, later)
            held = overdue.get(agent, at) > at
            if until > now or held:
                found[agent] = Interlude(wrap_up_until=max(until, now), extended=asked_at >= at)
        elif data.get("until") and from_ms(data["until"]) > now:
            found[agent] = Interlude(paused_until=from_ms(data["until"]), reason=str(data.get("reason") or ""))
    return found


def _longest(policy: Policy) -> timedelta:
    """Nothing between two calls that ends by itself lasts longer."""
    pauses = [getattr(policy, name) for name in vars(policy) if name.endswith("_pause_seconds")]
    wrap_up = policy.wrap_up_seconds + policy.wrap_up_extension_seconds
    return timedelta(seconds=max(*pauses, wrap_up, policy.cool_down_seconds, policy.relief_seconds))


def _last_changes(session: Session, since: datetime, overdue: Iterable[str]) -> Mapping[str, Change]:
    last = {agent: (at, data) for agent, at, data in _told(session, "agent_state", since)}
    for agent in set(overdue) - set(last):
        changes = select(EventRow.at, EventRow.data).where(EventRow.agent == agent, EventRow.kind == "agent_state")
        if row := session.execute(changes.order_by(EventRow.at.desc(), EventRow.seq.desc()).limit(1)).first():
            last[agent] = (row.at, row.data)
    return last


def _told(session: Session, kind: str, since: datetime) -> list[tuple[str, datetime, Mapping[str, Any]]]:
    chosen = select(EventRow.agent, EventRow.at, EventRow.data).where(
        EventRow.kind == kind, EventRow.at > since, EventRow.agent.is_not(None)
    )
    return [(agent or "", at, data) for agent, at, data in session.execute(chosen.order_by(EventRow.seq))]
