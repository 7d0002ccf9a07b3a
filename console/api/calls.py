"""A call: where it stands, how it got there, and why it was offered to whom."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from console.api.fields import Moment
from console.api.holds import HoldShown, hold_shown
from console.api.operation import Asked, Operation
from console.api.problem import unknown
from console.listeners import ListenerShown, listeners_told
from escalations.board import EscalationBoard
from records.call_record import CallRecord, call_record
from records.database import reading
from records.journal import Event, events_of
from routing.call_on_floor import CallOnFloor
from routing.errors import FloorUnavailable

PLUMBING = frozenset({"webhook_answer"})  # how we talk to Twilio, not what happened to the caller
STAGE_OF = {"waiting": "waiting", "reserved": "reserved", "accepted": "reserved", "talking": "talking", "over": "ivr"}


class Happened(BaseModel):
    model_config = ConfigDict(frozen=True)

    at: Moment
    kind: str
    agent: str | None
    reservation: str | None
    data: Mapping[str, Any]


class OfferShown(BaseModel):
    """One offer: to whom, through which step of the plan, who was passed over because they had refused this call."""

    model_config = ConfigDict(frozen=True)

    at: Moment
    agent: str | None
    reservation: str | None
    line: str | None
    step: int | None
    skipped: tuple[str, ...]
    result: str = Field(description="open, accepted, or why it failed: rejected, no_answer, busy…")
    reason: str | None = Field(
        None,
        description="Why the agent declined: their words, or by key paperwork, not_my_subject, not_this_caller, other.",
    )
    settled_at: Moment | None = Field(None, description="When it was accepted or failed.")


class Trace(BaseModel):
    """Why the call went where it went: the plan's steps `(after_seconds, line)`, its reasons, and every offer."""

    model_config = ConfigDict(frozen=True)

    plan: tuple[Any, ...]
    reasons: tuple[Any, ...]
    offers: tuple[OfferShown, ...]


class ParticipantShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    label: str = Field(description="caller or agent.")
    call: str | None = Field(description="The SID of this leg, once known.")
    agent: str | None = None
    state: str = Field(description="connected, ringing or left.")


class CallShown(BaseModel):
    """`stage` is ivr, waiting, reserved, talking or ended. At the end `status` is Twilio's word and `outcome` ours."""

    model_config = ConfigDict(frozen=True)

    sid: str
    direction: str
    from_number: str | None
    to_number: str | None
    language: str | None
    stage: str
    status: str
    outcome: str | None
    ended_by: str | None
    customer_id: str | None
    case_number: str | None
    owner_id: str | None
    agent_id: str | None
    queue: str | None
    position: int | None = Field(description="How many-th in the queue, from 1, while waiting.")
    place_at: Moment | None = Field(description="The time that decides the order of service.")
    arrived_at: Moment | None
    waiting_at: Moment | None
    answered_at: Moment | None
    ended_at: Moment | None
    hold: HoldShown | None = Field(None, description="Whether they are on hold, and for how long they were.")
    participants: tuple[ParticipantShown, ...]
    listeners: tuple[ListenerShown, ...] = Field((), description="Who listens to it, for the agent's banner.")
    timeline: tuple[Happened, ...]
    trace: Trace


def show_call(board: EscalationBoard, asked: Asked) -> CallShown:
    """The timeline may be a second behind what happens; `stage` and `position` are the floor's, and are not."""
    sid = asked.path["call"]
    on_floor = _on_the_floor(board, sid)
    with reading(board.database) as session:
        record = call_record(session, sid)
        hold = hold_shown(board, session, sid)
        events = [event for event in events_of(session, sid) if event.kind not in PLUMBING]
        listeners = listeners_told(session, sid)
    if record is None and on_floor is None:
        raise unknown("call", sid)
    shown = _show(record or CallRecord(sid=sid), on_floor, sorted(events, key=lambda event: event.at))
    outcome = _outcome(shown, board.policy.short_abandon_seconds)
    return shown.model_copy(update={"outcome": outcome, "hold": hold, "listeners": listeners})


RECORDED = (
    "sid", "direction", "from_number", "to_number", "language", "outcome", "ended_by", "customer_id", "case_number",
    "arrived_at", "waiting_at", "answered_at", "ended_at",
)  # fmt: skip
"""What is shown as the journal has it."""


def _show(record: CallRecord, on_floor: CallOnFloor | None, events: Sequence[Event]) -> CallShown:
    stage = _stage(record, on_floor)
    return CallShown(
        **{name: getattr(record, name) for name in RECORDED},
        stage=stage,
        status=record.status or ("completed" if stage == "ended" else "in-progress"),
        owner_id=record.owner_id or (on_floor.owner if on_floor else None),
        agent_id=(on_floor.agent if on_floor else None) or record.agent_id,
        queue=record.queue or (on_floor.queue if on_floor else None),
        position=on_floor.position if on_floor else None,
        place_at=(on_floor.place_at if on_floor else None) or record.place_at,
        participants=_participants(record, stage, events),
        timeline=tuple(_happened(event) for event in events),
        trace=_trace(record, events),
    )


def _outcome(call: CallShown, short_seconds: float) -> str | None:
    """Who left the queue sooner than the policy's limit is told apart from those who gave up."""
    if call.outcome != "abandoned_in_queue" or call.waiting_at is None or call.ended_at is None:
        return call.outcome
    short = (call.ended_at - call.waiting_at).total_seconds() < short_seconds
    return "short_abandoned" if short else call.outcome


def _stage(record: CallRecord, on_floor: CallOnFloor | None) -> str:
    """The floor knows first; what has ended in the journal has ended."""
    if record.stage == "ended" or (on_floor is not None and on_floor.state == "gone"):
        return "ended"
    return STAGE_OF.get(on_floor.state, record.stage) if on_floor else record.stage


def _participants(record: CallRecord, stage: str, events: Sequence[Event]) -> tuple[ParticipantShown, ...]:
    """The caller, and every agent who was rung for them, in the order they were."""
    caller = ParticipantShown(label="caller", call=record.sid, state="left" if stage == "ended" else "connected")
    legs: dict[str | None, ParticipantShown] = {}
    for event in events:
        if event.reservation is not None and event.kind in ("rang", "accepted"):
            known = legs.get(event.reservation)
            leg = event.data.get("leg") or (known.call if known else None)
            state = "ringing" if event.kind == "rang" else "connected"
            legs[event.reservation] = ParticipantShown(label="agent", call=leg, agent=event.agent, state=state)
        elif event.reservation in legs and event.kind in ("left", "offer_failed"):
            legs[event.reservation] = legs[event.reservation].model_copy(update={"state": "left"})
    left = {"state": "left"}
    return (caller, *(leg.model_copy(update=left) if stage == "ended" else leg for leg in legs.values()))


def _happened(event: Event) -> Happened:
    return Happened(at=event.at, kind=event.kind, agent=event.agent, reservation=event.reservation, data=event.data)


def _trace(record: CallRecord, events: Sequence[Event]) -> Trace:
    reasons = next((event.data.get("reasons") for event in events if event.kind == "waiting"), None)
    settled = {event.reservation: event for event in events if event.kind in ("accepted", "offer_failed")}
    said = {event.reservation: event.data.get("reason") for event in events if event.kind == "refused"}
    offers = tuple(
        _offer(event, settled.get(event.reservation), said.get(event.reservation))
        for event in events
        if event.kind == "offered"
    )
    return Trace(plan=tuple(record.plan or ()), reasons=tuple(reasons or ()), offers=offers)


def _offer(event: Event, end: Event | None, reason: str | None) -> OfferShown:
    failed = end is not None and end.kind == "offer_failed"
    return OfferShown(
        at=event.at,
        agent=event.agent,
        reservation=event.reservation,
        line=event.data.get("line"),
        step=event.data.get("step"),
        skipped=tuple(event.data.get("skipped") or ()),
        result=end.data.get("why", "failed") if end and failed else "accepted" if end else "open",
        reason=reason,
        settled_at=end.at if end else None,
    )


def _on_the_floor(board: Board, sid: str) -> CallOnFloor | None:
    try:
        return board.floor.call(sid)
    except FloorUnavailable:
        return None


OPERATIONS = (
    Operation(method="GET", path="/calls/{call}", scope="calls:read", summary="Show a call, its timeline and its trace",
              does=show_call, answers=CallShown, problems=(404,)),
)  # fmt: skip
