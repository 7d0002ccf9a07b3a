"""The search for a colleague is a call on the floor: whom it is offered to, who rings, who accepted, and its end."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from callbacks.dialler.in_line import takes_off_the_floor
from callbacks.noting import note
from escalations.board import EscalationBoard
from escalations.transfer.seen import Colleague
from escalations.transfer.transfer import Transfer
from records.call_record import SIDE
from routing.arrival import caller_waits
from routing.boosts import Boost
from routing.call_on_floor import CallOnFloor
from routing.lines import agent_line, agent_of
from routing.offer_time import CARRIER
from routing.plan import Plan, Step
from routing.reservation import Reservation

BEFORE_CALLERS: Final = Boost(name="escalation", seconds=3600)
"""A conversation waits in which two people talk already: who is free takes it before any caller in line."""
ASKED: Final = "asked"
"""Why a line stands in the plan of such a call."""
NOT_HERE: Final = "not_here"
"""Why the search left the floor, where it is told of nothing better."""


@dataclass(frozen=True, kw_only=True)
class Search:
    """How the search stands. `held` is who is rung, or accepted; `accepted` that they did; `asked` those who were."""

    state: str
    held: Reservation | None = None
    asked: frozenset[str] = frozenset()

    @property
    def accepted(self) -> bool:
        return self.state in ("accepted", "talking")


def lines_of(transfer: Transfer) -> tuple[str, ...]:
    """Of whom it may be offered to: agents by their ids, or whole lines by their names."""
    return tuple(one if ":" in one else agent_line(one) for one in map(str, transfer.wanted))


def plan_of_search(board: EscalationBoard, transfer: Transfer) -> Plan | None:
    """Those at work in turn; whoever talks just now is hoped for beside the next. None: nobody is there."""
    rules = board.escalations.transfer
    here = [line for line in lines_of(transfer) if board.floor.somebody_present(line)]
    free = [line for line in here if board.floor.ready(line, limit=1)]
    chosen = [*free, *(line for line in here if line not in free)][: rules.most_rung]
    steps = tuple(_steps([line for line in here if line in chosen], free, rules.ring_seconds))
    return Plan(steps=steps, queue=SIDE, boosts=(BEFORE_CALLERS,), asked_once=True) if steps else None


def _steps(lines: Iterable[str], free: list[str], ring_seconds: int) -> Iterator[Step]:
    after = 0.0
    for line in lines:
        yield Step(after_seconds=after, line=line, why=ASKED)
        after += ring_seconds if line in free else 0.0


def longest_search(board: EscalationBoard, transfer: Transfer) -> timedelta:
    """By then everybody was rung once, or has been hoped for as long as a telephone rings."""
    rules = board.escalations.transfer
    of_a_queue = any(agent_of(line) is None for line in lines_of(transfer))
    several = rules.most_rung if of_a_queue else max(1, min(len(transfer.wanted), rules.most_rung))
    return several * (timedelta(seconds=rules.ring_seconds) + CARRIER)


def put_on_the_floor(board: EscalationBoard, transfer: Transfer) -> None:
    """Once, however often it is done. With nobody there it is told as over at once. Raises FloorUnavailable."""
    told = {"customer": transfer.customer_id, "language": transfer.language, "direction": SIDE}
    note(board, "arrived", transfer.floor_call, told, once=transfer.floor_call)
    known = {"customer": transfer.customer_id, "case": transfer.case_number}
    note(board, "identified", transfer.floor_call, known, once=transfer.floor_call)
    plan = plan_of_search(board, transfer)
    if plan is None:
        takes_off_the_floor(board, transfer.floor_call, NOT_HERE)
    else:
        caller_waits(board, transfer.floor_call, plan, place_at=transfer.asked_at)


def takes_off(board: EscalationBoard, transfer: Transfer) -> None:
    """Nobody is looked for any longer: a telephone stops ringing, and who came writes up what it was."""
    known = board.floor.call(transfer.floor_call)
    if known is not None and known.state != "gone":
        takes_off_the_floor(board, transfer.floor_call, transfer.why or transfer.state)


def search_of(board: EscalationBoard, transfer: Transfer) -> Search | None:
    """None where the floor does not know of it."""
    known = board.floor.call(transfer.floor_call)
    if known is None:
        return None
    held = board.floor.reservation(known.reservation) if known.reservation else None
    return Search(state=known.state, held=held, asked=known.refused_by)


def how_it_stands(board: EscalationBoard, transfer: Transfer, search: Search) -> Colleague:
    """As long as nobody accepted."""
    if search.state in ("gone", "over"):
        return "nobody" if transfer.met_at is None else "gone"
    if search.state != "waiting":
        return "asked"
    return "asked" if _somebody_may_come(board, transfer, search) else "nobody"


def _somebody_may_come(board: EscalationBoard, transfer: Transfer, search: Search) -> bool:
    if len(search.asked) >= board.escalations.transfer.most_rung:
        return False
    hoped = [line for line in lines_of(transfer) if agent_of(line) not in search.asked]
    return any(board.floor.present(line) - search.asked for line in hoped)


def is_rung(known: CallOnFloor | Search | None) -> bool:
    """Whether somebody's telephone rings, or they hear what it is about."""
    return known is not None and known.state in ("reserved", "accepted")
