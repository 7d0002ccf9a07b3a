"""Redis was lost: the floor is built anew from SQL, everybody at their old place, nobody booked twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from callbacks.board import Board
from callbacks.membership import lines_of_agent
from callbacks.writing import write_journal
from records.call_record import CallRecord, calls_in
from records.database import reading, writing
from records.epoch import raise_epoch
from records.journal import Event, events_of_calls
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
    known = _what_sql_knows(board)
    _restore_agents(board, known.people)
    for record in known.live:
        _restore_call(board, record, known.talks.get(record.sid, ("", "")))
    moves = board.floor.finish_rebuild(now=board.clock())
    _end_orphaned_rings(board, known.ringing)
    carry(board, moves)
    seconds = (board.clock() - began).total_seconds()
    log.warning("floor_rebuilt", epoch=epoch, calls=len(known.live), agents=len(known.people), seconds=seconds)


@dataclass(frozen=True, kw_only=True)
class _Known:
    """The live world as SQL has it. `talks`: of each conversation its reservation and the agent's leg."""

    people: Sequence[Agent]
    live: Sequence[CallRecord]
    ringing: Sequence[Attempt]
    talks: Mapping[str, tuple[str, str]]


def _what_sql_knows(board: Board) -> _Known:
    with reading(board.database) as session:
        live = calls_in(session, ("waiting", "reserved", "talking"))
        talking = [record.sid for record in live if record.stage == "talking"]
        journals = events_of_calls(session, talking)
        return _Known(
            people=agents(session),
            live=live,
            ringing=open_attempts(session),
            talks={call: _last_reservation(events) for call, events in journals.items()},
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


def _last_reservation(events: Sequence[Event]) -> tuple[str, str]:
    accepted = [event for event in events if event.kind in ("accepted", "answered") and event.reservation]
    rang = {event.reservation: str(event.data.get("leg", "")) for event in events if event.kind == "rang"}
    if not accepted:
        return "", ""
    last = accepted[-1].reservation
    return last or "", rang.get(last, "")


def _end_orphaned_rings(board: Board, ringing: Sequence[Attempt]) -> None:
    """Phones that ring for an offer nobody remembers; the new offers ring when these have stopped."""
    for attempt in ringing:
        if board.floor.reservation(attempt.subject) is None:
            board.jobs.end_attempt(attempt.token)
