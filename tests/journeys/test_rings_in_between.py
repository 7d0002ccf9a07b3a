"""The customer rings in between any two steps of a dial: one conversation comes of it, and nothing is lost.

A step is whatever a job does to SQL, the floor or the network. `make ringing-in` takes every one of them on both
databases, `make test` some.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final, cast

import pytest
from redis import Redis
from sqlalchemy import Engine, event

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.dialler.customer_leg import dial
from callbacks.dialler.due import callback_is_due
from callbacks.legs import bring
from callbacks.ringing import ring
from cases.promise import Promise
from records.database import reading
from simulator import Caller, transcript
from tests.flows import centre_with, world_with
from tests.journeys.test_callbacks_in_line import MORNING, callback, promised
from tests.journeys.test_customer_rings_in import FLOW, ayse_presses, rings_in, until
from tests.journeys.test_trouble import AYSE, MEHMET, dialled, outcome, signs_in
from tests.world import World

MOST: Final[dict[str, int]] = {"due": 16, "ring": 16, "bring": 10, "dial": 16}
"""Steps of each job, and some that it has not: then they ring in as soon as it is done."""
EVERY: Final = [(job, step) for job, most in MOST.items() for step in range(1, most + 1)]
CHOSEN: Final = EVERY if os.environ.get("RINGING_IN") == "all" else EVERY[7::18]


class Step:
    """Counts what is done from here on, outside of transactions: in them others wait for their turn. Before the step
    number `at` something happens, once."""

    def __init__(self, at: int, happens: Callable[[], None]) -> None:
        self.at, self.happens, self.done, self.counts, self.inside = at, happens, 0, False, 0

    def __call__(self) -> None:
        if not self.counts or self.inside:
            return
        self.done += 1
        if self.done == self.at:
            self.counts = False
            self.happens()
            self.happens, self.counts = lambda: None, True

    def begins(self, *_: Any) -> None:
        self()
        self.inside += self.counts

    def ends(self, *_: Any) -> None:
        self.inside -= self.counts


class Stepwise:
    """Something that is asked, each question a step."""

    def __init__(self, asked: Any, step: Step) -> None:
        self._asked, self._step = asked, step

    def __getattr__(self, name: str) -> Any:
        known = getattr(self._asked, name)
        if not callable(known):
            return known

        def ask(*args: Any, **facts: Any) -> Any:
            self._step()
            return known(*args, **facts)

        return ask


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        world.clock.advance_to(MORNING)
        world.settle()
        yield world


def rings_in_at(world: World, job: Callable[[Board], None], at: int) -> Caller:
    """Before that step of the job, or when it is done."""
    came: list[Caller] = []

    def now() -> None:
        came.append(rings_in(world))
        world.sim.run_due()

    step = Step(at, now)
    board = replace(world.voice, floor=cast(Any, Stepwise(world.voice.floor, step)),
                    twilio=cast(Any, Stepwise(world.voice.twilio, step)))  # fmt: skip
    event.listen(world.voice.database, "checkout", step.begins)
    event.listen(world.voice.database, "checkin", step.ends)
    step.counts = True
    try:
        job(board)
    finally:
        step.counts = False
        event.remove(world.voice.database, "checkout", step.begins)
        event.remove(world.voice.database, "checkin", step.ends)
    step.happens()
    return came[0]


def stay_of(world: World, name: str) -> str:
    return str(callback(world, name).floor_call)


def reservation_of(world: World, name: str) -> str:
    known = world.voice.floor.call(stay_of(world, name))
    assert known and known.reservation
    return known.reservation


def before(world: World, job: str) -> tuple[str, Callable[[Board], None]]:
    """The callback, as far as it is when this job is asked for; and the job."""
    ayse_presses(world, after_hearing="Kabul")
    world.sim.person(MEHMET, "Mehmet's phone", answers_after=6)
    if job == "due":
        signs_in(world, "ayse")
        world.workers_away = True
        name = promised(world)
        return name, lambda board: callback_is_due(board, name)
    name = promised(world)
    world.advance(2)
    world.workers_away = True
    signs_in(world, "ayse")
    offer = reservation_of(world, name)
    if job == "ring":
        return name, lambda board: ring(board, offer)
    ring(world.voice, offer)
    until(world, lambda: world.voice.floor.reservation(offer).state == "accepted")
    stay = stay_of(world, name)
    if job == "bring":
        return name, lambda board: bring(board, stay)
    return name, lambda board: dial(board, name)


def promise_of(world: World, known: Callback) -> Promise:
    with reading(world.voice.database) as session:
        return session.get_one(Promise, known.promise_id)


@pytest.mark.timeout(600)
@pytest.mark.both_databases
@pytest.mark.parametrize(("job", "step"), CHOSEN, ids=str)
def test_one_conversation_comes_of_it_whenever_they_ring_in(world: World, job: str, step: int) -> None:
    name, does = before(world, job)
    caller = rings_in_at(world, does, step)
    rang = dialled(world, MEHMET)
    world.workers_away = False
    world.advance(45)
    told = transcript(world.sim.trace)
    assert caller.failures == [] and outcome(world, caller) == ("answered", "ayse"), told
    ours = [leg for leg in world.sim.legs() if leg.to == MEHMET]
    assert len(ours) == dialled(world, MEHMET) <= max(rang, 1), "no phone rings for us after they reached us"
    assert all(leg.is_over and leg.answered_at is None for leg in ours), told
    assert dialled(world, AYSE) <= 2, "her phone rang for the callback, and at most once more for their call"
    known = callback(world, name)
    assert (known.state, known.why) == ("released", "rang_in"), told
    assert promise_of(world, known).status == "released"
