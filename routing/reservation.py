from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """One agent held for one call.

    States: offered → ringing → accepted → met (both were in the room), or on the way there
    failed (the agent did not take it) or withdrawn (the caller left).
    """

    id: str
    call: str
    agent: str
    line: str
    step: int  # number of the plan's step whose line made the match, from 1
    state: str
    deadline: datetime  # until then the agent may accept
    leg: str = ""  # CallSid of the agent's leg, once known
    why: str = ""  # why it failed or was withdrawn
    came_from: str = ""  # the callback it was for, until the customer rang in: the agent may stand in its room
