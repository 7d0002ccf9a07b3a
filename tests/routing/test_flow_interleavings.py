"""The flows that take several steps on the floor, and something else falls between two of these steps.

Every act before every step of every flow in every world; `make test` takes one in so many, `make interleavings` all.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from redis import Redis

from routing import answering, leaving
from routing.arrival import caller_returns
from routing.deadline import Deadline
from routing.moves import Moves
from routing.policy import Policy
from routing.switchboard import Switchboard
from routing.timekeeping import deadline_passes
from tests.routing.acts import ACTS, MUCH_LATER, Act
from tests.routing.floor_rules import NO_LEG, OPEN, FloorRules
from tests.routing.house import House
from tests.routing.interrupted import InterruptedFloor, NotedJobs, switchboard
from tests.routing.stage import Stage
from tests.routing.worlds import NOW, WORLDS

ONE_IN = 1 if os.environ.get("INTERLEAVINGS") == "all" else 120

Flow = Callable[[Switchboard, str], Any]
LATE: Final = "is due"
"""Flows whose name says so run when every deadline of the world has passed."""


def _leg(status: str) -> Flow:
    return lambda board, held: leaving.leg_moves(board, held, leg="leg", attempt="t", status=status, sequence=1)


def _due(kind: str) -> Flow:
    def passes(board: Switchboard, held: str) -> None:
        for deadline in board.floor.due(now=board.clock()):
            if deadline.kind == kind:
                deadline_passes(board, Deadline(kind=kind, id=deadline.id, at=deadline.at))

    return passes


FLOWS: Final[dict[str, Flow]] = {
    "the caller hangs up": lambda board, held: leaving.caller_hangs_up(board, "CA1", status="completed"),
    "the caller is left": lambda board, held: leaving.caller_is_left(board, "CA1"),
    "the caller comes back": lambda board, held: caller_returns(board, "CA1"),
    "the agent leaves": lambda board, held: leaving.agent_leaves(board, held, by="agent"),
    "the agent leaves the room": lambda board, held: leaving.agent_leaves_the_room(board, "CA1", leg="leg", by="agent"),
    **{f"the leg is {status}": _leg(status) for status in ("ringing", *leaving.FINAL)},
    "the leg is answered": lambda board, held: answering.leg_is_answered(board, held, leg="leg"),
    "the agent presses 1": lambda board, held: answering.agent_accepts(board, held, leg="leg"),
    "the agent presses 2": lambda board, held: answering.agent_rejects(board, held),
    "no key is pressed": lambda board, held: answering.agent_does_not_press_a_key(board, held),
    "the parties meet": lambda board, held: answering.parties_meet(board, "CA1"),
    **{f"{kind} {LATE}": _due(kind) for kind in ("widen", "offer", "ring", "bring", "wrap", "pause", "presence")},
}


@pytest.fixture
def raw(valkey_url: str) -> Iterator[Redis]:
    client = Redis.from_url(valkey_url)
    yield client
    client.close()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.__name__)
def test_a_flow_interrupted_anywhere_breaks_nothing(house: House, raw: Redis, world: Callable[[House], None]) -> None:
    stage = Stage(house, raw, world)
    number = len(world.__name__)
    for name, flow in FLOWS.items():
        for act in ACTS:
            number += 1
            if number % ONE_IN == 0:
                try:
                    _at_every_step(stage, flow, MUCH_LATER if name.endswith(LATE) else NOW, act)
                except AssertionError as broken:
                    raise AssertionError(f"{name}, in between {act}: {broken}") from broken


def _at_every_step(stage: Stage, flow: Flow, at: float, act: Act) -> None:
    step, interrupted = 1, True
    while interrupted:
        stage.kept.bring_back(stage.start)
        interrupted = _interrupted(stage, flow, at, act, step)
        step += 1


def _interrupted(stage: Stage, flow: Flow, at: float, act: Act, step: int) -> bool:
    """False when the flow has no such step."""
    now = stage.house.at(max(at, act.at))
    told: list[Moves] = []

    def interrupt() -> None:
        answer = act.does(stage.house, stage.held, now, "")
        told.extend([answer] if isinstance(answer, Moves) else [])

    jobs = NotedJobs()
    floor = InterruptedFloor(stage.floor, at=step, interrupt=interrupt)
    flow(switchboard(floor, jobs, Policy(), now), stage.held)
    after = stage.rules(now)
    after.check(sweeping=True)
    _everybody_is_rung_or_let_go(stage, after, jobs, told)
    return floor.was_interrupted


def _everybody_is_rung_or_let_go(stage: Stage, after: FloorRules, jobs: NotedJobs, told: list[Moves]) -> None:
    old = {held.id: held for held in stage.at_start.reservations.values()}
    rung = {*jobs.rung, *(offer.id for moves in told for offer in moves.offers)}
    let_go = {*jobs.cancelled, *(each.id for moves in told for each in moves.cancels)}
    for held in after.reservations.values():
        assert held.state != "offered" or held.id in rung | set(old), f"nobody was told to ring {held}"
    for each in filter(None, map(stage.floor.reservation, {*old, *rung})):
        was_open = each.id not in old or old[each.id].state in OPEN
        if each.state in ("failed", "withdrawn") and each.why not in NO_LEG and was_open:
            assert each.id in let_go, f"nobody was told to let go of {each}"
