"""The recording of a conversation: whether anything is kept now, who paused it when, and where it is heard."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from cases.conversation_recording import ConversationRecording, pauses_of, recordings_of_call
from console.api.escalation_refused import refused_as
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.problem import Problem
from console.asker import Asker
from console.wording import told
from escalations.board import EscalationBoard
from escalations.errors import EscalationRefused, MayNotPause
from escalations.recording.asking import Wanted, ask_of_recording
from records.database import reading

Kept = Literal["off", "recording", "pausing", "paused", "resuming"]


class RecordingWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Wanted = Field(description="paused: nothing is to be kept for a while; recording: it goes on.")
    agent_id: Annotated[Words, StringConstraints(min_length=1, max_length=64)] | None = Field(
        None, description="Who of the conversation asks; may be left out by keys and people that may listen in."
    )


class PauseShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    agent_id: str | None = Field(description="null: a lead, who does not talk in it.")
    asked_by: str
    since: Moment = Field(description="When the network had paused it.")
    until: Moment | None
    why: str | None = Field(description="How it ended: resumed, too_long, left (who paused it is gone) or over.")


class OneRecording(BaseModel):
    model_config = ConfigDict(frozen=True)

    recording: str
    state: str = Field(description="recording, paused, ended (its sound comes), ready, lost or deleted.")
    seconds: int
    begun_at: Moment
    ended_at: Moment | None
    pauses: tuple[PauseShown, ...]
    sound: str | None = Field(description="Where it is heard by who is signed in; each time stands in the audit.")


class RecordingShown(BaseModel):
    """`paused` is said only once the network has answered, and no longer when it is asked to go on."""

    model_config = ConfigDict(frozen=True)

    call: str
    state: Kept = Field(description="off: nothing is recorded now. With pausing and resuming, take it as recorded.")
    since: Moment | None = Field(None, description="Since when it is paused.")
    trouble: str | None = Field(None, description="Why the last wish did not come about: refused or unreachable.")
    longest_pause_seconds: float
    recordings: tuple[OneRecording, ...] = Field(description="All of this conversation, the first one first.")


def show_recording(board: EscalationBoard, asked: Asked) -> RecordingShown:
    """Whether this conversation is recorded now, and all recordings of it."""
    call = asked.path["call"]
    with reading(board.database) as session:
        rows = recordings_of_call(session, call)
        shown = tuple(_one(session, row) for row in rows)
    running = [row for row in rows if row.is_running]
    return RecordingShown(
        call=call,
        state=_kept(running),
        since=max((row.paused_at for row in running if row.paused_at), default=None),
        trouble=next((row.trouble for row in running if row.trouble), None),
        longest_pause_seconds=board.policy.recording_pause_minutes * 60,
        recordings=shown,
    )


def put_recording(board: EscalationBoard, asked: Asked) -> RecordingShown:
    """Pause the recording of a conversation, or have it go on. Asked twice, it is once.

    The network is asked by a worker: look again until `state` is `paused` before anything is said that must not be
    kept. A pause ends by itself after `longest_pause_seconds`, and when who asked for it leaves. 403 for who does not
    talk in it and may not listen in, 409 where nothing is recorded. What keys tell is heard by all in the room.
    """
    wanted: RecordingWanted = asked.body
    agent = _who_of_it(asked.who, wanted)
    try:
        ask_of_recording(board, asked.path["call"], wanted.state, by=asked.who.label, agent=agent)
    except EscalationRefused as refused:
        raise refused_as(403 if isinstance(refused, MayNotPause) else 409, refused) from refused
    return show_recording(board, asked)


def _who_of_it(who: Asker, wanted: RecordingWanted) -> str | None:
    """A person acts as themselves, a program for whom it names; None: a lead, for nobody of it."""
    agent = wanted.agent_id or who.agent
    if agent is None and not who.may("listening:write"):
        raise Problem(403, "Say in agent_id who of the conversation asks.", told=told("refused_may_not_pause", {}))
    if who.may("listening:write") and wanted.agent_id is None:
        return None
    return agent


def _kept(running: list[ConversationRecording]) -> Kept:
    """Of several, that of which most is kept."""
    if not running:
        return "off"
    if all(row.is_silent for row in running):
        return "paused"
    if any(row.wanted == "paused" for row in running):
        return "pausing"
    return "resuming" if any(row.state == "paused" or row.in_doubt_since for row in running) else "recording"


def _one(session: Session, row: ConversationRecording) -> OneRecording:
    return OneRecording(
        recording=row.recording,
        state=row.state,
        seconds=row.seconds,
        begun_at=row.begun_at,
        ended_at=row.ended_at,
        pauses=tuple(PauseShown.model_validate(pause) for pause in pauses_of(session, row.recording)),
        sound=f"/recordings/{row.recording}" if row.state == "ready" else None,
    )


OPERATIONS = (
    Operation(method="GET", path="/calls/{call}/recording", scope="calls:read",
              summary="Show whether a conversation is recorded", does=show_recording, answers=RecordingShown),
    Operation(method="PUT", path="/calls/{call}/recording", scope="calls:write",
              summary="Pause a recording, or have it go on", does=put_recording, answers=RecordingShown,
              body=RecordingWanted, problems=(409,)),
)  # fmt: skip
