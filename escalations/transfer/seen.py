"""What is true of a transfer at one moment, as floor, room and rows tell it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from escalations.transfer.transfer import Transfer
from telephony.leg import Participant

Colleague = Literal["not_asked", "asked", "nobody", "there", "gone"]
"""Not looked for yet; somebody is looked for or rung; everybody was, and nobody comes; one is with us; or was."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """`customer` and `agent`: they are on the line, the agent still in this conversation. `due`: the state's time is
    over. `just_left`: its state began so short ago that a colleague who is gone was cut off. `room`: who stands in it.
    `met`: the customer has talked with the colleague.
    """

    state: str
    now: datetime
    kind: str = "supervisor"
    wish: str | None = None
    wish_by: str | None = None
    due: bool = False
    just_left: bool = False
    customer: bool = True
    agent: bool = True
    colleague: Colleague = "not_asked"
    colleague_id: str | None = None
    colleague_leg: str | None = None
    rung: int = 0
    rings: bool = False
    met: bool = False
    room: tuple[Participant, ...] = ()

    def stands(self, leg: str | None) -> Participant | None:
        """This leg in the room."""
        return next((one for one in self.room if leg and one.call == leg), None)


def seen_of_row(transfer: Transfer, now: datetime) -> Seen:
    """What its row says by itself: everything else is as it is where nobody has looked."""
    due = transfer.due_at <= now
    return Seen(
        state=transfer.state,
        now=now,
        kind=transfer.kind,
        wish=transfer.wish,
        wish_by=transfer.wish_by,
        due=due,
        just_left=transfer.state == "agent_left" and not due,
        met=transfer.merged_at is not None,
    )
