"""Leads listen to a conversation, whisper to its agent or step in. Each of it stands in the audit."""

from typing import Annotated, cast

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from console.api.escalation_refused import refused_as
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import Problem, unknown
from escalations.board import EscalationBoard
from escalations.errors import EscalationRefused, MayNotListen, UnknownListening
from escalations.listening.asking import ListeningWanted, ask_to_listen
from escalations.listening.changing import change_mode, stop_listening
from escalations.listening.listening import Listening, open_listenings
from escalations.words import Mode
from records.database import reading


class ListeningShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    call: str
    agent_id: str
    listener_id: str
    case_number: str | None
    mode: Mode = Field(description="What is asked for.")
    in_mode: Mode | None = Field(description="What their leg is in: a whisper is held back while the agent may leave.")
    silent: bool = Field(description="The agent is not told.")
    why: str
    asked_by: str
    asked_at: Moment
    joined_at: Moment | None
    ended_at: Moment | None
    end_why: str | None = Field(description="asked, left, declined, no_answer or conversation_over.")


class ListenerWanted(BaseModel):
    """`listener_id` is rung, or finds it on their desk: a lead or manager who is ready, or the agent's buddy."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    listener_id: Annotated[Words, Field(min_length=1, max_length=64)]
    mode: Mode = "monitor"
    why: Annotated[Words, Field(min_length=1, max_length=80)] = Field(description="What for; it stands in the audit.")
    silent: bool = Field(False, description="The agent is not told. Only for keys with listening:silent.")


class ModeWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Mode


def list_listeners(board: Board, asked: Asked) -> Page[ListeningShown]:
    """Who listens or is on their way. Those in silence are shown to keys that may listen so themselves."""
    silent = asked.who.may("listening:silent")
    with reading(board.database) as session:
        rows = [row for row in open_listenings(session, asked.path["call"]) if silent or not row.silent]
    return Page(items=tuple(ListeningShown.model_validate(row) for row in rows))


def post_listener(board: Board, asked: Asked) -> ListeningShown:
    """Somebody is to listen. They are in the room once they accepted, muted; the agent has a notice and a banner then,
    and the customer hears nobody but who steps in."""
    wanted = cast(ListenerWanted, asked.body)
    if wanted.silent and not asked.who.may("listening:silent"):
        raise Problem(403, "To listen without the agent's knowing the key's role needs listening:silent.")
    ours = ListeningWanted(call=asked.path["call"], listener=wanted.listener_id, mode=wanted.mode, why=wanted.why,
                           silent=wanted.silent, by=asked.who.label)  # fmt: skip
    try:
        return ListeningShown.model_validate(ask_to_listen(_ours(board), ours))
    except EscalationRefused as refused:
        raise _problem(refused) from refused


def patch_listener(board: Board, asked: Asked) -> ListeningShown:
    """Another mode, within a second or so."""
    row, mode = _known(board, asked), cast(ModeWanted, asked.body).mode
    try:
        return ListeningShown.model_validate(change_mode(_ours(board), row.id, mode, by=asked.who.label))
    except EscalationRefused as refused:
        raise _problem(refused) from refused


def delete_listener(board: Board, asked: Asked) -> ListeningShown:
    """They are taken out of the room; the conversation notices nothing."""
    row = _known(board, asked)
    try:
        return ListeningShown.model_validate(stop_listening(_ours(board), row.id, by=asked.who.label))
    except EscalationRefused as refused:
        raise _problem(refused) from refused


def _known(board: Board, asked: Asked) -> Listening:
    with reading(board.database) as session:
        row = session.get(Listening, asked.path["listening"])
    if row is None or row.call != asked.path["call"] or (row.silent and not asked.who.may("listening:silent")):
        raise unknown("listening", asked.path["listening"])
    return row


def _problem(refused: EscalationRefused) -> Problem:
    status = 404 if isinstance(refused, UnknownListening) else 403 if isinstance(refused, MayNotListen) else 409
    return refused_as(status, refused)


def _ours(board: Board) -> EscalationBoard:
    return cast(EscalationBoard, board)


OPERATIONS = (
    Operation(method="GET", path="/calls/{call}/listeners", scope="listening:write",
              summary="List who listens to a conversation", does=list_listeners, answers=Page[ListeningShown]),
    Operation(method="POST", path="/calls/{call}/listeners", scope="listening:write",
              summary="Have somebody listen to a conversation", does=post_listener, answers=ListeningShown,
              body=ListenerWanted, problems=(409,)),
    Operation(method="PATCH", path="/calls/{call}/listeners/{listening}", scope="listening:write",
              summary="Hear only, whisper or step in", does=patch_listener, answers=ListeningShown, body=ModeWanted,
              problems=(404, 409)),
    Operation(method="DELETE", path="/calls/{call}/listeners/{listening}", scope="listening:write",
              summary="Have somebody stop listening", does=delete_listener, answers=ListeningShown, problems=(404,)),
)  # fmt: skip
