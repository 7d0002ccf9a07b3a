"""What an agent is held for right now: at most one caller, to be taken or declined."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from callbacks.dialler.agent_side import agent_asks_for_a_moment, agent_hands_back, callback_offered
from callbacks.dialler.customer_first import is_undisturbed
from callbacks.dialler.floor_name import is_callback
from callbacks.writing import write_journal
from cases.case import Case
from cases.customer import Customer
from console.api.agents import agent_shown
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import Problem, unknown
from console.api.transfer_offered import TransferOffered, transfer_offered
from console.brief import brief, why_asked_in, why_offered
from console.listeners import ListenerShown, listeners_told
from console.segment_scripts import ScriptShown, scripts_of_call
from console.wording import Told, told
from records.call_record import CallRecord, call_record, is_of_the_side
from records.database import reading
from routing.answering import OPEN, agent_rejects
from routing.reservation import Reservation


class CallbackOffered(BaseModel):
    """Somebody we said we would call."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    kind: str
    made_at: Moment = Field(description="Since when it is promised.")
    due_at: Moment = Field(description="By when we said that we call.")
    tries: int = Field(description="Calls that reached nobody so far.")
    snoozes: int = Field(description="How often an agent asked for a moment.")


class ReservationShown(BaseModel):
    """An offer, as the agent sees it. A browser takes it by `device.connect({params: {reservation: id}})`."""

    model_config = ConfigDict(frozen=True)

    id: str
    call: str
    agent: str
    state: str = Field(description="offered, ringing, accepted, met, failed or withdrawn.")
    line: str = Field(description="The line of the plan that made the match.")
    step: int = Field(description="The number of the plan's step, from 1.")
    deadline: Moment = Field(description="Until then the agent may accept.")
    seconds_left: float = Field(description="The same from now, for a clock that is not ours.")
    why_failed: str | None = Field(description="rejected, no_answer, busy…; null while it stands.")
    customer_id: str | None
    customer_name: str | None
    case_number: str | None
    case_subject: str | None
    owner_id: str | None
    queue: str | None = Field(description="Where the caller waits; null of a way into somebody else's conversation.")
    language: str | None = Field(description="What the caller speaks.")
    waiting_since: Moment | None
    callback: CallbackOffered | None = Field(description="What it would be called about; null: somebody rang us.")
    transfer: TransferOffered | None = Field(description="Whose conversation they are asked into; null: no transfer.")
    why: Told = Field(description="Why it is offered to this agent.")
    brief: Told = Field(description="Who calls and about what.")
    scripts: tuple[ScriptShown, ...] = Field((), description="What to say to somebody of this group of customers.")
    listeners: tuple[ListenerShown, ...] = Field((), description="Who listens to this conversation, for the banner.")


class Refusal(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Annotated[Words, StringConstraints(max_length=200)] | None = Field(
        None, description="Why; it stands in the call's trace and counts against nobody."
    )


def list_reservations(board: Board, asked: Asked) -> Page[ReservationShown]:
    """The reservation an agent holds, if any: offered, ringing, or accepted and still in conversation. Who is held
    ready until a customer answers has nothing to take yet.
    """
    agent_shown(board, asked.path["agent"])
    at_work = board.floor.agent(asked.path["agent"])
    held = board.floor.reservation(at_work.reservation) if at_work and at_work.reservation else None
    return Page(items=(reservation_shown(board, held),) if held and not is_undisturbed(board, held) else ())


def post_refusal(board: Board, asked: Asked) -> ReservationShown:
    """The agent declines: no blame, never this call again; the caller keeps the place and the next step opens."""
    wanted: Refusal = asked.body
    held = board.floor.reservation(asked.path["reservation"])
    if held is None:
        raise unknown("reservation", asked.path["reservation"])
    if held.state not in OPEN or not agent_rejects(board, held.id, wanted.reason or ""):
        sentence = f"There is nothing to decline: this reservation is {held.state}."
        raise Problem(409, sentence, told=told("offer_over", {}))
    return reservation_shown(board, board.floor.reservation(held.id) or held)


AS_HELD: Final = ("id", "call", "agent", "state", "line", "step", "deadline")
"""What is shown as the floor has it."""
AS_RECORDED: Final = ("customer_id", "case_number", "owner_id", "language")
"""And as the call's record has it."""


def reservation_shown(board: Board, held: Reservation) -> ReservationShown:
    """The offer, with who calls and about what; of a colleague who is asked into a conversation, its brief."""
    now, record, transfer = board.clock(), _record(board, held.call), transfer_offered(board, held.call)
    with reading(board.database) as session:
        customer = session.get(Customer, record.customer_id) if record.customer_id else None
        case = session.get(Case, record.case_number) if record.case_number else None
        why = why_asked_in(session, transfer.agent_id) if transfer else why_offered(session, record, held)
        who = brief(session, record, held.agent, now, board.care)
        scripts = scripts_of_call(session, record, customer, case, board.care)
        listeners = listeners_told(session, held.call)
    return ReservationShown(
        **{name: getattr(held, name) for name in AS_HELD},
        **{name: getattr(record, name) for name in AS_RECORDED},
        seconds_left=max((held.deadline - now).total_seconds(), 0.0),
        why_failed=held.why or None,
        queue=None if is_of_the_side(record.sid) else record.queue,
        customer_name=customer.name or None if customer else None,
        case_subject=case.subject if case else None,
        waiting_since=record.waiting_at,
        callback=_callback_of(board, held),
        transfer=transfer,
        why=why,
        brief=who,
        scripts=scripts,
        listeners=listeners,
    )


def _callback_of(board: Board, held: Reservation) -> CallbackOffered | None:
    found = callback_offered(board, held.call) if is_callback(held.call) else None
    return CallbackOffered.model_validate(found) if found else None


def _record(board: Board, call: str) -> CallRecord:
    """An offer is quicker than the journal: what happened a moment ago is written down first."""
    with reading(board.database) as session:
        record = call_record(session, call)
    if record is None or record.plan is None:
        write_journal(board)
        with reading(board.database) as session:
            record = call_record(session, call)
    return record or CallRecord(sid=call)


def post_snooze(board: Board, asked: Asked) -> ReservationShown:
    """The agent asks for a moment: the callback is offered to them again in a while, and to nobody else meanwhile. Too
    often, or past its promised time, it is handed back instead: `why_failed` tells."""
    held = _callback_offered(board, asked.path["reservation"])
    if agent_asks_for_a_moment(board, held) is None:
        raise _settled(board, held)
    return reservation_shown(board, board.floor.reservation(held.id) or held)


def post_hand_back(board: Board, asked: Asked) -> ReservationShown:
    """The agent hands the callback back: anybody of the queue may make it at once; never offered to them again."""
    held = _callback_offered(board, asked.path["reservation"])
    if not agent_hands_back(board, held):
        raise _settled(board, held)
    return reservation_shown(board, board.floor.reservation(held.id) or held)


def _callback_offered(board: Board, reservation: str) -> Reservation:
    held = board.floor.reservation(reservation)
    if held is None:
        raise unknown("reservation", reservation)
    if not is_callback(held.call):
        sentence = "This reservation holds a caller, not a callback: decline it, or take it."
        raise Problem(409, sentence, told=told("no_callback_offered", {}))
    return held


def _settled(board: Board, held: Reservation) -> Problem:
    known = board.floor.reservation(held.id) or held
    sentence = f"There is nothing to put off: this reservation is {known.state}."
    return Problem(409, sentence, told=told("offer_over", {}))


OPERATIONS = (
    Operation(method="GET", path="/agents/{agent}/reservations", scope="agents:read",
              summary="Show what an agent is held for", does=list_reservations, answers=Page[ReservationShown],
              problems=(404,)),
    Operation(method="POST", path="/reservations/{reservation}/refusal", scope="presence:write",
              summary="Decline an offer", does=post_refusal, answers=ReservationShown, body=Refusal,
              problems=(404, 409)),
    Operation(method="POST", path="/reservations/{reservation}/snooze", scope="presence:write",
              summary="Ask for a moment before a callback", does=post_snooze, answers=ReservationShown,
              problems=(404, 409)),
    Operation(method="POST", path="/reservations/{reservation}/hand-back", scope="presence:write",
              summary="Hand a callback back to the queue", does=post_hand_back, answers=ReservationShown,
              problems=(404, 409)),
)  # fmt: skip
