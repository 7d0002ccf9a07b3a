"""A slice of `make crashes`: real processes are killed in the middle of callbacks and transfers, each at a step of its
own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from callbacks.placing import Order, placed
from callbacks.proving import prove_attempts
from records.database import reading, writing
from records.owed_call import CALLBACK
from telephony.attempt import attempt, begin
from tests.crashes.house import House, house
from tests.crashes.story import followed, told
from tests.crashes.transfer_story import somebody_rings_in, transferred
from tests.journeys.test_trouble import MEHMET
from tests.world import World

BREAKS = {"ring.replied": "clock", "dial.intent": "lost", "dial.posted": "worker"}
"""Where, and what: of three callbacks that are due at once."""
OF_TRANSFERS = {"consulting.written": "worker", "web.customer": "worker", "agent_left.take_out": "emptied"}
"""Of three conversations in which a manager is asked for at once. Of the web, whoever answers is killed."""

SO_FEW = {"ring": "ring", "legs": "legs", "rooms 1": "rooms", "rooms 2": "rooms", "callbacks": "callbacks"}
"""Customers must not be alone for longer than a worker of rooms takes to start: there are two. A ring may wait."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house"), workers=SO_FEW) as one:
        yield one


@pytest.mark.timeout(240)
def test_workers_clock_and_redis_are_killed_while_we_call_and_everybody_is_rung_once_and_kept(running: House) -> None:
    stories = [told(running, number, *each) for number, each in enumerate(BREAKS.items(), start=1)]
    followed(running, *stories)
    faults = [fault for story in stories for fault in story.faults]
    assert not faults, (faults, stories, (running.folder / "log").read_text()[-4000:])
    assert {file.name for file in (running.folder / "fired").iterdir()} == set(BREAKS)
    keys = [str(key) for key in running.redis.keys("rq:*")]
    assert not [key for key in keys if "schedul" in key or "deferred" in key], "nothing waits for RQ's own scheduler"


@pytest.mark.timeout(240)
def test_worker_web_and_redis_break_in_warm_transfers_and_nobody_is_left_alone(
    running: House,
) -> None:
    stories = [somebody_rings_in(running, number, *each) for number, each in enumerate(OF_TRANSFERS.items(), start=1)]
    transferred(running, *stories)
    faults = [fault for story in stories for fault in story.faults]
    assert not faults, (faults, stories, (running.folder / "log").read_text()[-4000:])
    assert {file.name for file in (running.folder / "fired").iterdir()} >= set(OF_TRANSFERS)


def test_a_request_that_leaves_after_it_was_proven_not_made_rings_nobody(world: World) -> None:
    """Its process was frozen in the middle of it, for longer than proof takes."""
    board = world.voice
    world.sim.person(MEHMET, "Mehmet", never_answers=True)
    with writing(board.database) as session:
        intent = begin(session, token="late", kind=CALLBACK, subject="late", destination=MEHMET, now=world.clock())

    def frozen() -> None:
        world.clock.advance_to(world.clock() + timedelta(seconds=120))
        prove_attempts(board)

    world.sim.at_point("before rest POST /Calls", frozen)
    url = board.urls.callback_answer("late", "late")
    placed(board, intent, Order(url=url, fallback=url, status_callback=url, ring_seconds=30, longest_seconds=600))
    with reading(board.database) as session:
        assert attempt(session, "late").state == "not_made"
    assert [leg.to for leg in world.sim.live_legs()] == []
    assert len(world.sim.legs()) == 1
