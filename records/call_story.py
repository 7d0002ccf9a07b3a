"""A call's events, folded into what they add up to. What they make can be thrown away and computed again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import cast

from records.call_record import CallRecord, Outcome
from records.journal import Event


def replay(events: Iterable[Event]) -> CallRecord | None:
    """What the events of one call add up to, in whatever order and however often they are given."""
    story = in_order(events)
    if not story:
        return None
    record = CallRecord(sid=cast(str, story[0].call))
    offers = _Offers(failed=frozenset(e.reservation for e in story if e.kind == "offer_failed"))
    for event in story:
        offers = offers.after(event)
        record = _keep_ended(record, _CHANGES.get(event.kind, _nothing)(record, event, offers))
    return replace(record, outcome=_outcome(record))


def in_order(events: Iterable[Event]) -> list[Event]:
    """Each event of a call once, in order of time; of those at one moment, in the order they can follow each other."""
    unique = {event.id: event for event in events if event.call}
    return sorted(unique.values(), key=lambda event: (event.at, _RANK.get(event.kind, 0), event.id))


@dataclass(frozen=True, kw_only=True)
class _Offers:
    """The reservations of a call that are open, told apart from those that failed."""

    failed: frozenset[str | None]
    open: frozenset[str | None] = frozenset()

    def after(self, event: Event) -> "_Offers":
        if event.kind in ("offered", "accepted"):
            return replace(self, open=(self.open | {event.reservation}) - self.failed)
        if event.kind in ("waiting", "answered", "left", "stepped_aside"):
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


def _promised(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    return record if record.ended_at else replace(record, outcome="callback_promised")


def _left(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    return replace(record, stage="ivr")


def _ended(record: CallRecord, event: Event, offers: _Offers) -> CallRecord:
    if record.ended_at:
        return record
    return replace(
        record,
        stage="ended",
        ended_at=event.at,
        outcome=event.data.get("outcome") or record.outcome,
        ended_by=event.data.get("by"),
        status=event.data.get("status"),
    )


_Change = Callable[[CallRecord, Event, _Offers], CallRecord]
_CHANGES: Mapping[str, _Change] = {
    "arrived": _arrived,
    "identified": _identified,
    "language_chosen": _language_chosen,
    "complained": _case_opened,
    "callback_promised": _promised,
    "left": _left,
    "stepped_aside": _left,
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
        return "abandoned_in_queue"
    return "abandoned_in_ivr" if record.arrived_at else "gone_before_greeting"


def _moment(milliseconds: float | None) -> datetime | None:
    if milliseconds is None:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
