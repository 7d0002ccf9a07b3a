"""Redis was lost: the floor is built anew from SQL, everybody at their old place, nobody booked twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

import structlog
from sqlalchemy.orm import Session

from callbacks.between_calls import NOTHING, Interlude, interludes
from callbacks.board import Board
from callbacks.dialler.floor_name import is_callback
from callbacks.dialler.orphans import is_still_owed, look_at_all_in_line
from callbacks.membership import lines_of_agents
from callbacks.ringing import RING
from callbacks.where_it_stood import (
    agent_stands_in_the_room,
    boost_seconds,
    came_from,
    last_reservation,
    plan_in,
    plan_since,
    refused_by,
    ringing_for,
    step_of,
)
from callbacks.writing import write_journal
from records.call_record import CallRecord, calls_in
from records.database import reading, writing
from records.epoch import raise_epoch
from records.journal import Event, events_of_calls
from records.lease import give_back_lease, take_lease
from routing.caller_facts import NOBODY_KNOWN
from routing.moving import carry
from routing.plan import Plan, plan_for
from staff.agent import Agent, agents
from telephony.attempt import Attempt, open_attempts

log = structlog.get_logger(__name__)

Restored = TypeVar("Restored")

SILENCE_SECONDS: Final = 10
"""A rebuild without a sign of life for this long died with its process, and is begun again by whoever leads."""
SIGN_OF_LIFE_EVERY: Final = 100
"""Agents or calls restored between two signs of life: well under a second of work."""


def rebuild_floor(board: Board, *, holder: str) -> bool:
    """Raise the epoch, put everybody back, open the floor, ring whoever is next. False while another process, which
    lives, is doing so."""
    began = board.clock()
    with writing(board.database) as session:
        if not _sign_of_life(session, board, holder):
            return False
    write_journal(board)
    with writing(board.database) as session:
        epoch = raise_epoch(session, board.site)
    if not board.floor.begin_epoch(epoch, now=began):
        return False
    known = _what_sql_knows(board)
    _restore_agents(board, known, holder)
    for record in _with_signs_of_life(board, holder, known.live):
        if _stands(board, record):
            _restore_call(board, record, known)
    moves = board.floor.finish_rebuild(now=board.clock())
    _end_orphaned_rings(board, known.ringing)
    _look_who_stands_in_a_room(board, known.ringing)
    look_at_all_in_line(board)
    carry(board, moves)
    with writing(board.database) as session:
        give_back_lease(session, _lease(board), holder)
    seconds = (board.clock() - began).total_seconds()
    log.warning("floor_rebuilt", epoch=epoch, calls=len(known.live), agents=len(known.people), seconds=seconds)
    return True


def _lease(board: Board) -> str:
    return f"rebuild:{board.site}"


def _sign_of_life(session: Session, board: Board, holder: str) -> bool:
    return take_lease(session, _lease(board), holder, board.clock(), SILENCE_SECONDS)


def _with_signs_of_life(board: Board, holder: str, things: Sequence[Restored]) -> Iterator[Restored]:
    for number, thing in enumerate(things):
        if number % SIGN_OF_LIFE_EVERY == 0:
            with writing(board.database) as session:
                _sign_of_life(session, board, holder)
        yield thing


@dataclass(frozen=True, kw_only=True)
class _Known:
    """The live world as SQL has it: `stories` are the journals of the live calls, `interludes` what agents
    are at between two calls."""

    people: Sequence[Agent]
    live: Sequence[CallRecord]
    ringing: Sequence[Attempt]
    stories: Mapping[str, Sequence[Event]]
    interludes: Mapping[str, Interlude]


def _stands(board: Board, record: CallRecord) -> bool:
    """A caller who is on the line does; what only the floor knew by name, where somebody still wants it."""
    if is_callback(record.sid):
        return is_still_owed(board, record)
    of_the_side = board.beyond.of_call(record.sid)
    return of_the_side is None or of_the_side.stands(board, record.sid)


def _what_sql_knows(board: Board) -> _Known:
    with reading(board.database) as session:
        live = calls_in(session, ("waiting", "reserved", "talking"))
        return _Known(
            people=agents(session),
            live=live,
            ringing=open_attempts(session),
            stories=events_of_calls(session, [record.sid for record in live]),
            interludes=interludes(session, board.policy, board.clock()),
        )


def _restore_agents(board: Board, known: _Known, holder: str) -> None:
    lines = lines_of_agents(board, known.people)
    for person in _with_signs_of_life(board, holder, known.people):
        if person.presence == "logged_out" or person.presence_since is None:
            continue
        between = known.interludes.get(person.id, NOTHING)
        board.floor.restore_agent(
            person.id,
            state=person.presence,
            reason=person.presence_reason or "",
            since=person.presence_since,
            lines=lines[person.id],
            until=_signed_in_until(board, person, since=person.presence_since),
            endpoint=person.endpoint,
            wrap_up_until=between.wrap_up_until,
            extended=between.extended,
            paused_until=between.paused_until,
            pause_reason=between.reason,
            now=board.clock(),
        )


def _signed_in_until(board: Board, person: Agent, *, since: datetime) -> datetime:
    """A desk's signs of life are known to the floor alone: it has until its next one."""
    seconds = board.policy.presence_seconds(person.endpoint)
    known = person.presence_until or since + timedelta(seconds=seconds)
    return max(known, board.clock() + timedelta(seconds=seconds)) if person.endpoint == "browser" else known


def _restore_call(board: Board, record: CallRecord, known: _Known) -> None:
    story = known.stories.get(record.sid, ())
    if record.stage == "talking" and record.agent_id:
        _restore_conversation(board, record, story, met=True)
        return
    plan = plan_in(record)
    if agent_stands_in_the_room(record, story) and _restore_conversation(board, record, story, met=False):
        return
    if plan is None:
        log.warning("call_without_a_plan", call=record.sid)  # their next wait document puts them back
    elif not _restore_offer(board, record, plan, story, known.ringing):
        _restore_waiting(board, record, plan, story)


def _restore_conversation(board: Board, record: CallRecord, story: Sequence[Event], *, met: bool) -> bool:
    reservation, leg = last_reservation(story)
    place = _place(board, record)
    return board.floor.restore_conversation(
        record.sid,
        agent=record.agent_id or "",
        reservation=reservation or board.new_id(),
        leg=leg,
        plan=plan_in(record) or _plan_of_the_queue(board, record),
        place_at=place,
        since=record.answered_at or place,
        boost_seconds=boost_seconds(story),
        met=met,
        came_from=came_from(reservation, story),
        now=board.clock(),
    )


def _restore_offer(
    board: Board, record: CallRecord, plan: Plan, story: Sequence[Event], ringing: Iterable[Attempt]
) -> bool:
    """Somebody's phone rings for this caller, who goes on hearing of it, and it is not rung a second time."""
    attempt = ringing_for(record, story, ringing)
    if attempt is None:
        return False
    place, now = _place(board, record), board.clock()
    return board.floor.restore_offer(
        record.sid,
        agent=attempt.agent_id or "",
        reservation=attempt.subject,
        leg=attempt.leg or "",
        step=step_of(attempt.subject, story),
        came_from=came_from(attempt.subject, story),
        plan=plan,
        place_at=place,
        waiting_since=plan_since(record, story) or place,
        boost_seconds=boost_seconds(story),
        since=attempt.created_at,
        deadline=now + board.offer_time(record.sid).offer,
        refused_by=refused_by(record, story),
        now=now,
    )


def _restore_waiting(board: Board, record: CallRecord, plan: Plan, story: Sequence[Event]) -> None:
    place = _place(board, record)
    board.floor.restore_waiting(
        record.sid,
        plan=plan,
        place_at=place,
        waiting_since=plan_since(record, story) or place,
        boost_seconds=boost_seconds(story),
        refused_by=refused_by(record, story),
        now=board.clock(),
    )


def _place(board: Board, record: CallRecord) -> datetime:
    return record.place_at or record.arrived_at or board.clock()


def _plan_of_the_queue(board: Board, record: CallRecord) -> Plan:
    """For a caller who talks and whose plan we never learned: should they be cut off, anybody may help."""
    return plan_for(
        facts=NOBODY_KNOWN,
        queue=record.queue or board.policy.default_queue,
        policy=board.policy,
        present=lambda line: False,
    )


def _end_orphaned_rings(board: Board, ringing: Sequence[Attempt]) -> None:
    """Phones that ring for an offer nobody remembers; the new offers ring when these have stopped."""
    for attempt in ringing:
        if attempt.kind == RING and board.floor.reservation(attempt.subject) is None:
            board.jobs.end_attempt(attempt.token)


def _look_who_stands_in_a_room(board: Board, ringing: Sequence[Attempt]) -> None:
    """Somebody answered and hears what it is about, or has pressed the key and we do not know: looked at until it is
    settled."""
    answered = [one for one in ringing if one.kind == RING and one.state == "live"]
    for held in (board.floor.reservation(attempt.subject) for attempt in answered):
        if held is not None and held.state == "ringing":
            board.floor.set_deadline("bring", held.call, at=board.clock())
