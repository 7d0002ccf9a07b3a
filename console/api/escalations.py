"""Escalations: somebody asks for more than an agent may give. What was decided, why, and what came of it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.case import Case
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import unknown, wrong
from console.wording import Told, in_both
from escalations.asked import Request
from escalations.board import EscalationBoard
from escalations.channel_change import Place
from escalations.deciding import Decided, decide
from escalations.decision_rules import Row, Wants
from escalations.escalation import Escalation
from escalations.explaining import decision_told, explained, trigger_told
from escalations.words import Decision, Trigger
from records.database import reading
from staff.agent import agent, names_of

Name = Annotated[Words, Field(min_length=1, max_length=64)]


class EscalationShown(BaseModel):
    """There is no way to list or order them by agent: nobody is ranked by who was asked for in their calls."""

    model_config = ConfigDict(frozen=True)

    id: str
    trigger: Trigger
    trigger_told: Told
    level: int = Field(description="The step of the ladder: 1 colleague, 2 lead, 3 manager, 4 executive, 0 none of it.")
    decision: Decision
    decision_told: Told
    reason: str | None
    call: str | None
    case_number: str | None
    customer_id: str | None
    agent_id: str | None = Field(description="Who talks with them or owns the case.")
    transfer_id: str | None
    callback_id: str | None
    asked_by: str
    asked_at: Moment
    answered_by: str | None
    answered_at: Moment | None
    granted: str | None = Field(description="How it was granted in the end; joined: with one that was open already.")
    outcome: str | None = Field(description="same, different or gap, once whoever answered has written it down.")
    ended_at: Moment | None


class EscalationWhole(EscalationShown):
    reasons: tuple[Mapping[str, Any], ...] = Field(description="Every rule that was looked at, with what it saw.")
    explained: tuple[Told, ...] = Field(description="The same in words.")


class EscalationDecided(EscalationWhole):
    """`joined` is the open one it became part of; null where it stands for itself."""

    joined: str | None
    callback_by: str | None = Field(description="The name of the lead who calls, to be said aloud.")
    callback_due: Moment | None
    message_id: str | None = Field(description="What the customer is written, where it goes on by another channel.")
    message_due: Moment | None = Field(description="By when they have our answer there.")


class EscalationWanted(BaseModel):
    """`call` or `case_number`; what is not said of case, customer and agent is known from the call."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    trigger: Trigger = "agent_asked"
    call: Name | None = None
    case_number: Name | None = None
    agent_id: Name | None = None
    reason: Annotated[Words, Field(min_length=1, max_length=500)] | None = Field(None, description="What they want.")
    wants: Wants = Field("any", description="any: what the centre's table says.")
    at: Moment | None = Field(None, description="When a lead is to call, where that is wished.")
    channel: Place | None = Field(None, description="With `wants: channel`: where it goes on, under the same number.")


class EscalationsQuery(PageQuery):
    case: Words | None = None
    trigger: Trigger | None = None
    decision: Decision | None = None
    open: bool | None = None


def list_escalations(board: Board, asked: Asked) -> Page[EscalationShown]:
    """The latest come first."""
    with reading(board.database) as session:
        return found_escalations(session, asked.query)


def found_escalations(session: Session, query: EscalationsQuery) -> Page[EscalationShown]:
    chosen = select(Escalation).order_by(Escalation.asked_at.desc(), Escalation.id.desc()).limit(query.limit + 1)
    equal = {"case_number": query.case, "trigger": query.trigger, "decision": query.decision}
    chosen = chosen.filter_by(**{name: value for name, value in equal.items() if value is not None})
    if query.open is not None:
        chosen = chosen.where(Escalation.ended_at.is_(None) if query.open else Escalation.ended_at.is_not(None))
    if (place := query.after_moment()) is not None:
        chosen = chosen.where(tuple_(Escalation.asked_at, Escalation.id) < place)
    rows = session.scalars(chosen).all()
    shown, more = rows[: query.limit], len(rows) > query.limit
    cursor = cursor_at(shown[-1].asked_at.isoformat(), shown[-1].id) if more else None
    return Page[EscalationShown](
        items=tuple(EscalationShown(**escalation_facts(row)) for row in shown), next_cursor=cursor
    )


def show_escalation(board: Board, asked: Asked) -> EscalationWhole:
    """With every rule that was looked at."""
    table = _with_rules(board).escalations.table
    return escalation_whole(known_escalation(board, asked.path["escalation"]), table)


def post_escalation(board: Board, asked: Asked) -> EscalationDecided:
    """Decide, write down and do it: a colleague is asked in, a lead's call is promised, a buddy comes, or nothing.

    Sent again with its Idempotency-Key it is one. Asked for again while one of the same case is open, it joins it.
    """
    wanted, with_rules = cast(EscalationWanted, asked.body), _with_rules(board)
    if wanted.call is None and wanted.case_number is None:
        raise wrong("call", "Name a call or a case.")
    _see_that_they_are_known(board, wanted)
    request = Request(once=asked.once, by=asked.who.label, **wanted.model_dump())
    return _decided(with_rules, decide(with_rules, request))


def known_escalation(board: Board, name: str) -> Escalation:
    """The escalation of an id, or a 404."""
    with reading(board.database) as session:
        row = session.get(Escalation, name)
    if row is None:
        raise unknown("escalation", name)
    return row


def escalation_whole(row: Escalation, table: Sequence[Row]) -> EscalationWhole:
    return EscalationWhole(**_whole(row, table))


def _whole(row: Escalation, table: Sequence[Row]) -> dict[str, Any]:
    lines = explained(row.reasons, table)
    return {**escalation_facts(row), "reasons": tuple(row.reasons), "explained": tuple(in_both(line) for line in lines)}


def _decided(board: EscalationBoard, decided: Decided) -> EscalationDecided:
    callback, joined = decided.callback, decided.open.id if decided.open.id != decided.escalation.id else None
    by = callback.agent_id if callback is not None else None
    with reading(board.database) as session:
        name = names_of(session, [by]).get(by) if by else None
    due = callback.due_at if callback is not None else None
    told = _whole(decided.escalation, board.escalations.table)
    channel = decided.channel
    return EscalationDecided(**told, joined=joined, callback_by=name, callback_due=due,
                             message_id=channel.message if channel else None,
                             message_due=channel.due if channel else None)  # fmt: skip


def _see_that_they_are_known(board: Board, wanted: EscalationWanted) -> None:
    with reading(board.database) as session:
        if wanted.agent_id is not None and agent(session, wanted.agent_id) is None:
            raise wrong("agent_id", f"There is no agent {wanted.agent_id}.")
        if wanted.case_number is not None and session.get(Case, wanted.case_number) is None:
            raise wrong("case_number", f"There is no case {wanted.case_number}.")


def escalation_facts(row: Escalation) -> dict[str, Any]:
    names = [name for name in EscalationShown.model_fields if not name.endswith("_told")]
    told = {name: getattr(row, name) for name in names}
    return {**told, "trigger_told": in_both(trigger_told(row.trigger)),
            "decision_told": in_both(decision_told(row.decision))}  # fmt: skip


def _with_rules(board: Board) -> EscalationBoard:
    """The console's board is the assembly's, which knows how the centre escalates."""
    return cast(EscalationBoard, board)


OPERATIONS = (
    Operation(method="GET", path="/escalations", scope="cases:read", summary="List escalations",
              does=list_escalations, answers=Page[EscalationShown], query=EscalationsQuery),
    Operation(method="POST", path="/escalations", scope="cases:work", summary="Ask that a matter goes further up",
              does=post_escalation, answers=EscalationDecided, body=EscalationWanted),
    Operation(method="GET", path="/escalations/{escalation}", scope="cases:read",
              summary="Show an escalation and why it was decided so", does=show_escalation, answers=EscalationWhole,
              problems=(404,)),
)  # fmt: skip
