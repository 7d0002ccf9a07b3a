"""Calls that are under way: where each is, since when, with whom, and who listens to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.customer import Customer
from console.api.fields import Moment
from console.listeners import ListenerShown, listener_shown
from escalations.hold.hold import Hold
from escalations.listening.listening import Listening
from escalations.raised_hand import hands_up
from escalations.transfer.transfer import Transfer
from records.call_record import SIDE, CallRecord, calls_in
from records.database import reading
from routing.call_on_floor import CallOnFloor
from staff.agent import names_of

MOST: Final = 200
"""So many are shown: nobody reads more."""
LONG: Final = (1.5, 2.5)
"""A conversation is long, and very long, after so many times what calls of its queue take in the mean today."""
PHASE_ON_FLOOR: Final[Mapping[str, str]] = {
    "waiting": "waiting", "reserved": "ringing", "accepted": "ringing", "talking": "talking", "over": "ivr"
}  # fmt: skip
PHASE_RECORDED: Final[Mapping[str, str]] = {"reserved": "ringing"}


class LiveCall(BaseModel):
    model_config = ConfigDict(frozen=True)

    sid: str
    phase: str = Field(description="ivr, waiting, ringing, talking, hold or consult.")
    since: Moment | None = Field(description="Since when it is in that phase, as far as we know.")
    queue: str | None
    from_number: str | None
    customer_name: str | None
    case_number: str | None
    language: str | None
    agent_id: str | None
    agent_name: str | None
    listeners: tuple[ListenerShown, ...] = Field(description="Those in silence only for who may listen so themselves.")
    hand: str | None = Field(description="Why the agent has raised a hand; null: it is down.")


def live_calls(board: Board, *, silent: bool) -> tuple[LiveCall, ...]:
    """The latest first. Raises FloorUnavailable, RecordsUnavailable."""
    with reading(board.database) as session:
        records = [one for one in calls_in(session, ("ivr", "waiting", "reserved", "talking")) if one.direction != SIDE]
        records = records[-MOST:]
        on_floor = board.floor.calls([one.sid for one in records])
        facts = _Facts(session, records, on_floor, silent=silent)
    shown = (facts.shown(one, on_floor.get(one.sid)) for one in reversed(records))
    return tuple(one for one in shown if one is not None)


def how_long(call: LiveCall, usual_seconds: float | None, now: datetime) -> str:
    """`long` or `very_long` beside what is usual; empty otherwise, and where nothing is known."""
    if call.phase not in ("talking", "hold", "consult") or call.since is None or not usual_seconds:
        return ""
    times = (now - call.since).total_seconds() / usual_seconds
    return "very_long" if times >= LONG[1] else "long" if times >= LONG[0] else ""


class _Facts:
    """What the records know beside the calls themselves, each asked for once."""

    def __init__(
        self, session: Session, records: Sequence[CallRecord], floor: Mapping[str, CallOnFloor], *, silent: bool
    ) -> None:
        sids = [one.sid for one in records]
        holds = select(Hold.call, Hold.held_at).where(Hold.call.in_(sids), Hold.ended_at.is_(None))
        consults = select(Transfer.call, Transfer.asked_at).where(Transfer.call.in_(sids), Transfer.ended_at.is_(None))
        self.holds: dict[str, datetime | None] = dict(session.execute(holds).all())
        self.consults: dict[str, datetime] = dict(session.execute(consults).all())
        self.hands = {hand.call: hand.reason for hand in hands_up(session)}
        open_now = select(Listening).where(Listening.call.in_(sids), Listening.ended_at.is_(None))
        self.listenings = [one for one in session.scalars(open_now) if silent or not one.silent]
        people = {one.agent_id for one in records} | {one.agent for one in floor.values()}
        people |= {one.listener_id for one in self.listenings}
        self.names = names_of(session, [who for who in people if who])
        known = select(Customer.id, Customer.name).where(Customer.id.in_({one.customer_id for one in records}))
        self.customers: dict[str, str] = dict(session.execute(known).all())

    def shown(self, record: CallRecord, on_floor: CallOnFloor | None) -> LiveCall | None:
        """None for one that has just ended."""
        if on_floor is not None and on_floor.state == "gone":
            return None
        phase, since = self._phase(record, on_floor)
        agent = (on_floor.agent if on_floor else None) or (record.agent_id if phase != "ivr" else None)
        return LiveCall(
            sid=record.sid,
            phase=phase,
            since=since,
            queue=record.queue or (on_floor.queue if on_floor else None),
            from_number=record.from_number,
            customer_name=self.customers.get(record.customer_id or ""),
            case_number=record.case_number,
            language=record.language,
            agent_id=agent,
            agent_name=self.names.get(agent or ""),
            listeners=tuple(listener_shown(one, self.names) for one in self.listenings if one.call == record.sid),
            hand=self.hands.get(record.sid),
        )

    def _phase(self, record: CallRecord, on_floor: CallOnFloor | None) -> tuple[str, datetime | None]:
        recorded = PHASE_RECORDED.get(record.stage, record.stage)
        phase = PHASE_ON_FLOOR.get(on_floor.state, recorded) if on_floor else recorded
        if phase == "talking" and self.consults.get(record.sid):
            return "consult", self.consults[record.sid]
        if phase == "talking" and self.holds.get(record.sid):
            return "hold", self.holds[record.sid]
        since = {"talking": record.answered_at, "waiting": record.waiting_at, "ringing": record.waiting_at}
        return phase, since.get(phase) or record.arrived_at
