"""Whoever is asked into a conversation and may hang up, an expert outside or who is to own the case: each with its end.

The ends are written down here on their own, from what each of the three does, and not read from the engine's tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from escalations.transfer.asking import Ask, ask_transfer
from escalations.transfer.transfer import Transfer
from simulator import Caller
from tests.journeys.test_trouble import BURAK
from tests.journeys.transfer_matrix import BEHAVIOUR, COMES, LEADS
from tests.world import World

NOTARY: Final = "+902125550199"
"""Outside."""
TOLD: Final = "Konu bir vekaletname."
KINDS: Final = ("expert", "hand_over")
STEPS: Final = ("stays", "ringing", "consulting", "merged")


def asks_expert(world: World, caller: Caller, phone: str = NOTARY) -> Transfer:
    ask = Ask(kind="expert", call=caller.sid, by="ayse", phone=phone, told=TOLD)
    transfer = ask_transfer(world.voice, ask)
    world.settle()
    return transfer


@dataclass(frozen=True, kw_only=True)
class Cell:
    kind: str
    other: str
    caller: str
    agent: str

    def __str__(self) -> str:
        return f"{self.kind} {self.other}, caller {self.caller}, agent {self.agent}"

    @property
    def number(self) -> str:
        return NOTARY if self.kind == "expert" else BURAK

    @property
    def behaviour(self) -> dict[str, Any]:
        return BEHAVIOUR["answers" if self.other in COMES else self.other]

    @property
    def end(self) -> str:
        if self.caller == "ringing":
            return "caller_gone"
        if self.agent == "ringing":
            return _alone(self) if self.other in COMES else "promised"
        return _two_talk(self) if self.other in COMES else "returned"


def cells() -> Iterator[Cell]:
    for kind, other, caller, agent in product(KINDS, LEADS, STEPS, STEPS):
        yield Cell(kind=kind, other=other, caller=caller, agent=agent)


def _two_talk(cell: Cell) -> str:
    if cell.caller == "consulting":
        return "caller_gone"
    if cell.other == "drops_in_consult":
        return "promised" if cell.agent == "consulting" else "returned"
    return _alone(cell) if cell.agent == "consulting" else _all_three(cell)


def _all_three(cell: Cell) -> str:
    if cell.caller == "merged" or (cell.kind == "expert" and cell.agent == "merged"):
        return "done"
    if cell.other == "drops_after_merge":
        return "promised" if cell.agent == "merged" else "returned"
    return "done"


def _alone(cell: Cell) -> str:
    """Nobody is left with somebody outside; a colleague who is gone at once was cut off."""
    return "promised" if cell.kind == "expert" or cell.other.startswith("drops") else "done"
