"""How somebody can be written to about a case: their own wish first, then where they wrote from, then what we use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from cases.caller_id import parse_caller_id
from cases.case import Case
from cases.channel import BY_TELEPHONE, Channel, channel_named
from cases.customer import Customer
from cases.customer_email import emails_of
from cases.number_on_record import number_on_record, takes_messages
from cases.opt_out import is_opted_out
from cases.received_message import ReceivedMessage, received_on


@dataclass(frozen=True, kw_only=True)
class Address:
    """`to` is an E.164 number or an e-mail address. `leaves_at` is when it leaves, where whoever writes knows that
    they are awake; `language` is the one they just spoke, where that is known better than by their record.
    """

    channel: Channel
    to: str
    language: str | None = None
    leaves_at: datetime | None = None


def ways_to_write(session: Session, case: Case, channels: Sequence[Channel]) -> Iterator[Address]:
    """Every way that is open, the best first. Who opted out of a channel is not reached on it."""
    customer = session.get(Customer, case.customer_id) if case.customer_id else None
    last = _last_word(session, case)
    wished = channel_named(customer.channel if customer else None)
    order = (wished, channel_named(last.channel if last else None), *channels)
    for channel in dict.fromkeys(each for each in order if each in channels):
        assert channel is not None
        address = _address(session, case, channel, last)
        if address is not None:
            yield Address(channel=channel, to=address)


def _last_word(session: Session, case: Case) -> ReceivedMessage | None:
    """What the customer themselves wrote last about it: only from an address known to be theirs."""
    return next((one for one in received_on(session, case.number) if one.known_sender and not one.automatic), None)


def _address(session: Session, case: Case, channel: Channel, last: ReceivedMessage | None) -> str | None:
    wrote_from = (last.from_email or last.from_number) if last is not None and last.channel == channel else None
    if wrote_from is not None and not is_opted_out(session, wrote_from, channel):
        return wrote_from
    if channel in BY_TELEPHONE:
        return _number(session, case, channel)
    known = emails_of(session, case.customer_id) if case.customer_id else ()
    return next((email for email in known if not is_opted_out(session, email, channel)), None)


def _number(session: Session, case: Case, channel: Channel) -> str | None:
    """One of the customer's numbers, the case's where it is theirs; of a case that is nobody's, its own."""
    caller = parse_caller_id(case.phone)
    calling = caller.value if caller.kind == "e164" else ""
    if case.customer_id is not None:
        return number_on_record(session, case.customer_id, calling=calling, channel=channel)
    free = calling and takes_messages(calling) and not is_opted_out(session, calling, channel)
    return calling if free else None
