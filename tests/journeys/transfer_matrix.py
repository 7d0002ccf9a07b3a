"""What may become of a warm transfer, each with its defined end: lead × caller × agent.

The ends are written down here on their own, from what each of the three does, and not read from the engine's tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

LEADS: Final = ("answers", "declines", "voicemail", "busy", "no_answer", "drops_in_consult", "drops_after_merge")
CALLERS: Final = ("stays", "ringing", "consulting", "merged", "agent_left", "nobody_came", "presses_1")
"""They stay; they hang up when it has come so far; they press 1 while the lead is rung."""
AGENTS: Final = ("stays", "ringing", "consulting", "merged", "nobody_came")
COMES: Final = frozenset({"answers", "drops_in_consult", "drops_after_merge"})
BEHAVIOUR: Final[dict[str, dict[str, Any]]] = {
    "answers": {"after_hearing": "1", "presses": "1", "answers_after": 3},
    "declines": {"after_hearing": "1", "presses": "2", "answers_after": 3},
    "voicemail": {"kind": "voicemail", "answers_after": 4},
    "busy": {"busy": True},
    "no_answer": {"never_answers": True},
}


@dataclass(frozen=True, kw_only=True)
class Cell:
    lead: str
    caller: str
    agent: str

    def __str__(self) -> str:
        return f"lead {self.lead}, caller {self.caller}, agent {self.agent}"

    @property
    def behaviour(self) -> dict[str, Any]:
        """What the lead's telephone does when it rings."""
        return BEHAVIOUR["answers" if self.lead in COMES else self.lead]

    @property
    def end(self) -> str:
        return _while_it_rings(self)


def cells() -> Iterator[Cell]:
    for lead, caller, agent in product(LEADS, CALLERS, AGENTS):
        yield Cell(lead=lead, caller=caller, agent=agent)


def _while_it_rings(cell: Cell) -> str:
    if cell.caller == "ringing":
        return "caller_gone"
    if cell.caller == "presses_1":
        return "promised"
    if cell.lead not in COMES:
        return "promised" if cell.agent == "ringing" else _nobody_came(cell)
    return _alone_with_the_lead(cell) if cell.agent == "ringing" else _consulting(cell)


def _nobody_came(cell: Cell) -> str:
    if cell.caller == "nobody_came":
        return "caller_gone"
    return "promised" if cell.agent == "nobody_came" else "returned"


def _consulting(cell: Cell) -> str:
    if cell.caller == "consulting":
        return "caller_gone"
    if cell.lead == "drops_in_consult":
        return "promised" if cell.agent == "consulting" else "returned"
    return _alone_with_the_lead(cell) if cell.agent == "consulting" else _all_three(cell)


def _all_three(cell: Cell) -> str:
    if cell.caller == "merged":
        return "done"
    if cell.lead == "drops_after_merge":
        return "promised" if cell.agent == "merged" else "returned"
    return _alone_with_the_lead(cell)


def _alone_with_the_lead(cell: Cell) -> str:
    """A lead who is gone at once was cut off."""
    if cell.caller == "agent_left":
        return "done"
    return "promised" if cell.lead in ("drops_after_merge", "drops_in_consult") else "done"
