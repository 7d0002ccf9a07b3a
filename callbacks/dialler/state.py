"""The names of the states of a callback; what may follow what is told in `callbacks/dialler/life.py`."""

from typing import Literal

State = Literal[
    "scheduled", "owner_wait", "pool", "agent_ringing", "customer_ringing", "connected", "kept", "broken", "released"
]
