"""Is this to go further up, and how? Decided by a table, written down with every reason, and done.

What is written is committed before anybody's telephone does anything: the call of a lead and the executive case in the
very transaction of the decision, a colleague asked for after it. Who dies in between is followed by the clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.callback import Callback
from callbacks.dialler.wanted import CallbackRefused
from escalations.asked import CLOCK, Request
from escalations.board import EscalationBoard
from escalations.calling_back import LeadCall, promise_lead_call
from escalations.channel_change import ChannelChanged, ChannelRefused, change_channel
from escalations.choosing import Chosen, Situation, choose
from escalations.completing import Scene, scene_of
from escalations.end_of_case import end_what_was_before, of_this_opening
from escalations.errors import AlreadyUnderWay, EscalationRefused
from escalations.escalation import Escalation
from escalations.executive_opening import open_executive_case
from escalations.ladder import Ladder, ladder_of
from escalations.listening.inviting import buddy_is_called
from escalations.seeing import Seen, what_is_seen
from escalations.telling import tell_of_escalation
from escalations.transfer.asking import Ask, ask_transfer
from escalations.transfer.transfer import Kind
from escalations.weighing import weigh
from escalations.who_is_free import Free, who_is_free
from records.audit import append as append_audit
from records.database import reading, serialise, writing
from routing.errors import FloorUnavailable

log = structlog.get_logger(__name__)

AT_ONCE: Final = ("none", "buddy", "channel")
"""Decisions that leave nothing open: they are no step of the ladder."""
COMES_IN: Final[dict[str, Kind]] = {"lead_now": "supervisor", "peer": "peer"}
"""Decisions by which a colleague comes into the conversation, and as what."""
JOINED: Final = "joined"
"""How a request was granted that found another one of the same step still open."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """`escalation` is the row of this request; `open` the one it joined, or the same. `new` is False where this very
    request was decided before. `buddy` is who is to come beside the agent."""

    escalation: Escalation
    open: Escalation
    new: bool
    callback: Callback | None = None
    channel: ChannelChanged | None = None
    buddy: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Weighed:
    scene: Scene
    chosen: Chosen
    ladder: Ladder
    free: Free
    holding: frozenset[str]

    @property
    def request(self) -> Request:
        return self.scene.request

    @property
    def tells(self) -> bool:
        """What the clock looked at and found to be too little is on record, and no news to anybody."""
        return self.request.by != CLOCK or self.request.trigger in self.holding


def decide(board: EscalationBoard, asked: Request) -> Decided:
    """Once for each request. Raises RecordsUnavailable: then nothing was decided."""
    now = board.clock()
    with writing(board.database) as session:
        serialise(session, f"escalation:{asked.once}")
        known = session.scalars(select(Escalation).where(Escalation.once == asked.once)).first()
        if known is not None:
            return _as_before(session, known)
        scene = scene_of(board, session, asked)
        serialise(session, f"escalation:{scene.request.case_number or scene.request.call or asked.once}")
        if scene.request.case_number is not None:
            end_what_was_before(session, scene.request.case_number, now)
        weighed = _weighed(board, session, scene, now)
        decided = _written(board, session, weighed, now)
    if decided.channel is not None:
        board.jobs.send(decided.channel.message)
    return _comes_in(board, decided, weighed)


def _weighed(board: EscalationBoard, session: Session, scene: Scene, now: datetime) -> _Weighed:
    request, rules = scene.request, board.escalations
    ladder = ladder_of(_earlier(session, request))
    free = who_is_free(board, session, now, step=ladder.step, agent_id=request.agent_id)
    seen = what_is_seen(board, session, request, now)
    situation = _situation(board, scene, seen, ladder, free)
    chosen = choose(rules.table, situation)
    return _Weighed(scene=scene, chosen=chosen, ladder=ladder, free=free, holding=situation.holding)


def _situation(board: EscalationBoard, scene: Scene, seen: Seen, ladder: Ladder, free: Free) -> Situation:
    return Situation(
        request=scene.request,
        seen=seen,
        looks=weigh(board.escalations.triggers, seen, scene.request.trigger),
        ladder=ladder,
        live=scene.live,
        waiting=scene.waiting,
        lead_free=bool(free.leads),
        peer_free=bool(free.peers),
        buddy_free=free.buddy is not None,
    )


def _earlier(session: Session, request: Request) -> Sequence[Escalation]:
    """Of the case since it was closed last; where there is none, of the call."""
    if request.case_number is not None:
        return of_this_opening(session, request.case_number)
    of_call = select(Escalation).where(Escalation.call == request.call).order_by(Escalation.asked_at)
    return session.scalars(of_call).all() if request.call is not None else ()


def _written(board: EscalationBoard, session: Session, weighed: _Weighed, now: datetime) -> Decided:
    row, joined = _row(board, weighed, now), weighed.ladder.joins(weighed.chosen.level)
    standing = session.get(Escalation, weighed.ladder.open_id) if joined and weighed.ladder.open_id else None
    session.add(row)
    if standing is not None:
        row.level, row.granted, row.ended_at = standing.level, JOINED, now
        standing.version += 1
    session.flush()
    callback = _done_in_writing(board, session, row, standing or row, weighed, now)
    channel = _goes_on_elsewhere(board, session, row, weighed.request)
    if weighed.tells:
        tell_of_escalation(session, row, weighed.chosen.row, now=now)
    _is_on_record(session, row, standing, now)
    return Decided(escalation=row, open=standing or row, new=True, callback=callback, channel=channel,
                   buddy=weighed.free.buddy)  # fmt: skip


def _goes_on_elsewhere(
    board: EscalationBoard, session: Session, row: Escalation, request: Request
) -> ChannelChanged | None:
    """By the channel they want, else as they like to be written to. None where it was written already, or
    cannot be: then the trace says why."""
    if row.decision != "channel" or request.written is not None:
        return None
    place = request.channel or "sms"
    try:
        return change_channel(board, session, once=row.id, case_number=row.case_number, place=place, by=row.asked_by)
    except ChannelRefused as refused:
        row.reasons = [*row.reasons, {"rule": "carried_out", "what": "no_channel", "why": refused.why}]
        row.granted = "none"
        return None


def _row(board: EscalationBoard, weighed: _Weighed, now: datetime) -> Escalation:
    request, decision = weighed.request, weighed.chosen.row.then
    over = decision in AT_ONCE
    return Escalation(
        id=board.new_id(),
        once=request.once,
        trigger=request.trigger,
        level=weighed.chosen.level,
        decision=decision,
        reasons=list(weighed.chosen.trace),
        reason=request.reason,
        call=request.call,
        case_number=request.case_number,
        customer_id=request.customer_id,
        agent_id=request.agent_id,
        asked_by=request.by,
        asked_at=now,
        granted=decision if over else None,
        ended_at=now if over else None,
        version=1,
    )


def _done_in_writing(
    board: EscalationBoard, session: Session, row: Escalation, standing: Escalation, weighed: _Weighed, now: datetime
) -> Callback | None:
    """What needs nobody's telephone."""
    if row.decision == "executive" and standing is row:
        open_executive_case(board, session, row, now=now)
    if row.decision != "lead_calls":
        return None
    if weighed.request.promised is not None:
        standing.callback_id = weighed.request.promised
    callback = _owed(session, standing) or lead_is_to_call(board, session, standing, weighed.request)
    row.callback_id = standing.callback_id
    return callback


def _owed(session: Session, standing: Escalation) -> Callback | None:
    """The call that is owed for it already."""
    known = session.get(Callback, standing.callback_id) if standing.callback_id else None
    return known if known is not None and not known.over else None


def lead_is_to_call(
    board: EscalationBoard, session: Session, row: Escalation, request: Request | None = None
) -> Callback | None:
    """The promise of a lead's call, in the same transaction. None where nobody can be called: the trace says why."""
    wanted = LeadCall(once=f"lead:{row.id}", call=row.call, case_number=row.case_number, customer_id=row.customer_id,
                      agent_id=row.agent_id, reason=row.reason, phone=request.phone if request else None)  # fmt: skip
    try:
        callback = promise_lead_call(board, session, wanted, by=None, at=request.at if request else None)
    except CallbackRefused as refused:
        log.warning("lead_call_not_promised", escalation=row.id, why=refused.why)
        row.reasons = [*row.reasons, {"rule": "carried_out", "what": "no_call", "why": refused.why}]
        return None
    row.callback_id, row.case_number = callback.id, row.case_number or callback.case_number
    session.flush()
    return callback


def _is_on_record(session: Session, row: Escalation, standing: Escalation | None, now: datetime) -> None:
    told = {"escalation": row.id, "trigger": row.trigger, "decision": row.decision, "level": row.level,
            "joined": standing.id if standing else None}  # fmt: skip
    subject = f"case:{row.case_number}" if row.case_number else f"call:{row.call}"
    append_audit(session, row.asked_by, "escalated", subject, told, now)


def _comes_in(board: EscalationBoard, decided: Decided, weighed: _Weighed) -> Decided:
    """A colleague is asked into the conversation; where that cannot be, a lead calls."""
    if decided.escalation.decision == "buddy" and decided.escalation.call is not None:
        buddy_is_called(board, decided.escalation.call, escalation_id=decided.escalation.id)
        return _again(board, decided)
    kind, row = COMES_IN.get(decided.escalation.decision), decided.escalation
    if kind is None or not weighed.scene.live or row.call is None:
        return decided
    wanted = weighed.free.leads if kind == "supervisor" else weighed.free.peers
    ask = Ask(kind=kind, call=row.call, wanted=wanted, escalation_id=decided.open.id, by=row.asked_by)
    try:
        transfer = ask_transfer(board, ask).id
    except AlreadyUnderWay as under_way:
        transfer = under_way.transfer_id
    except (EscalationRefused, FloorUnavailable) as trouble:
        return _calls_instead(board, decided, why=getattr(trouble, "why", "floor"))
    with writing(board.database) as session:
        for each in {decided.escalation.id, decided.open.id}:
            session.get_one(Escalation, each).transfer_id = transfer
    return _again(board, decided)


def _calls_instead(board: EscalationBoard, decided: Decided, *, why: str) -> Decided:
    with writing(board.database) as session:
        standing = session.get_one(Escalation, decided.open.id)
        callback = a_lead_calls_instead(board, session, standing, why=why)
    return replace(_again(board, decided), callback=callback)


def a_lead_calls_instead(
    board: EscalationBoard, session: Session, standing: Escalation, *, why: str
) -> Callback | None:
    """Nobody comes in after all: the same step by a call."""
    standing.reasons = [*standing.reasons, {"rule": "carried_out", "what": "lead_calls", "why": why}]
    standing.decision = "lead_calls"
    standing.version += 1
    return lead_is_to_call(board, session, standing)


def _as_before(session: Session, known: Escalation) -> Decided:
    callback = session.get(Callback, known.callback_id) if known.callback_id else None
    return Decided(escalation=known, open=known, new=False, callback=callback)


def _again(board: EscalationBoard, decided: Decided) -> Decided:
    with reading(board.database) as session:
        row = session.get_one(Escalation, decided.escalation.id)
        return replace(decided, escalation=row, open=session.get_one(Escalation, decided.open.id))
