"""Who is probably calling and about what, from the number alone: enough to route the call, never to reveal anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, literal, or_, select, union_all
from sqlalchemy.orm import Session

from cases.caller_id import CallerId
from cases.case import Case
from cases.customer import Customer, CustomerPhone
from cases.hardship import Hardship
from cases.manager_request import ManagerRequest
from records.call_record import CallRow

TELLING_KINDS = ("e164", "short", "sip", "client")
"""Kinds of caller id that can be the same person's again; a withheld number never is."""


@dataclass(frozen=True, kw_only=True)
class KnownCustomer:
    id: str
    name: str
    language: str | None
    tier: str | None
    led_anew_since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    number: str
    customer_id: str | None
    owner_id: str | None
    opened_at: datetime
    last_touched_at: datetime
    reason: str | None = None
    priority: int = 0
    public: bool = False
    """Whether the customer complained about it for all to read."""
    bounces: int = 0


@dataclass(frozen=True, kw_only=True)
class FoundCase:
    """A case somebody gave the number of, open or closed."""

    number: str
    status: str
    customer_id: str | None
    owner_id: str | None
    phone: str | None
    opened_at: datetime
    last_touched_at: datetime
    reason: str | None = None
    priority: int = 0
    public: bool = False
    bounces: int = 0


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """What another system says of a caller whose matter nobody of ours owns: `agent` owns it, or else `name` does, who
    is none of ours; with neither, nobody. It said so `seconds_ago`."""

    agent: str | None = None
    name: str = ""
    seconds_ago: float = 0


@dataclass(frozen=True, kw_only=True)
class Caller:
    """`customers` are all who share the number, by name; `open_cases` are theirs, the one last touched first.

    Of a `stranger` there is nothing on record: no customer, no case, no entry, no earlier call. False: nobody knows.
    `elsewhere` is None while no other system has said anything.
    """

    caller_id: CallerId
    customers: tuple[KnownCustomer, ...] = ()
    open_cases: tuple[OpenCase, ...] = ()
    stranger: bool = False
    elsewhere: Elsewhere | None = None

    @property
    def owned_elsewhere(self) -> bool:
        return self.elsewhere is not None and self.elsewhere.agent is not None

    @property
    def tells(self) -> bool:
        """Whether the number can be the same person's again."""
        return self.caller_id.kind in TELLING_KINDS and bool(self.caller_id.value)


_PEOPLE, _PHONES, _CASES = Customer.__table__, CustomerPhone.__table__, Case.__table__
"""Rows of tables and no objects: every call asks for them, and nothing in them is changed."""
_CUSTOMERS = (
    select(_PEOPLE)
    .join(_PHONES, _PHONES.c.customer_id == _PEOPLE.c.id)
    .where(_PHONES.c.phone == bindparam("phone"))
    .order_by(_PEOPLE.c.name_fold, _PEOPLE.c.id)
)
_THEIRS = _CASES.c.customer_id.in_(bindparam("customers", expanding=True))
_NOBODYS = and_(_CASES.c.customer_id.is_(None), _CASES.c.phone == bindparam("phone"))
_OPEN_CASES = (
    select(_CASES)
    .where(_CASES.c.status == "open", or_(_THEIRS, _NOBODYS))
    .order_by(_CASES.c.last_touched_at.desc(), _CASES.c.opened_at.desc(), _CASES.c.number)
)
_NUMBERS = (_PHONES.c.phone, _CASES.c.phone, Hardship.__table__.c.phone, CallRow.__table__.c.from_number)
_ON_RECORD = union_all(
    *(select(literal(1)).where(column == bindparam("phone")) for column in _NUMBERS),
    select(literal(1)).where(ManagerRequest.__table__.c.call == bindparam("call")),
).limit(1)


def is_stranger(connection: Connection, caller_id: CallerId, call: str) -> bool:
    """Whether neither this number nor anything asked for in this call stands in the records, found in one look."""
    return connection.execute(_ON_RECORD, {"phone": caller_id.value, "call": call}).first() is None


def identify(session: Session, caller_id: CallerId) -> Caller:
    """Everything a call can be routed by. A number we cannot rely on identifies nobody."""
    if not Caller(caller_id=caller_id).tells:
        return Caller(caller_id=caller_id)
    customers = session.execute(_CUSTOMERS, {"phone": caller_id.value}).all()
    return Caller(
        caller_id=caller_id,
        customers=tuple(_known(customer) for customer in customers),
        open_cases=tuple(_open(case) for case in _open_cases(session, caller_id, customers)),
    )


def case_by_number(session: Session, number: str) -> FoundCase | None:
    """The case with this number, as keyed or spoken: blanks and punctuation around it do not matter."""
    case = session.get(Case, number.strip().strip("#*."))
    if case is None:
        return None
    return FoundCase(
        number=case.number,
        status=case.status,
        customer_id=case.customer_id,
        owner_id=case.owner_id,
        phone=case.phone,
        opened_at=case.opened_at,
        last_touched_at=case.last_touched_at,
        reason=case.reason,
        priority=case.priority,
        public=case.public_link is not None,
        bounces=case.bounces,
    )


def _open_cases(session: Session, caller_id: CallerId, customers: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    ids = [customer.id for customer in customers]
    return session.execute(_OPEN_CASES, {"customers": ids, "phone": caller_id.value}).all()


def _known(customer: Row[Any]) -> KnownCustomer:
    return KnownCustomer(
        id=customer.id,
        name=customer.name,
        language=customer.language,
        tier=customer.tier,
        led_anew_since=customer.led_anew_since,
    )


def _open(case: Row[Any]) -> OpenCase:
    return OpenCase(
        number=case.number,
        customer_id=case.customer_id,
        owner_id=case.owner_id,
        opened_at=case.opened_at,
        last_touched_at=case.last_touched_at,
        reason=case.reason,
        priority=case.priority,
        public=case.public_link is not None,
        bounces=case.bounces,
    )
