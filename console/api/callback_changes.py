"""A callback is moved, given to somebody else, made at once, or cancelled: never under the hands of who talks."""

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.dialler.cancelling import cancel_callback
from callbacks.dialler.changing import CallbackStands
from callbacks.dialler.editing import Edit, call_now, move_callback, reassign_callback
from callbacks.dialler.wanted import CallbackRefused
from callbacks.dialler.wrong_number import number_was_wrong
from cases.errors import Outdated
from console.api.callback_shown import CallbackShown, callback_shown
from console.api.fields import Moment, Version, Words
from console.api.operation import Asked, Operation
from console.api.problem import Fault, Problem, outdated, unknown, wrong
from console.wording import in_both

Reason = Annotated[Words, StringConstraints(min_length=1, max_length=300)]
Name = Annotated[Words, StringConstraints(min_length=1, max_length=64)]


class CallbackChange(BaseModel):
    """What is not named stays. A time moves with the customer's consent alone; by its end they are called."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Version
    reason: Reason
    begin: Moment | None = Field(None, description="They are not called sooner.")
    due: Moment | None = Field(None, description="By then they are called.")
    customer_agreed: Literal[True] | None = Field(None, description="Of another time: say true when they agreed to it.")
    phone: Annotated[Words, StringConstraints(min_length=1, max_length=40)] | None = None
    queue: Name | None = None
    tell: bool = Field(False, description="Confirm the new time to the customer in writing.")
    anyway: bool = Field(False, description="Also where nobody is free in that window.")


class CallbackReassigned(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    agent_id: Name | None = Field(description="Who calls; null: anybody of its queue.")
    reason: Reason
    version: Version | None = None


class CallbackCancelled(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Reason
    tell: bool = Field(True, description="Write to the customer that nobody will call; false where they know.")
    version: Version | None = None


class CallbackHurried(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Version | None = None


class NumberWrong(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Reason


class CallbackEnded(CallbackShown):
    message: str | None = Field(description="The message to the customer; null: none was wished, or no way is open.")


def patch_callback(board: Board, asked: Asked) -> CallbackShown:
    """Another time, number or queue. What stood in line begins anew with its old place. Written to the audit trail."""
    wanted: CallbackChange = asked.body
    if (wanted.begin or wanted.due) and not wanted.customer_agreed:
        raise wrong("customer_agreed", "A promise moves with its customer's consent alone: say true when they agreed.")
    told = wanted.model_dump(exclude={"customer_agreed"})
    return callback_shown(board, _done(asked, lambda: move_callback(board, _id(asked), Edit(who=_who(asked), **told))))


def post_callback_reassignment(board: Board, asked: Asked) -> CallbackShown:
    """Somebody else calls; both learn of it. Written to the audit trail."""
    wanted: CallbackReassigned = asked.body
    return callback_shown(
        board,
        _done(
            asked,
            lambda: reassign_callback(
                board, _id(asked), to=wanted.agent_id, who=_who(asked), reason=wanted.reason, version=wanted.version
            ),
        ),
    )


def post_callback_now(board: Board, asked: Asked) -> CallbackShown:
    """Into line at once. 409 where they may not be called at this moment. Written to the audit trail."""
    wanted: CallbackHurried = asked.body
    return callback_shown(
        board, _done(asked, lambda: call_now(board, _id(asked), who=_who(asked), version=wanted.version))
    )


def post_callback_cancellation(board: Board, asked: Asked) -> CallbackEnded:
    """Nobody calls: off the floor, whatever rings for it stops, and the agent hears why. Written to the audit trail."""
    wanted: CallbackCancelled = asked.body
    told: list[str | None] = []

    def cancel() -> Callback:
        done = cancel_callback(board, _id(asked), who=_who(asked), reason=wanted.reason, tell=wanted.tell,
                               version=wanted.version)  # fmt: skip
        told.append(done.message)
        return done.callback

    shown = callback_shown(board, _done(asked, cancel))
    return CallbackEnded(**shown.model_dump(), message=told[0])


def post_callback_wrong_number(board: Board, asked: Asked) -> CallbackShown:
    """Whoever picked up is not the customer. Another number of theirs is called; the answer is the callback that goes
    on, which may be a new one. Written to the audit trail."""
    wanted: NumberWrong = asked.body
    return callback_shown(
        board, _done(asked, lambda: number_was_wrong(board, _id(asked), who=_who(asked), note=wanted.reason))
    )


def _done(asked: Asked, act: Callable[[], Callback]) -> Callback:
    """What it came to. Raises Problem with what stands in the way."""
    try:
        return act()
    except CallbackStands as stands:
        if stands.why == "unknown":
            raise unknown("callback", _id(asked)) from stands
        raise _stands(stands) from stands
    except Outdated as trouble:
        raise outdated(trouble) from trouble
    except CallbackRefused as refused:
        raise wrong(refused.field, str(refused), told=in_both(refused.words)) from refused


def _stands(stands: CallbackStands) -> Problem:
    fault = Fault(field=stands.why, detail=str(stands))
    return Problem(409, str(stands), [fault], told=in_both(stands.words))


def _id(asked: Asked) -> str:
    return asked.path["callback"]


def _who(asked: Asked) -> str:
    return asked.who.label


_ONE = "/callbacks/{callback}"
OPERATIONS = (
    Operation(method="PATCH", path=_ONE, scope="cases:work", summary="Change the time, number or queue of a callback",
              does=patch_callback, answers=CallbackShown, body=CallbackChange, problems=(404, 409)),
    Operation(method="POST", path=f"{_ONE}/reassignment", scope="cases:write", summary="Have somebody else call",
              does=post_callback_reassignment, answers=CallbackShown, body=CallbackReassigned, problems=(404, 409)),
    Operation(method="POST", path=f"{_ONE}/now", scope="cases:work", summary="Make a callback at once",
              does=post_callback_now, answers=CallbackShown, body=CallbackHurried, problems=(404, 409)),
    Operation(method="POST", path=f"{_ONE}/wrong-number", scope="cases:work", summary="Somebody else picked up",
              does=post_callback_wrong_number, answers=CallbackShown, body=NumberWrong, problems=(404, 409)),
    Operation(method="POST", path=f"{_ONE}/cancellation", scope="cases:work", summary="Cancel a callback",
              does=post_callback_cancellation, answers=CallbackEnded, body=CallbackCancelled, problems=(404, 409)),
)  # fmt: skip
