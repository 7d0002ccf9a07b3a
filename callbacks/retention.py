"""What was kept long enough loses what is personal in it: calls, closed cases, and customers nobody has heard of.
The sound of recorded conversations goes sooner.

Periods stand in `care.yaml` under `privacy`. What a legal hold is on is passed over, and looked at again when it ends.
Statistics stay, as with people who ask to be forgotten; how, the register of data says (`records/data_register.py`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from callbacks.board import Board
from callbacks.letting_go import recordings_of
from cases.case import Case
from cases.conversation_recording import ConversationRecording
from cases.customer import Customer, CustomerPhone
from cases.erasure import Asking, ask_for_erasure
from cases.hardship import Hardship
from cases.legal_hold import LegalHold
from cases.person import Meant, legs_of
from cases.recording_deletion import delete_later
from records.call_record import CallRow
from records.database import reading, writing
from records.forgetting import Traces, forget
from records.person import Person
from records.redaction import rows_on
from records.retention_mark import FIRST, go_on_after, place_in, reach, reached

log = structlog.get_logger(__name__)

AT_ONCE: Final = 200
LOOKED_AT: Final = 1000
"""Customers in one go: of 4.4 million each has their turn once a month, and no look takes long."""
WHO: Final = "retention"

Name = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
Moment = InstrumentedAttribute[datetime | None]


def forget_by_age(board: Board) -> dict[str, int]:
    """As much as is due and fits one go; how many of each."""
    privacy, now = board.care.privacy, board.clock()
    kinds = {
        "calls": (_forget_calls, privacy.calls_days),
        "recordings": (_delete_recordings, privacy.recordings_days),
        "cases": (_forget_cases, privacy.cases_days),
        "customers": (_forget_customers, privacy.customers_days),
    }
    done = {name: forgetting(board, now - timedelta(days=days)) for name, (forgetting, days) in kinds.items() if days}
    if any(done.values()):
        log.info("forgotten_by_age", **done)
    return done


def _forget_calls(board: Board, until: datetime) -> int:
    with writing(board.database) as session:
        ended = select(CallRow.sid).where(*_due(session, "calls", CallRow.ended_at, until))
        calls = frozenset(session.scalars(ended.where(~_held(CallRow.customer_id, CallRow.case_number))))
        person = Person(calls=calls, legs=legs_of(session, calls), is_part=True)
        _forget(board, session, person, [f"call:{sid}" for sid in calls])
        return len(calls)


def _delete_recordings(board: Board, until: datetime) -> int:
    """The sound alone: that there was a recording, and its pauses, stay with the call."""
    table, now = ConversationRecording, board.clock()
    with writing(board.database) as session:
        ended = select(table).where(*_due(session, "recordings", table.ended_at, until)).join(
            CallRow, CallRow.sid == table.call, isouter=True
        )  # fmt: skip
        rows = session.scalars(
            ended.where(table.state != "deleted", ~_held(CallRow.customer_id, CallRow.case_number))
        ).all()
        delete_later(session, {row.recording for row in rows}, why=WHO, now=now)
        for row in rows:
            row.state, row.url = "deleted", None
        return len(rows)


def _forget_cases(board: Board, until: datetime) -> int:
    with writing(board.database) as session:
        closed = select(Case.number).where(*_due(session, "cases", Case.closed_at, until), Case.status == "closed")
        cases = frozenset(session.scalars(closed.where(~_held(Case.customer_id, Case.number))))
        _forget(board, session, Person(cases=cases, is_part=True), [f"case:{number}" for number in cases])
        return len(cases)


def _due(session: Session, name: str, ended: Moment, until: datetime) -> tuple[ColumnElement[bool], ...]:
    """What ended since the mark, some at a time, all of one moment together; the mark moves on."""
    since = reached(session, name)
    some = select(ended).where(ended > since, ended <= until).order_by(ended).offset(AT_ONCE - 1).limit(1)
    so_far = session.scalar(some) or until
    reach(session, name, max(so_far, since))
    return (ended > since, ended <= so_far)


def _forget_customers(board: Board, until: datetime) -> int:
    """They are forgotten as if they had asked for it. Everybody is looked at in turn, by their ids."""
    with reading(board.database) as session:
        after = place_in(session, "customers")
        some = select(Customer.id).where(Customer.id > after).order_by(Customer.id).limit(LOOKED_AT)
        turn = session.scalars(some).all()
        last = turn[-1] if turn else after
        theirs = Customer.id > after, Customer.id <= last
        unheard_of = session.scalars(select(Customer.id).where(*theirs, *_unheard_of(until))).all()
    for customer in unheard_of:
        asking = Asking(meant=Meant(customer=customer), who=WHO, now=board.clock(), secret=board.secret)
        with writing(board.database) as session:
            ask_for_erasure(session, asking, new_id=board.new_id())
    with writing(board.database) as session:
        go_on_after(session, "customers", last if len(turn) == LOOKED_AT else FIRST)
    return len(unheard_of)


def _unheard_of(until: datetime) -> Sequence[ColumnElement[bool]]:
    """Customers without a call, an open or a young case, or an entry of hardship that still stands."""
    theirs = select(CustomerPhone.phone).where(CustomerPhone.customer_id == Customer.id).correlate(Customer)
    called = or_(CallRow.customer_id == Customer.id, CallRow.from_number.in_(theirs))
    return (
        Customer.known_since <= until,
        ~exists().where(called, func.coalesce(CallRow.ended_at, CallRow.arrived_at) > until),
        ~exists().where(Case.customer_id == Customer.id, or_(Case.status == "open", Case.last_touched_at > until)),
        ~exists().where(Hardship.customer_id == Customer.id, Hardship.ended_at.is_(None)),
        ~exists().where(LegalHold.customer_id == Customer.id, LegalHold.ended_at.is_(None)),
        ~exists().where(
            Case.customer_id == Customer.id, LegalHold.case_number == Case.number, LegalHold.ended_at.is_(None)
        ),
    )


def _forget(board: Board, session: Session, person: Person, subjects: Collection[str]) -> None:
    if person.is_nobody:
        return
    now = board.clock()
    delete_later(session, recordings_of(session, person), why=WHO, now=now)
    traces = Traces(audit=rows_on(session, subjects))
    forget(session, person, traces, why=WHO, who=WHO, now=now)


def _held(customer: Name, case: Name) -> ColumnElement[bool]:
    on = or_(LegalHold.customer_id == customer, LegalHold.case_number == case)
    return exists().where(on, LegalHold.ended_at.is_(None))
