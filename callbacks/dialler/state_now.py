"""The state of a callback as it is to be shown: SQL's, and the floor's where an agent's telephone rings."""

from typing import Final

from callbacks.callback import Callback
from callbacks.dialler.life import IN_LINE
from callbacks.dialler.state import State
from routing.floor import Floor

RINGING: Final = ("reserved", "accepted")


def state_now(floor: Floor, callback: Callback) -> State:
    """That an agent's phone rings the floor knows, not SQL. Raises FloorUnavailable."""
    stored: State = callback.state  # type: ignore[assignment]
    if callback.state not in IN_LINE or callback.floor_call is None:
        return stored
    known = floor.call(callback.floor_call)
    return "agent_ringing" if known is not None and known.state in RINGING else stored
