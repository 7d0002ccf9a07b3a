"""Several workers take up the same callback at once, and something else happens between any two of their steps.

A step is a transaction, or the request to the network. `make diallers` walks a thousand orders of each set of
workers, which is every one of two that dial; `make test` some. Whatever the
order, the customer's telephone rings once at most.
"""

import itertools
import os
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final, cast

import pytest
from redis import Redis
from sqlalchemy import Engine, event, select

from callbacks.board import Board
from callbacks.callback import Callback, promise_kept_in_mind
from callbacks.dialler.cancelling import cancel_callback
from callbacks.dialler.changing import CallbackStands
from callbacks.dialler.customer_leg import dial
from callbacks.dialler.due import callback_is_due
from callbacks.dialler.leg_moves import look_at_leg
from callbacks.dialler.rang_in import customer_rings_in
from callbacks.dialler.rules import BreakerRules, BudgetRules, DiallerRules, LegRules
from cases.case import Case
from cases.promise import make_promise
from records.database import reading, writing
from routing.answering import agent_accepts, leg_is_answered
from routing.leaving import agent_leaves
from routing.lines import ring_lines
from telephony.attempt import OPEN, AttemptRow
from tests.flows import centre_with, world_with
from tests.journeys.test_callbacks_in_line import FLOW, MORNING
from tests.journeys.test_rings_in_between import Stepwise
from tests.world import World

MOST: Final = int(os.environ.get("DIALLERS", "30"))
"""Orders of two who dial that are walked; of other sets a few, where nobody asks for more."""
SEED: Final = int(os.environ.get("DIALLERS_SEED", "1"))
RULES = DiallerRules(
    leg=LegRules(detect_machines=False),
    budgets=BudgetRules(per_number_a_day=0, per_block_an_hour=0),
    breaker=BreakerRules(least_calls=10**6),
)
Work = Callable[[Board, "Owed"], Any]
LEG: Final = "CA" + "a" * 32


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A callback whose agent has accepted and stands in the room."""

    id: str
    phone: str
    reservation: str


class Turns:
    """Workers that go on one at a time, each by one step, in the order they are told."""

    def __init__(self) -> None:
        self.failed: list[BaseException] = []
        self.over: list[bool] = []
        self._mine = threading.local()
        self._may: list[threading.Semaphore] = []
        self._paused = threading.Semaphore(0)

    def walk(self, works: Sequence[Callable[[], Any]], order: Sequence[int]) -> tuple[list[int], list[list[int]]]:
        """In this order, and then each of the others to its end. Returns whose turns it was, and whose it might have
        been."""
        threads = [threading.Thread(target=self._run, args=(n, work), daemon=True) for n, work in enumerate(works)]
        self.over = [False for _ in works]
        self._may = [threading.Semaphore(0) for _ in works]
        for thread in threads:
            thread.start()
            self._paused.acquire()
        taken: list[int] = []
        might: list[list[int]] = []
        while ready := [number for number, over in enumerate(self.over) if not over]:
            might.append(ready)
            taken.append(order[len(taken)] if len(taken) < len(order) else ready[0])
            self._may[taken[-1]].release()
            self._paused.acquire()
        return taken, might

    def step(self) -> None:
        """A worker is about to do something: it waits for its turn, unless others would wait for it meanwhile."""
        number = getattr(self._mine, "number", None)
        if number is not None and not self._mine.inside:
            self._paused.release()
            self._may[number].acquire()

    def begins(self, *_: Any) -> None:
        self.step()
        self._mine.inside = getattr(self._mine, "inside", 0) + 1

    def ends(self, *_: Any) -> None:
        self._mine.inside -= 1

    def _run(self, number: int, work: Callable[[], Any]) -> None:
        self._mine.number, self._mine.inside = number, 0
        try:
            self.step()
            work()
        except BaseException as trouble:  # noqa: BLE001  # told by the test's own thread
            self.failed.append(trouble)
        self.over[number] = True
        self._paused.release()


class Bench:
    """One world in which callback after callback is brought to where two of us would dial it."""

    def __init__(self, world: World) -> None:
        self.world, self.numbers = world, itertools.count(1)

    def owed(self) -> Owed:
        number, voice = next(self.numbers), self.world.voice
        self.world.clock.advance(2)
        name, agent, phone = f"two-{number}", f"agent{number}", f"+90532{number:03}0000"
        self._promised(name, phone)
        lines = ring_lines(voice.policy.queue("destek"))
        until = voice.clock() + timedelta(hours=8)
        voice.floor.agent_presence(
            agent, state="ready", lines=lines, until=until, endpoint="browser", now=voice.clock()
        )
        callback_is_due(voice, name)
        known = voice.floor.agent(agent)
        assert known is not None and known.reservation
        leg_is_answered(voice, known.reservation, leg=LEG)
        assert agent_accepts(voice, known.reservation, leg=LEG)
        return Owed(id=name, phone=phone, reservation=known.reservation)

    def _promised(self, name: str, phone: str) -> None:
        now = self.world.clock()
        with writing(self.world.voice.database) as session:
            session.add(Case(number=name, status="open", opened_at=now, last_touched_at=now))
            session.flush()
            promise = make_promise(
                session, case_number=name, kind="callback", what="x", due_at=now + timedelta(hours=3), by_agent=None,
                now=now,
            )  # fmt: skip
            callback = Callback(id=name, phone=phone, queue="destek", language="tr", case_number=name, call="",
                                place_at=now)  # fmt: skip
            promise_kept_in_mind(session, promise, callback)

    def goes(self, works: Sequence[Work], order: Sequence[int], owed: Owed) -> tuple[list[int], list[list[int]]]:
        turns = Turns()
        twilio = cast(Any, Stepwise(self.world.voice.twilio, cast(Any, turns.step)))
        board: Board = replace(self.world.voice, twilio=twilio)
        event.listen(board.database, "checkout", turns.begins)
        event.listen(board.database, "checkin", turns.ends)
        try:
            return turns.walk([lambda work=work: work(board, owed) for work in works], order)  # type: ignore[misc]
        finally:
            event.remove(board.database, "checkout", turns.begins)
            event.remove(board.database, "checkin", turns.ends)
            assert turns.failed == [], (order, turns.failed)

    def rings(self, owed: Owed) -> int:
        return sum(1 for leg in self.world.sim.legs() if leg.to == owed.phone)

    def attempts(self, owed: Owed) -> list[AttemptRow]:
        with reading(self.world.voice.database) as session:
            return list(session.scalars(select(AttemptRow).where(AttemptRow.subject == owed.id)))

    def row(self, owed: Owed) -> Callback:
        with reading(self.world.voice.database) as session:
            return session.get_one(Callback, owed.id)

    def nobody_rings_in_vain(self, owed: Owed, told: object) -> None:
        """A telephone that rings for what is over, or held, has been told to stop."""
        row = self.row(owed)
        if row.over or row.held_by:
            live = [leg for leg in self.world.sim.live_legs() if leg.to == owed.phone]
            assert not live, told

    def is_over(self, owed: Owed) -> None:
        """The agent and what rings are out of the way of the next one."""
        now, voice = self.world.clock(), self.world.voice
        agent = f"agent{owed.id.removeprefix('two-')}"
        if (stay := self.row(owed).floor_call) is not None:
            voice.floor.caller_leaves(stay, why="test", now=now)
        voice.floor.agent_presence(agent, state="logged_out", lines=(), until=now, endpoint="browser", now=now)


@pytest.fixture
def bench(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[Bench]:
    with world_with(database_url, valkey_url, replace(centre_with(FLOW), dialler=RULES)) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield Bench(world)


def dials(board: Board, owed: Owed) -> None:
    dial(board, owed.id)


def looks(board: Board, owed: Owed) -> None:
    callback_is_due(board, owed.id)


def sees_to_the_leg(board: Board, owed: Owed) -> None:
    look_at_leg(board, owed.id)


def the_agent_leaves(board: Board, owed: Owed) -> None:
    agent_leaves(board, owed.reservation, by="agent")


def ops_cancel(board: Board, owed: Owed) -> None:
    with suppress(CallbackStands):
        cancel_callback(board, owed.id, who="zeynep", reason="test", tell=False)


def the_window_moves(board: Board, owed: Owed) -> None:
    with writing(board.database) as session:
        session.get_one(Callback, owed.id, with_for_update=True).not_before = board.clock() + timedelta(hours=2)


def the_customer_rings_in(board: Board, owed: Owed) -> None:
    customer_rings_in(board, "CA" + owed.id[-4:].rjust(32, "0"), phone=owed.phone, customers=())


SETS: Final[dict[str, tuple[Work, ...]]] = {
    "two dial": (dials, dials),
    "three dial": (dials, dials, dials),
    "one dials, one looks": (dials, looks),
    "one dials, others look at it and at its leg": (dials, looks, sees_to_the_leg),
    "the agent leaves": (dials, dials, the_agent_leaves),
    "ops cancel": (dials, dials, ops_cancel),
    "the window moves": (dials, dials, the_window_moves),
    "the customer rings in": (dials, dials, the_customer_rings_in),
}
NOBODY_ELSE: Final = ("two dial", "three dial", "one dials, one looks", "one dials, others look at it and at its leg")


def orders(walk: Callable[[Sequence[int]], tuple[list[int], list[list[int]]]], most: int) -> int:
    """Every order there is; where there are more than `most`, so many of them, spread by chance. How many it were."""
    chance, walked = random.Random(SEED), 0
    branches: list[tuple[int, ...]] = [()]
    while branches and walked < most:
        order = branches.pop(chance.randrange(len(branches)))
        taken, might = walk(order)
        walked += 1
        for at in range(len(order), len(taken)):
            branches += [(*taken[:at], other) for other in might[at] if other != taken[at]]
    return walked


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", SETS)
def test_in_whatever_order_they_go_on_the_telephone_rings_once(bench: Bench, name: str) -> None:
    def walk(order: Sequence[int]) -> tuple[list[int], list[list[int]]]:
        owed = bench.owed()
        answer = bench.goes(SETS[name], order, owed)
        told = (name, answer[0])
        bench.world.settle()
        tried = bench.attempts(owed)
        assert sum(1 for one in tried if one.state in OPEN) <= 1, told
        assert bench.rings(owed) == sum(1 for one in tried if one.posted_at is not None) <= 1, told
        if name in NOBODY_ELSE:
            assert bench.rings(owed) == len(tried) == 1, told
        bench.nobody_rings_in_vain(owed, told)
        bench.is_over(owed)
        return answer

    assert orders(walk, MOST if name == "two dial" or "DIALLERS" in os.environ else 4) > 1
