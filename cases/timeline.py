"""Everything that happened in a case, in the order of time: calls, messages, promises, tasks, notes, decisions.

Each source is a function of its own; a part of the house that knows more of a case adds one to `SOURCES`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.case_note import notes_of
from cases.case_task import tasks_of
from cases.conversation_recording import ConversationRecording
from cases.final_answer import final_answers
from cases.goodwill import goodwills
from cases.loss import loss_of
from cases.message import MessageRow
from cases.money import lira
from cases.ownership import owners_of
from cases.promise import promises_of
from cases.received_message import received_on
from cases.voicemail import Voicemail
from records.call_record import SIDE, CallRow


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`kind` names what happened; `who` is an agent's id, a key, or None for the customer and the house.

    `text` is what people wrote or said; `args` are facts of the kind, such as by when a promise is due.
    """

    at: datetime
    kind: str
    who: str | None = None
    text: str | None = None
    args: Mapping[str, str] = field(default_factory=dict)


def timeline(session: Session, case_number: str) -> list[Entry]:
    """The first thing first; nothing where there is no such case."""
    case = session.get(Case, case_number)
    if case is None:
        return []
    entries = [entry for source in SOURCES for entry in source(session, case)]
    return sorted(entries, key=lambda entry: entry.at)


def _case(session: Session, case: Case) -> Iterator[Entry]:
    yield Entry(at=case.opened_at, kind="opened", text=case.subject, args=_told(reason=case.reason))
    if case.closed_at:
        yield Entry(at=case.closed_at, kind="closed", text=case.outcome, args=_told(disposition=case.disposition))


def _owners(session: Session, case: Case) -> Iterator[Entry]:
    for one in owners_of(session, case.number):
        yield Entry(at=one.since, kind="owner", who=one.agent_id, text=one.reason, args={"how": one.how})


def _calls(session: Session, case: Case) -> Iterator[Entry]:
    ours = CallRow.case_number == case.number, CallRow.direction != SIDE
    for call in session.scalars(select(CallRow).where(*ours)):
        if call.arrived_at:
            told = _told(call=call.sid, outcome=call.outcome, direction=call.direction)
            yield Entry(at=call.arrived_at, kind="call", who=call.agent_id if call.answered_at else None, args=told)


def _recordings(session: Session, case: Case) -> Iterator[Entry]:
    """Conversations that were recorded, at their end. `sound` is where it is heard, while it is there."""
    table = ConversationRecording
    ours = select(table).join(CallRow, CallRow.sid == table.call).where(CallRow.case_number == case.number)
    for one in session.scalars(ours.where(table.ended_at.is_not(None))):
        told = _told(call=one.call, seconds=str(one.seconds), sound=one.recording if one.state == "ready" else None)
        yield Entry(at=one.ended_at or one.begun_at, kind="recorded", args=told)


def _promises(session: Session, case: Case) -> Iterator[Entry]:
    for one in promises_of(session, case.number):
        told = _told(promise=str(one.id), kind=one.kind, party=one.party, due=one.due_at.isoformat())
        yield Entry(at=one.made_at, kind="promise_made", who=one.by_agent, text=one.what, args=told)
        if one.ended_at:
            yield Entry(at=one.ended_at, kind=f"promise_{one.status}", who=one.by_agent, text=one.what, args=told)


def _messages(session: Session, case: Case) -> Iterator[Entry]:
    for sent in session.scalars(select(MessageRow).where(MessageRow.case_number == case.number)):
        told = _told(channel=sent.channel, state=sent.state)
        yield Entry(at=sent.written_at, kind="message_written", who=sent.written_by, text=sent.body, args=told)
    for one in received_on(session, case.number):
        yield Entry(at=one.received_at, kind="message_received", text=one.body, args={"channel": one.channel})
    for left in session.scalars(select(Voicemail).where(Voicemail.case_number == case.number)):
        if left.left_at:
            yield Entry(at=left.left_at, kind="voicemail", args={"seconds": str(left.seconds), "call": left.call})


def _tasks(session: Session, case: Case) -> Iterator[Entry]:
    for task in tasks_of(session, case.number):
        told = _told(task=str(task.id), department=task.department, due=task.due_at.isoformat())
        yield Entry(at=task.opened_at, kind="task_given", who=task.opened_by, text=task.what, args=told)
        if task.ended_at:
            yield Entry(at=task.ended_at, kind=f"task_{task.status}", who=task.ended_by, text=task.outcome, args=told)


def _notes(session: Session, case: Case) -> Iterator[Entry]:
    for note in notes_of(session, case.number):
        yield Entry(at=note.at, kind="note", who=note.who, text=note.text)
    loss = loss_of(session, case.number)
    if loss is not None:
        worth = lira(loss.kurus) if loss.kurus is not None else None
        told = _told(worth=worth, offered=loss.offered)
        yield Entry(at=loss.noted_at, kind="loss", who=loss.noted_by, text=loss.what, args=told)


def _decisions(session: Session, case: Case) -> Iterator[Entry]:
    for one in goodwills(session, case_number=case.number, limit=200):
        told = _told(goodwill=str(one.id), kind=one.kind, amount=lira(one.kurus))
        yield Entry(at=one.asked_at, kind="goodwill_asked", who=one.agent_id, text=one.reason, args=told)
        if one.decided_at:
            yield Entry(at=one.decided_at, kind=f"goodwill_{one.status}", who=one.decided_by,
                        text=one.decision_reason, args=told)  # fmt: skip


def _final_answers(session: Session, case: Case) -> Iterator[Entry]:
    for one in final_answers(session, case_number=case.number, limit=200):
        told = {"final_answer": str(one.id)}
        yield Entry(at=one.given_at, kind="final_answer", who=one.given_by, text=one.wording_tr, args=told)
        if one.appealed_at:
            yield Entry(at=one.appealed_at, kind="final_answer_appealed", text=one.appeal_words, args=told)
        if one.decided_at:
            yield Entry(at=one.decided_at, kind=f"final_answer_{one.status}", who=one.decided_by,
                        text=one.decision_reason, args=told)  # fmt: skip


def _told(**args: str | None) -> dict[str, str]:
    """What is known of these."""
    return {name: value for name, value in args.items() if value}


SOURCES: Final[Sequence[Callable[[Session, Case], Iterator[Entry]]]] = (
    _case, _owners, _calls, _recordings, _promises, _messages, _tasks, _notes, _decisions, _final_answers,
)  # fmt: skip
