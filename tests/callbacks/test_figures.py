"""The clock counts what queues did in the last hour; callers are told waits from that, or that we cannot tell."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import select

from callbacks.callback import Callback
from callbacks.figures import DUE_WITHIN, figures_of, keep_figures, owner_free_in
from cases.case import Case
from cases.promise import make_promise
from records.database import writing
from records.handling import Handling
from routing.plan import Plan, Step
from routing.queue_figures import FRESH, QueueFigures
from tests.journeys.test_trouble import AYSE, MEHMET, answers, calls, signs_in
from tests.world import World


def finished(world: World, calls: int, *, ago: float = 60, queue: str = "destek", **seconds: float) -> None:
    """So many calls of that queue, of ten seconds of ringing, four minutes of talk and fifty seconds of wrap-up."""
    at = world.clock() - timedelta(seconds=ago)
    usual: dict[str, Any] = {"ring_seconds": 10.0, "talk_seconds": 240.0, "wrap_up_seconds": 50.0, **seconds}
    with writing(world.voice.database) as session:
        session.add_all(
            Handling(reservation=f"{queue}{ago}-{n}", call=f"CA{n}", agent_id="x", queue=queue, answered_at=at,
                     left_at=at, wrapped_up_at=at, ended_by="caller", **usual)
            for n in range(calls)
        )  # fmt: skip


def owed(
    world: World,
    phone: str,
    place_at: datetime,
    queue: str = "destek",
    state: str = "scheduled",
    due_in: timedelta = timedelta(),
) -> None:
    due = world.clock() + due_in
    with writing(world.voice.database) as session:
        number = session.scalars(select(Case.number)).first() or ""
        promise = make_promise(session, case_number=number, kind="callback", what=phone, due_at=due,
                               by_agent=None, now=world.clock())  # fmt: skip
        session.add(
            Callback(id=phone, phone=phone, queue=queue, language="tr", case_number=number, promise_id=promise.id,
                     call="CA", state=state, place_at=place_at, not_before=due, due_at=due, made_at=world.clock(),
                     ended_at=None if state == "scheduled" else due)
        )  # fmt: skip


@pytest.fixture
def queue(world: World) -> str:
    return world.voice.policy.default_queue


def test_the_clock_keeps_the_means_of_the_last_hour(world: World, queue: str) -> None:
    finished(world, 3, queue=queue)
    finished(world, 1, queue=queue, ago=3000, talk_seconds=480.0)
    finished(world, 9, queue=queue, ago=3700)
    world.advance(6)
    known = figures_of(world.voice, queue)
    assert known is not None
    assert (known.samples, known.ring_seconds, known.talk_seconds, known.wrap_up_seconds) == (4, 10, 300, 50)
    assert known.handle_seconds == 360


def test_figures_nobody_renewed_are_not_believed(world: World, queue: str) -> None:
    now = world.clock()
    for age, believed in ((FRESH, True), (FRESH + timedelta(seconds=1), False)):
        world.voice.floor.keep_figures({queue: QueueFigures(queue=queue, at=now - age).facts()})
        assert (figures_of(world.voice, queue) is not None) is believed


def test_before_anybody_counted_and_without_a_floor_we_cannot_tell(world: World, redis: Redis, queue: str) -> None:
    world.voice.floor.keep_figures({})
    assert figures_of(world.voice, queue) is None
    redis.execute_command("CLIENT", "PAUSE", 1_000, "ALL")
    assert figures_of(world.voice, queue) is None
    assert free_in(world) is None


def test_callbacks_we_owe_count_by_queue_and_place(world: World, queue: str) -> None:
    place = world.clock()
    for number, (seconds, state) in enumerate(
        ((-60, "scheduled"), (-30, "kept"), (-20, "scheduled"), (5, "scheduled"))
    ):
        owed(world, f"+90532000000{number}", place + timedelta(seconds=seconds), queue, state)
    owed(world, "+905320000009", place - timedelta(seconds=60), "elsewhere")
    keep_figures(world.voice)
    known = figures_of(world.voice, queue)
    assert known is not None
    assert known.callbacks_before(place) == 2


def test_a_callback_of_tomorrow_keeps_nobody_waiting_today(world: World, queue: str) -> None:
    place = world.clock()
    for number, due_in in enumerate((timedelta(hours=-1), DUE_WITHIN, DUE_WITHIN + timedelta(minutes=1))):
        owed(world, f"+90532000000{number}", place - timedelta(seconds=60), queue, due_in=due_in)
    keep_figures(world.voice)
    known = figures_of(world.voice, queue)
    assert known is not None
    assert known.callbacks_before(place) == 2, "one overdue, one due in an hour"


def test_an_agent_of_two_queues_in_use_weighs_half_in_each(world: World) -> None:
    names = list(world.voice.policy.queues)
    floor, now = world.voice.floor, world.clock()
    lines = {"a": [names[0]], "b": [names[0], names[1]], "c": [names[1]], "d": [names[2]]}
    for agent, queues in lines.items():
        floor.agent_presence(agent, state="ready", lines=[f"queue:{name}/1" for name in queues],
                             until=now + timedelta(hours=1), endpoint="phone", now=now)  # fmt: skip
    for name in names[:2]:
        finished(world, 1, queue=name)
    keep_figures(world.voice)
    weights = [known.agents for name in names[:3] if (known := figures_of(world.voice, name)) is not None]
    assert weights == [1.5, 1.5, 1.0]


def test_a_queue_that_nobody_calls_takes_no_agent_from_another(world: World) -> None:
    names = list(world.voice.policy.queues)
    now = world.clock()
    world.voice.floor.agent_presence("a", state="ready", lines=[f"queue:{name}/1" for name in names[:2]],
                                     until=now + timedelta(hours=1), endpoint="phone", now=now)  # fmt: skip
    finished(world, 1, queue=names[0])
    keep_figures(world.voice)
    used, unused = (figures_of(world.voice, name) for name in names[:2])
    assert used is not None and unused is not None
    assert (used.agents, unused.agents) == (1.0, 0.5)


def free_in(world: World) -> float | None:
    return owner_free_in(world.voice, "ayse")


def test_an_owner_is_free_in_what_is_left_of_the_call_its_wrap_up_and_their_own_line(world: World, queue: str) -> None:
    finished(world, 9, queue=queue)
    assert free_in(world) is None
    signs_in(world, "ayse")
    assert free_in(world) == 0
    answers(world, AYSE, "Ayşe")
    calls(world, MEHMET, "Mehmet")
    world.advance(1)
    for _ in range(40):
        if world.voice.floor.agent("ayse").state == "talking":
            break
        world.advance(0.5)
    assert free_in(world) == 240 + 50
    floor, now = world.voice.floor, world.clock()
    own = Plan(steps=(Step(after_seconds=0, line="agent:ayse", why="owner"),), queue=queue, owner="ayse")
    floor.caller_waits("CA-second", plan=own, place_at=now, now=now)
    assert free_in(world) == 240 + 50 + 300
    floor.caller_leaves("CA-second", why="hung_up", now=now)
    for _ in range(40):
        if world.voice.floor.agent("ayse").state == "wrap_up":
            break
        world.advance(0.5)
    assert 0 < (free_in(world) or 0) <= 50


def test_an_owner_who_is_paused_is_free_when_the_pause_is_over(world: World) -> None:
    signs_in(world, "ayse")
    world.voice.floor.agent_rests("ayse", seconds=90, reason="cool_down", now=world.clock())
    world.advance(30)
    assert free_in(world) == 60


def test_an_owner_who_goes_to_lunch_afterwards_is_waited_for_by_nobody(world: World, queue: str) -> None:
    finished(world, 9, queue=queue)
    signs_in(world, "ayse")
    signs_in(world, "ayse", "not_ready")
    assert free_in(world) is None


def test_of_a_busy_owner_whose_queues_were_not_called_we_cannot_tell(world: World) -> None:
    signs_in(world, "ayse")
    own = Plan(steps=(Step(after_seconds=0, line="agent:ayse", why="owner"),), queue="main", owner="ayse")
    world.voice.floor.caller_waits("CA-first", plan=own, place_at=world.clock(), now=world.clock())
    keep_figures(world.voice)
    assert free_in(world) is None
