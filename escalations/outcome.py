"""What came of an escalation: the agent's answer was the right one, it is another now, or the rule itself had a gap.

Whoever overrules an agent says what they did right, and the agent learns it before the customer does. A gap becomes
somebody's task, with a day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from callbacks.dialler.supervisors import is_a_lead
from cases.case import Case
from cases.civil_day import civil_day
from cases.facts import facts_key, fault_in
from cases.goodwill import Goodwill
from escalations.board import EscalationBoard
from escalations.earlier_outcome import KIND, departs_from, facts_of_escalation
from escalations.errors import AlreadyWritten, OutcomeRefused
from escalations.escalation import Escalation
from escalations.improvement import Improvement, open_improvement
from escalations.words import Outcome as Ending
from records.audit import append as append_audit
from staff.agent import agent
from staff.notice import Notice, keep_notice

DUE_IN: Final = timedelta(days=30)
"""By when a gap is to be closed, unless whoever found it says otherwise."""
JOINED: Final = "joined"


@dataclass(frozen=True, kw_only=True)
class OutcomeWanted:
    """`by` decides, and leads. `answer` is what the customer is told; `right` what the agent did right. `gap` is what
    the rule does not say, `owner_id` whose task it is, until `due_on`. `goodwill_id` is what was given for it."""

    by: str
    outcome: Ending
    answer: str
    right: str | None = None
    gap: str | None = None
    owner_id: str | None = None
    due_on: date | None = None
    justified: bool | None = None
    goodwill_id: int | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OutcomeWritten:
    """`departs_from` are escalations on the same facts that ended otherwise."""

    escalation: Escalation
    improvement: Improvement | None
    departs_from: tuple[str, ...]


def write_outcome(
    board: EscalationBoard, session: Session, row: Escalation, wanted: OutcomeWanted, *, now: datetime
) -> OutcomeWritten:
    """Once; the row must be locked. The agent's notice is written in the same transaction, before any message.

    Raises AlreadyWritten, OutcomeRefused with a fault for each field.
    """
    if row.outcome is not None:
        raise AlreadyWritten(row.outcome)
    goodwill = session.get(Goodwill, wanted.goodwill_id) if wanted.goodwill_id is not None else None
    faults = _faults(board, session, row, wanted, goodwill, now)
    if faults:
        raise OutcomeRefused(faults)
    facts = facts_of_escalation(session, row, wanted.facts, goodwill)
    departs = departs_from(session, facts, wanted.outcome, but=row.id)
    row.facts, row.facts_key, row.goodwill_id = dict(facts), facts_key(KIND, facts), wanted.goodwill_id
    _is_decided(row, wanted, now)
    item = _gap_is_somebodys(session, row, wanted, now) if wanted.gap else None
    _agent_learns_it(session, row, wanted, now)
    told = {"escalation": row.id, "outcome": row.outcome, "departs_from": list(departs)}
    append_audit(session, f"agent:{wanted.by}", "escalation_decided", f"case:{row.case_number}", told, now)
    session.flush()
    return OutcomeWritten(escalation=row, improvement=item, departs_from=departs)


def _is_decided(row: Escalation, wanted: OutcomeWanted, now: datetime) -> None:
    """A request is justified where the answer changed or a rule was missing, unless whoever decides says otherwise."""
    row.outcome, row.right, row.answer = wanted.outcome, wanted.right, wanted.answer
    row.justified = wanted.justified if wanted.justified is not None else wanted.outcome != "same"
    row.decided_by, row.decided_at = wanted.by, now
    row.answered_by, row.answered_at = row.answered_by or wanted.by, row.answered_at or now
    row.granted, row.ended_at = row.granted or row.decision, row.ended_at or now
    row.version += 1


def _faults(
    board: EscalationBoard, session: Session, row: Escalation, wanted: OutcomeWanted, goodwill: Goodwill | None,
    now: datetime,
) -> dict[str, str]:  # fmt: skip
    faults = _faults_of_gap(session, wanted, now)
    if not is_a_lead(session, wanted.by) or wanted.by == row.agent_id:
        faults["by"] = "not_theirs"
    if row.granted == JOINED or row.level == 0:
        faults["outcome"] = "no_step"
    if wanted.outcome == "different" and not wanted.right:
        faults["right"] = "right_missing"
    if wanted.goodwill_id is not None and (goodwill is None or goodwill.case_number != row.case_number):
        faults["goodwill_id"] = "goodwill_unknown"
    if fault_in(wanted.facts, board.care.goodwill.facts):
        faults["facts"] = "facts_unknown"
    return faults


def _faults_of_gap(session: Session, wanted: OutcomeWanted, now: datetime) -> dict[str, str]:
    owner = agent(session, wanted.owner_id) if wanted.owner_id else None
    faults = {}
    if (wanted.outcome == "gap") != bool(wanted.gap):
        faults["gap"] = "gap_missing" if wanted.outcome == "gap" else "gap_unasked"
    if wanted.owner_id and (owner is None or not owner.active):
        faults["owner_id"] = "unknown"
    if wanted.due_on is not None and wanted.due_on < civil_day(now):
        faults["due_on"] = "past"
    return faults


def _gap_is_somebodys(session: Session, row: Escalation, wanted: OutcomeWanted, now: datetime) -> Improvement:
    return open_improvement(session, Improvement(
        once=f"escalation:{row.id}", escalation_id=row.id, case_number=row.case_number, gap=wanted.gap,
        owner_id=wanted.owner_id or wanted.by, due_on=wanted.due_on or civil_day(now) + DUE_IN,
        made_by=f"agent:{wanted.by}", made_at=now,
    ))  # fmt: skip


def _agent_learns_it(session: Session, row: Escalation, wanted: OutcomeWanted, now: datetime) -> None:
    """Who talked with the customer, else who owns the case; whoever decides needs no notice of their own."""
    case = session.get(Case, row.case_number) if row.case_number else None
    whom = row.agent_id or (case.owner_id if case else None)
    if whom is None or whom == wanted.by:
        return
    key = f"notice_outcome_{wanted.outcome}" + ("_right" if wanted.right and wanted.outcome != "different" else "")
    keep_notice(session, Notice(
        id=f"outcome:{row.id}", agent_id=whom, kind="escalation", key=key, at=now, call=row.call,
        case_number=row.case_number, args={"agent": wanted.by, "case": row.case_number or "-", "right": wanted.right},
    ))  # fmt: skip
    row.told_agent_at = now
