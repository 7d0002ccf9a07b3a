"""A customer is written to about their case, on their channel, under the same number and with the same due date."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from cases.care import Care
from cases.case import Case
from cases.channel import BY_TELEPHONE
from cases.civil_day import ZONE
from cases.customer import Customer
from cases.errors import FollowUpRefused
from cases.follow_up_rules import CASE, FollowUps, Template, house_words
from cases.follow_up_text import filled, places_in
from cases.hardship_gate import Contact, stopped
from cases.message import Draft, MessageRow, write_message
from cases.opt_out import is_opted_out
from cases.reach import Address, ways_to_write
from cases.received_message import last_heard
from cases.update_cadence import customer_is_informed
from records.audit import append as append_audit

WINDOW: Final = timedelta(hours=24)
"""On WhatsApp free words may be written for so long after the customer's last; later only an approved template."""
WINDOW_LEFT: Final = timedelta(minutes=10)
"""A window that closes sooner is as good as closed: the message has to leave in it."""
AWAKE: Final = timedelta(minutes=30)
"""Who wrote to us so lately is not woken by our answer."""
LONGEST_ID: Final = 64


def write_follow_up(
    session: Session,
    *,
    once: str,
    case_number: str,
    template: str,
    args: Mapping[str, str],
    care: Care,
    now: datetime,
    by: str | None = None,
    address: Address | None = None,
    language: str | None = None,
) -> str | None:
    """The id of the message that now waits in the outbox; None where there is no way to write to this customer.

    `once` names what it is about: asked for again, it is the same message. `by` is the agent who writes it; without
    one the house does. With an `address` it goes there and nowhere else. `language` is the one they spoke with us about
    this. Somebody in hardship is not reminded of money.
    Raises FollowUpRefused where the case, the template or one of its arguments is unknown.
    """
    if session.get(MessageRow, message := message_named(once)) is not None:
        return message
    case, words = _known(session, case_number, template, args, care.follow_ups)
    to = _open(session, address) if address else _way(session, case, words, care.follow_ups, now)
    if to is None or not _may_be_written(session, case, words, message, now):
        return None
    to = replace(to, language=to.language or language)
    written = _written(session, case, words, {**args, CASE: case.number}, to)
    draft = Draft(id=message, customer_id=case.customer_id, case_number=case.number, written_by=by, **written)
    if write_message(session, draft, now=now, not_before=_leaves(session, to, care.follow_ups, now)):
        _is_on_record(session, draft, now)
    return message


def first_moment(to: Address, rules: FollowUps, now: datetime) -> datetime:
    """When it may leave: a telephone that rings with a message at night wakes people; a letter waits by itself."""
    local = now.astimezone(ZONE)
    dark = rules.quiet_from <= local.time() or local.time() < rules.quiet_until
    if to.channel not in BY_TELEPHONE or not dark or rules.quiet_from <= rules.quiet_until:
        return now
    morning = local.replace(hour=rules.quiet_until.hour, minute=rules.quiet_until.minute, second=0, microsecond=0)
    return morning if morning > local else morning + timedelta(days=1)


def window_is_open(session: Session, to: str, now: datetime, *, left: timedelta = timedelta(0)) -> bool:
    """Whether free words may be written to this number on WhatsApp, and for so long still."""
    heard = last_heard(session, "whatsapp", to)
    return heard is not None and now + left < heard + WINDOW


def _open(session: Session, address: Address) -> Address | None:
    return None if is_opted_out(session, address.to, address.channel) else address


def _leaves(session: Session, to: Address, rules: FollowUps, now: datetime) -> datetime:
    """At once to somebody who has just written: they are awake."""
    if to.leaves_at is not None:
        return to.leaves_at
    heard = last_heard(session, to.channel, to.to)
    return now if heard is not None and heard > now - AWAKE else first_moment(to, rules, now)


def message_named(once: str) -> str:
    """The id of the message about it. A name too long for one is shortened to one that is as good."""
    return once if len(once) <= LONGEST_ID else hashlib.sha256(once.encode()).hexdigest()


def _known(
    session: Session, case_number: str, template: str, args: Mapping[str, str], rules: FollowUps
) -> tuple[Case, Template]:
    case, words = session.get(Case, case_number), rules.templates.get(template)
    faults = {} if case else {"case_number": "There is no such case."}
    if words is None:
        faults["template"] = f"There is no template {template}."
    else:
        faults |= {f"args.{name}": "The template asks for it." for name in sorted(words.arguments - args.keys())}
    if case is None or words is None or faults:
        raise FollowUpRefused(faults)
    return case, words


def _way(session: Session, case: Case, words: Template, rules: FollowUps, now: datetime) -> Address | None:
    """The first way this message can go: on WhatsApp only where its words are approved, or the window is open."""
    for way in ways_to_write(session, case, rules.channels):
        if way.channel != "whatsapp" or words.contents or window_is_open(session, way.to, now, left=WINDOW_LEFT):
            return way
    return None


def _may_be_written(session: Session, case: Case, words: Template, message: str, now: datetime) -> bool:
    """Whether the register of hardship lets it: who cannot pay is not reminded of it."""
    if words.purpose != "collection":
        return True
    contact = Contact(purpose="dunning", customer_id=case.customer_id, phone=case.phone)
    return stopped(session, contact, once=f"follow-up:{message}", by="house", now=now) is None


def _written(session: Session, case: Case, words: Template, args: Mapping[str, str], to: Address) -> dict[str, Any]:
    """What the message says and where it goes. Secrets keep their places: they are put there as it leaves."""
    customer = session.get(Customer, case.customer_id) if case.customer_id else None
    language = to.language or (customer.language if customer else None) or "tr"
    told = {name: value for name, value in args.items() if name not in words.secrets}
    body = filled(words.text.spoken_in(language), told, language)
    secrets = {name: args[name] for name in words.secrets & args.keys()} or None
    common = {"channel": to.channel, "template": words.name, "purpose": words.purpose, "secrets": secrets}
    if to.channel == "email":
        subject = f"[#{case.number}] {filled(words.subject.spoken_in(language), told, language)}"
        return common | {
            "to_email": to.to,
            "subject": subject[:300],
            "body": f"{body}\n\n{house_words('letter_footer', language)}",
        }
    content = _content(words, told, language) if to.channel == "whatsapp" else None
    return common | {"to_number": to.to, "body": body, "content": content}


def _content(words: Template, args: Mapping[str, str], language: str) -> dict[str, Any] | None:
    """Twilio's template with its variables, each as it stands in our own text."""
    sid = words.contents.get(language) or next(iter(words.contents.values()), None)
    if sid is None:
        return None
    places = {name: place for place, name in _places(words, language)}
    variables = {str(at): filled(places[name], args, language) for at, name in enumerate(words.variables, start=1)}
    return {"sid": sid, "variables": variables}


def _places(words: Template, language: str) -> list[tuple[str, str]]:
    """Each place of the text as it is written there, with its name."""
    found = places_in(words.text.spoken_in(language)) + places_in(words.subject.spoken_in(language))
    return [(f"{{{name}:{form}}}" if form else f"{{{name}}}", name) for name, form in reversed(found)]


def _is_on_record(session: Session, draft: Draft, now: datetime) -> None:
    """Audited; what one of us writes to a customer keeps the update they were promised."""
    told = {"message": draft.id, "template": draft.template, "channel": draft.channel}
    append_audit(session, draft.written_by or "house", "follow_up_written", f"case:{draft.case_number}", told, now)
    if draft.written_by is not None and draft.case_number is not None:
        customer_is_informed(session, draft.case_number, who=draft.written_by, now=now)
