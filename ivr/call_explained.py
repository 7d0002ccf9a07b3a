"""Why a call that really was went where it went: what was written down as it was decided, in words and in its order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from records.journal import Event, events_of
from routing.explain import explain_event, explain_reason
from routing.lines import agent_of
from routing.step import Reason
from staff.agent import names_of


@dataclass(frozen=True, kw_only=True)
class Sentence:
    at: datetime
    text: str


def explain_past_call(session: Session, call: str, *, language: str) -> list[Sentence]:
    """A sentence for each thing that led the call on, in order of time; none where nobody waited for a person."""
    events = sorted(events_of(session, call), key=lambda event: event.at)
    names = names_of(session, _agents_in(events))
    return [Sentence(at=event.at, text=text) for event in events for text in _sentences(event, names, language)]


def _sentences(event: Event, names: Mapping[str, str], language: str) -> Iterator[str]:
    def name(agent: str) -> str:
        return names.get(agent, agent)

    told = explain_event(event.kind, event.data, language=language, agent=event.agent, name=name)
    if told:
        yield told
    for row in event.data.get("reasons") or () if event.kind == "waiting" else ():
        yield explain_reason(Reason(key=row["key"], args=row.get("args") or {}), language=language, name=name)


def _agents_in(events: Sequence[Event]) -> set[str]:
    """Everybody who is spoken of."""
    found = {event.agent for event in events if event.agent}
    for event in events:
        found |= {row["args"]["who"] for row in event.data.get("reasons") or () if "who" in (row.get("args") or {})}
        found |= set(event.data.get("skipped") or ())
        found |= {event.data["agent"]} if isinstance(event.data.get("agent"), str) else set()
        lines = [event.data.get("line"), *(event.data.get("lines") or ())]
        found |= {agent for line in lines if isinstance(line, str) and (agent := agent_of(line))}
    return found
