"""Why a matter goes further up, what is done then, what may come of it, and how somebody listens: the words for them,
and nothing else."""

from typing import Final, Literal, get_args

Trigger = Literal[
    "caller_asked", "agent_asked", "repeat_calls", "broken_promise", "bounces", "wait", "hold", "hardship",
    "public_complaint", "newcomer", "conduct_complaint",
]  # fmt: skip
"""Why it was thought of at all."""
TRIGGERS: Final[tuple[str, ...]] = get_args(Trigger)
Decision = Literal["none", "buddy", "peer", "lead_now", "lead_calls", "executive", "channel"]
"""What is done: nothing, a colleague coaches now, a senior colleague, a lead now, a lead calls back, the executive
case, or another channel."""
DECISIONS: Final[tuple[str, ...]] = get_args(Decision)
Outcome = Literal["same", "different", "gap"]
"""The lead's answer was the agent's; it was another; or the rule itself had a gap."""
OUTCOMES: Final[tuple[str, ...]] = get_args(Outcome)
Mode = Literal["monitor", "whisper", "barge"]
"""Who listens hears all and is heard by nobody; is heard by the agent alone; is heard by all."""
MODES: Final[tuple[str, ...]] = get_args(Mode)
