"""One row for each call: what its events add up to. The row can be thrown away and computed again."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Literal, cast

from sqlalchemy import Insert, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert_in
from records.journal import Event, events_of_calls

Stage = Literal["ivr", "waiting", "reserved", "talking", "ended"]
Outcome = Literal[
    "answered", "abandoned_in_ivr", "abandoned_in_queue", "short_abandoned", "gone_before_greeting", "failed"
]

SHORT_ABANDON = timedelta(seconds=10)
"""Who leaves the queue sooner than this gave us no chance: service level formulas may leave them out."""


@dataclass(frozen=True, kw_only=True)
class CallRecord:
    """A call as its events tell it.

    `arrived_at` None means that we only ever heard its end. `place_at` is the virtual time the caller waits
    since: it decides order. `queue_sid` is Twilio's queue the caller is held in. `plan` is the list of steps
    as the floor was given it. `owner_id` is who owned the case when the caller began to wait, `agent_id` who talks
    or talked last. `answered_at` is when caller and agent first met.
    """

    sid: str
    direction: str = "inbound"
    from_number: str | None = None
    from_kind: str | None = None
    to_number: str | None = None
    customer_id: str | None = None
    case_number: str | None = None
    language: str | None = None
    flow: str | None = None
    flow_version: str | None = None
    stage: Stage = "ivr"
    status: str | None = None
    outcome: Outcome | None = None
    ended_by: str | None = None
    owner_id: str | None = None
    agent_id: str | None = None
    queue: str | None = None
    plan: list[Any] | None = None
    place_at: datetime | None = None
    queue_sid: str | None = None
    arrived_at: datetime | None = None
    waiting_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None


class CallRow(Base):
    __tablename__ = "calls"

    sid: Mapped[str] = mapped_column(String(64), primary_key=True)
    direction: Mapped[str] = mapped_column(String(20))
    from_number: Mapped[str | None] = mapped_column(String(120), index=True)
    from_kind: Mapped[str | None] = mapped_column(String(20))
    to_number: Mapped[str | None] = mapped_column(String(120))
    customer_id: Mapped[str | None] = mapped_column(String(64), index=True)
    case_number: Mapped[str | None] = mapped_column(String(40), index=True)
    language: Mapped[str | None] = mapped_column(String(16))
    flow: Mapped[str | None] = mapped_column(String(80))
    flow_version: Mapped[str | None] = mapped_column(String(80))
    stage: Mapped[str] = mapped_column(String(16), index=True)
    status: Mapped[str | None] = mapped_column(String(20))
    outcome: Mapped[str | None] = mapped_column(String(30))
    ended_by: Mapped[str | None] = mapped_column(String(40))
    owner_id: Mapped[str | None] = mapped_column(String(64))
    agent_id: Mapped[str | None] = mapped_column(String(64), index=True)
    queue: Mapped[str | None] = mapped_column(String(80))
    plan: Mapped[list[Any] | None]
    place_at: Mapped[datetime | None]
    queue_sid: Mapped[str | None] = mapped_column(String(64))
    arrived_at: Mapped[datetime | None] = mapped_column(index=True)
    waiting_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


_CALLS = CallRow.__table__
_ONE = select(_CALLS).where(_CALLS.c.sid == bindparam("sid"))
"""Made once: a statement takes longer to put together than to carry out."""


@cache
def _upsert(dialect: str) -> Insert:
    """A call's row as it is now, whether there was one before or not."""
    row = insert_in(dialect, CallRow)
    changed = {column.name: row.excluded[column.name] for column in _CALLS.columns if column.name != "sid"}
    return row.on_conflict_do_update(index_elements=["sid"], set_=changed)


def call_record(session: Session, sid: str) -> CallRecord | None:
    """The call as it was last projected, or None if it is not known."""
    row = session.execute(_ONE, {"sid": sid}).mappings().first()
    return CallRecord(**row) if row else None


def calls_in(session: Session, stages: Collection[Stage]) -> list[CallRecord]:
    """Calls in any of these stages, longest here first: the live ones are what a lost floor is rebuilt from."""
    chosen = select(_CALLS).where(_CALLS.c.stage.in_(stages)).order_by(_CALLS.c.arrived_at, _CALLS.c.sid)
    return [CallRecord(**row) for row in session.execute(chosen).mappings()]


def latest_calls(session: Session, *, limit: int, before: datetime | None = None) -> list[CallRecord]:
    """Calls that arrived before a moment, newest first: one page of the list."""
    chosen = select(_CALLS).where(_CALLS.c.arrived_at.is_not(None))
    if before is not None:
        chosen = chosen.where(_CALLS.c.arrived_at < before)
    newest_first = chosen.order_by(_CALLS.c.arrived_at.desc(), _CALLS.c.sid).limit(limit)
    return [CallRecord(**row) for row in session.execute(newest_first).mappings()]


def project(session: Session, events: Sequence[Event]) -> list[CallRecord]:
    """Bring the rows of these events' calls up to date; each call's whole journal is folded again.

    Append the events to the journal first. Events may come late, twice and in any order.
    """
    calls = sorted({event.call for event in events if event.call})
    records = [record for journal in events_of_calls(session, calls).values() if (record := replay(journal))]
    if records:
        session.execute(_upsert(session.get_bind().dialect.name), [dict(vars(record)) for record in records])
    return records


def replay(events: Iterable[Event]) -> CallRecord | None:
    """What the events of one call add up to, in whatever order and however often they are given.

    Events are taken in order of time; of those at one moment, in the order they can follow from each other.
    """
    unique = {event.id: event for event in events if event.call}
    if not unique:
        return None
    story = sorted(unique.values(), key=lambda event: (event.at, _RANK.get(event.kind, 0), event.id))
    record = CallRecord(sid=cast(str, story[0].call))
    offers = _Offers(failed=frozenset(e.reservation for e in story if e.kind == "offer_failed"))
    for event in story:
        offers = offers.after(event)
        record = _keep_ended(record, _CHANGES.get(event.kind, _nothing)(record, event, offers))
    return _fitting(replace(record, outcome=_outcome(record)))


@dataclass(frozen=True, kw_only=True)
class _Offers:
    """The reservations of a call that are open, told apart from those that failed."""

    failed: frozenset[str | None]
    open: frozenset[str | None] = frozenset()

    def after(self, event: Event) -> "_Offers":
        if event.kind in ("offered", "accepted"):
            return replace(self, open=(self.open | {event.reservation}) - self.failed)
        if event.kind in ("waiting", "answered", "left"):
            return replace(self, open=frozenset())
        if event.kind == "offer_failed":
            return replace(self, open=self.open - {event.reservation})
        return self


def _keep_ended(before: CallRecord, after: CallRecord) -> CallRecord:
    return replace(after, stage="ended") if before.stage == "ended" else after


def _nothing(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    return record


def _arrived(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    if record.arrived_at:
        return record
    data = event.data
    return replace(
        record,
        arrived_at=event.at,
        direction=data.get("direction") or "inbound",
        from_number=data.get("from"),
        from_kind=data.get("from_kind"),
        to_number=data.get("to"),
        language=data.get("language"),
        customer_id=data.get("customer") or record.customer_id,
        flow=data.get("flow"),
        flow_version=_text(data.get("version")),
    )


def _identified(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    return replace(
        record,
        customer_id=event.data.get("customer") or record.customer_id,
        case_number=event.data.get("case") or record.case_number,
    )


def _language_chosen(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    return replace(record, language=event.data.get("language") or record.language)


def _waiting(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    data = event.data
    return replace(
        record,
        stage="waiting",
        waiting_at=record.waiting_at or event.at,
        place_at=_moment(data.get("place_at")) or record.place_at or event.at,
        queue=data.get("queue") or record.queue,
        plan=data.get("plan") or record.plan,
        owner_id=data.get("owner") or record.owner_id,
    )


def _queued(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    return replace(record, queue_sid=event.data.get("queue_sid") or record.queue_sid)


def _offered(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    return replace(record, stage="reserved") if offers.open and record.stage == "waiting" else record


def _accepted(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    return replace(_offered(record, event, offers), agent_id=event.agent or record.agent_id)


def _offer_failed(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    agent = None if record.agent_id == event.agent and not record.answered_at else record.agent_id
    waits_again = record.stage == "reserved" and not offers.open
    return replace(record, agent_id=agent, stage="waiting" if waits_again else record.stage)


def _answered(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    return replace(
        record, stage="talking", agent_id=event.agent or record.agent_id, answered_at=record.answered_at or event.at
    )


def _case_opened(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    return replace(record, case_number=event.data.get("case") or record.case_number)


def _left(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    return replace(record, stage="ivr")


def _ended(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    if record.ended_at:
        return record
    return replace(
        record,
        stage="ended",
        ended_at=event.at,
        outcome=event.data.get("outcome"),
        ended_by=event.data.get("by"),
        status=event.data.get("status"),
    )


_Change = Callable[[CallRecord, Event, _Offers], CallRecord]
_CHANGES: Mapping[str, _Change] = {
    "arrived": _arrived,
    "identified": _identified,
    "language_chosen": _language_chosen,
    "complained": _case_opened,
    "left": _left,
    "waiting": _waiting,
    "queued": _queued,
    "offered": _offered,
    "accepted": _accepted,
    "offer_failed": _offer_failed,
    "answered": _answered,
    "case_opened": _case_opened,
    "ended": _ended,
}
_RANK = {kind: rank for rank, kind in enumerate(_CHANGES)}


def _outcome(record: CallRecord) -> Outcome | None:
    """Who met an agent was answered, whatever the end was reported as; an end without an outcome explains itself."""
    if record.ended_at is None or record.answered_at:
        return "answered" if record.ended_at else None
    if record.outcome:
        return record.outcome
    if record.waiting_at:
        short = record.ended_at - record.waiting_at < SHORT_ABANDON
        return "short_abandoned" if short else "abandoned_in_queue"
    return "abandoned_in_ivr" if record.arrived_at else "gone_before_greeting"


def _moment(milliseconds: float | None) -> datetime | None:
    if milliseconds is None:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


_WIDTHS = {
    name: length
    for name, column in CallRow.__table__.columns.items()
    if name != "sid" and (length := getattr(column.type, "length", None))
}


def _fitting(record: CallRecord) -> CallRecord:
    """Text as the columns can hold it, whatever carriers and people sent: one long SIP address must not cost the
    other calls their records. The journal has it in full."""
    told = vars(record)
    fitting: Any = {
        name: fit
        for name, width in _WIDTHS.items()
        if (value := told[name]) is not None and (fit := _fit(value, width)) != value
    }
    return replace(record, **fitting) if fitting else record


def _fit(value: object, width: int) -> str:
    text = str(value).replace("\0", "")
    return text.encode(errors="replace").decode()[:width]
