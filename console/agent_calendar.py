"""The calls an agent promised, as a calendar (iCalendar, RFC 5545): when, about which case, and no more unless the
centre says so, because calendars are read on other people's computers."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from icalendar import Calendar, Event
from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.callback import NOT_OVER, Callback
from callbacks.dialler.rules import CalendarRules
from cases.customer import Customer
from console.wording import told_if_known, told_in
from staff.agent import Agent

LANGUAGES: Final = ("tr", "en")
MOST: Final = 1_000
"""Nobody owes more calls than that; who does has another trouble than their calendar."""
SHORTEST: Final = timedelta(minutes=15)
"""How long a call without a window of its own is drawn: it ends when it was promised."""
READ_AGAIN: Final = timedelta(minutes=5)


def calendar_language(agent: Agent) -> str:
    """The first of the agent's languages we have words in."""
    return next((language for language in agent.languages if language in LANGUAGES), LANGUAGES[0])


def agent_calendar(session: Session, agent: Agent, rules: CalendarRules, language: str) -> bytes:
    """All they owe at present; the same bytes as long as nothing about it changes."""
    owed = session.scalars(
        select(Callback).where(Callback.agent_id == agent.id, NOT_OVER).order_by(Callback.due_at, Callback.id)
        .limit(MOST)
    ).all()  # fmt: skip
    calendar = Calendar()
    calendar.add("prodid", "-//Sahip//callbacks//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", told_in(language, "calendar_name", {"agent": agent.name}))
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT5M")
    names = _names(session, owed) if rules.names else {}
    for callback in owed:
        calendar.add_component(_event(callback, rules, names, language))
    told: bytes = calendar.to_ical()
    return told


def _event(callback: Callback, rules: CalendarRules, names: Mapping[str, str], language: str) -> Event:
    begins, ends = _span(callback)
    event = Event()
    event.add("uid", f"{callback.id}@sahip")
    event.add("sequence", callback.version - 1)
    event.add("dtstamp", callback.made_at)
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("summary", _summary(callback, rules, names, language))
    event.add("description", _description(callback, language))
    event.add("status", "CONFIRMED")
    return event


def _span(callback: Callback) -> tuple[datetime, datetime]:
    """The window the customer chose, or the last quarter of an hour before it is too late."""
    if callback.until is not None and callback.until > callback.not_before:
        return callback.not_before, callback.until
    return callback.due_at - SHORTEST, callback.due_at


def _summary(callback: Callback, rules: CalendarRules, names: Mapping[str, str], language: str) -> str:
    words = [told_in(language, "calendar_callback", {"case": callback.case_number})]
    name = names.get(callback.customer_id or "")
    return " · ".join([*words, *([name] if name else []), *([callback.phone] if rules.phones else [])])


def _description(callback: Callback, language: str) -> str:
    """Why there is one, and how often they were called in vain."""
    kind = f"calendar_kind_{callback.kind}"
    why = told_in(language, kind if told_if_known(kind) else "calendar_kind_request", {})
    tried = told_in(language, "calendar_tried", {"tries": callback.tries}) if callback.tries else ""
    return f"{why} {tried}".strip()


def _names(session: Session, owed: Sequence[Callback]) -> dict[str, str]:
    ids = {callback.customer_id for callback in owed if callback.customer_id}
    found = session.execute(select(Customer.id, Customer.name).where(Customer.id.in_(ids)))
    return {row.id: row.name for row in found if row.name}
