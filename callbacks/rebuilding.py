"""Redis was lost: the floor is built anew from SQL, everybody at their old place, nobody booked twice."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog

from callbacks.board import Board
from callbacks.membership import lines_of_agent
from callbacks.writing import write_journal
from records.call_record import CallRecord, calls_in
from records.database import reading, writing
from records.epoch import raise_epoch
from records.journal import events_of
from routing.moving import carry
from routing.plan import Plan, Step
from staff.agent import Agent, agents
from telephony.attempt import Attempt, open_attempts

log = structlog.get_logger(__name__)


def rebuild_floor(board: Board) -> None:
    """Raise the epoch, put everybody back, open the floor, ring whoever is next."""
    began = board.clock()
    write_journal(board)
    with writing(board.database) as session:
        epoch = raise_epoch(session, board.site)
    if not board.floor.begin_epoch(epoch, now=began):
        return
    with reading(board.database) as session:
        people = agents(session)
        live = calls_in(session, ("waiting", "reserved", "talking"))
        ringing = open_attempts(session)
        talks = {
            record.sid: _last_reservation(events_of(session, record.sid))
            for record in live
            if record.stage == "talking"
        }
    _restore_agents(board, people)
    for record in live:
        _restore_call(board, record, talks.get(record.sid, ("", "")))
    moves = board.floor.finish_rebuild(now=board.clock())
    _end_orphaned_rings(board, ringing)
    carry(board, moves)
    log.warning(
        "floor_rebuilt",
        epoch=epoch,
        calls=len(live),
        agents=len(people),
        offers=len(moves.offers),
        seconds=(board.clock() - began).total_seconds(),
    )


def _restore_agents(board: Board, people: Sequence[Agent]) -> None:
    for person in people:
        if person.presence == "logged_out" or person.presence_since is None:
            continue
        until = person.presence_since + timedelta(seconds=board.policy.presence_seconds(person.endpoint))
        board.floor.restore_agent(
            person.id,
            state=person.presence,
            reason=person.presence_reason or "",
            since=person.presence_since,
            lines=lines_of_agent(person, board.policy),
            until=person.presence_until or until,
            endpoint=person.endpoint,
            now=board.clock(),
        )


def _restore_call(board: Board, record: CallRecord, talk: tuple[str, str]) -> None:
    plan, place = _plan(record), record.place_at or record.arrived_at or board.clock()
    if record.stage == "talking" and record.agent_id:
        reservation, leg = talk
        board.floor.restore_conversation(
            record.sid,
            agent=record.agent_id,
            reservation=reservation or board.new_id(),
            leg=leg,
            plan=plan,
            place_at=place,
            since=record.answered_at or place,
            now=board.clock(),
        )
        return
    board.floor.restore_waiting(
        record.sid, plan=plan, place_at=place, waiting_since=record.waiting_at or place, now=board.clock()
    )


def _plan(record: CallRecord) -> Plan:
    steps = tuple(_step(row) for row in record.plan or ())
    return Plan(steps=steps, queue=record.queue or "", owner=record.owner_id)


def _step(row: Any) -> Step:
    after, line, why = row
    return Step(after_seconds=float(after) / 1000, line=str(line), why=str(why))


def _last_reservation(events: Sequence[Any]) -> tuple[str, str]:
    accepted = [event for event in events if event.kind in ("accepted", "answered") and event.reservation]
    rang = {event.reservation: str(event.data.get("leg", "")) for event in events if event.kind == "rang"}
    return (accepted[-1].reservation, rang.get(accepted[-1].reservation, "")) if accepted else ("", "")


def _end_orphaned_rings(board: Board, ringing: Sequence[Attempt]) -> None:
    """Phones that ring for an offer nobody remembers; the new offers ring when these have stopped."""
    for attempt in ringing:
        if board.floor.reservation(attempt.subject) is None:
            board.jobs.end_attempt(attempt.token)
