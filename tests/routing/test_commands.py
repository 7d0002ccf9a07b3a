"""Commands, the wire, the stream and the stored answers."""

import socket
import threading
import time
from collections.abc import Callable

import pytest
from redis import Redis

from routing.errors import FloorUnavailable
from routing.floor import Floor
from routing.floor_client import FLOOR_BUDGET_SECONDS, floor_client
from routing.plan import Plan
from routing.remembered import Remembered
from routing.reservation import Reservation
from tests.routing.house import EVERYBODY, House


def test_a_command_given_again_answers_the_same_and_does_nothing(house: House) -> None:
    house.signs_in("ayse")
    first = house.calls("CA1", 1, op="op1")
    told = house.floor.happenings()
    assert house.calls("CA1", 5, op="op1") == first
    assert house.floor.happenings() == told


def test_an_acceptance_given_again_is_still_an_acceptance(house: House) -> None:
    house.signs_in("ayse")
    [offer] = house.calls("CA1").offers
    first = house.floor.agent_accepts(offer.id, now=house.at(1), op="op1")
    assert first is not None
    assert house.floor.agent_accepts(offer.id, now=house.at(500), op="op1") == first


def test_scripts_come_back_after_redis_forgot_them(house: House, redis: Redis) -> None:
    redis.script_flush()
    assert house.calls("CA1").changed


def test_what_happened_is_read_in_order_and_forgotten_once_written(house: House) -> None:
    house.floor.note("visited", call="CA1", data={"node": "açılış"}, now=house.at(1))
    house.floor.note("identified", call="CA1", now=house.at(2))
    first, second = house.floor.happenings()
    assert (first.kind, first.call, first.at, first.data) == ("visited", "CA1", house.at(1), {"node": "açılış"})
    assert (first.agent, first.reservation) == (None, None)
    house.floor.forget([first.entry])
    assert house.floor.happenings() == [second]
    house.floor.forget([])
    assert house.floor.happenings(limit=1) == [second]


def test_every_event_has_an_id_of_its_own(house: House) -> None:
    house.signs_in("ayse")
    house.calls("CA1")
    house.floor.note("visited", now=house.at(1))
    ids = [event.id for event in house.floor.happenings()]
    assert len(ids) == len(set(ids)) == 5


def test_the_waiting_event_says_all_that_is_needed_to_restore_the_caller(house: House) -> None:
    house.calls("CA1", 5, place=1, boost_seconds=2)
    [event] = [event for event in house.floor.happenings() if event.kind == "waiting"]
    place = int(house.at(1).timestamp() * 1000)
    assert event.data == {
        "place_at": place,
        "score": place - 2000,
        "queue": "main",
        "plan": [[0, "queue:main/1", "ring"]],
        "owner": "",
    }


def test_the_first_answer_to_a_webhook_is_the_answer(house: House) -> None:
    assert house.floor.answer("CA1", "inbound").body is None
    assert house.floor.keep_answer("CA1", "inbound", "<Response/>", now=house.at(0)) == "<Response/>"
    assert house.floor.keep_answer("CA1", "inbound", "<Other/>", now=house.at(1)) == "<Response/>"
    assert house.floor.answer("CA1", "inbound").body == "<Response/>"
    [event] = house.floor.happenings()
    assert (event.kind, event.call, event.data) == (
        "webhook_answer",
        "CA1",
        {"key": "inbound", "body": "<Response/>"},
    )


def test_a_call_that_was_never_answered_before_is_remembered_whole_while_this_floor_lives(house: House) -> None:
    house.floor.keep_answer("CA1", "inbound", "<Response/>", now=house.at(0), whole=True)
    house.floor.keep_answer("CA2", "inbound", "<Response/>", now=house.at(0))
    assert house.floor.answer("CA1", "flow") == Remembered(whole=True)
    assert house.floor.answer("CA2", "flow") == Remembered()
    house.floor.begin_epoch(2, now=house.at(1))
    house.floor.keep_answer("CA1", "flow", "<Response/>", now=house.at(2), whole=True)
    assert house.floor.answer("CA1", "other") == Remembered()


def test_what_was_noted_while_an_answer_was_made_is_written_with_it(house: House) -> None:
    note = ("arrived-1", house.at(-1), "arrived", "CA1", {"from": "ığ"})
    house.floor.keep_answer("CA1", "inbound", "<Response/>", now=house.at(0), notes=[note])
    house.floor.keep_answer("CA1", "inbound", "<Other/>", now=house.at(0), notes=[note])
    arrived = [event for event in house.floor.happenings() if event.kind == "arrived"]
    assert [(event.id, event.at, event.call, event.data) for event in arrived] == [
        ("arrived-1", house.at(-1), "CA1", {"from": "ığ"})
    ] * 2


def test_a_webhook_of_a_call_that_is_over_learns_so(house: House) -> None:
    house.calls("CA1")
    assert not house.floor.answer("CA1", "inbound").over
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(1))
    assert house.floor.answer("CA1", "inbound").over


def test_answers_and_notes_are_kept_even_when_the_floor_is_lost(house: House, redis: Redis) -> None:
    redis.flushall()
    assert house.floor.keep_answer("CA1", "inbound", "<Response/>", now=house.at(0)) == "<Response/>"
    house.floor.note("visited", call="CA1", now=house.at(1))
    assert len(house.floor.happenings()) == 2


def test_deadlines_are_never_early_and_stay_until_moved(house: House) -> None:
    house.floor.set_deadline("ring", "r1", at=house.at(5))
    house.floor.set_deadline("ring", "r:2", at=house.at(4))
    assert house.due(3.999) == []
    assert house.due(5) == house.due(6) == [("ring", "r:2"), ("ring", "r1")]
    assert house.floor.next_deadline() == house.at(4)
    house.floor.clear_deadline("ring", "r:2")
    house.floor.set_deadline("ring", "r1", at=house.at(9))
    assert house.due(6) == []
    house.floor.clear_deadline("ring", "r1")
    assert house.floor.next_deadline() is None


def test_a_refused_connection_is_a_floor_unavailable(new_id: Callable[[], str], house: House) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    floor = Floor(floor_client(f"redis://127.0.0.1:{port}"), site="centre", new_id=new_id)
    with pytest.raises(FloorUnavailable):
        floor.caller_waits("CA1", plan=EVERYBODY, place_at=house.at(0), now=house.at(0))
    with pytest.raises(FloorUnavailable):
        floor.call("CA1")


def test_a_silent_redis_costs_a_quarter_of_a_second_and_one_try(new_id: Callable[[], str], house: House) -> None:
    connections = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        threading.Thread(target=lambda: connections.append(server.accept()), daemon=True).start()
        floor = Floor(floor_client(f"redis://127.0.0.1:{server.getsockname()[1]}"), site="centre", new_id=new_id)
        begun = time.monotonic()
        with pytest.raises(FloorUnavailable):
            floor.caller_leaves("CA1", why="hung_up", now=house.at(0))
        assert FLOOR_BUDGET_SECONDS * 0.9 < time.monotonic() - begun < FLOOR_BUDGET_SECONDS * 3
    assert len(connections) == 1
    connections[0][0].close()


def test_many_threads_racing_never_bind_an_agent_or_a_call_twice(
    house: House, valkey_url: str, new_id: Callable[[], str]
) -> None:
    """F21: sixty callers and thirty agents come at once from twelve threads; acceptances race with the sweeper."""
    work = [("agent", f"a{n:02}") for n in range(30)] + [("call", f"CA{n:02}") for n in range(60)]
    floors = [Floor(floor_client(valkey_url), site="centre", new_id=new_id) for _ in range(12)]
    start = threading.Barrier(12)
    offers: list[Reservation] = []
    accepted: list[str] = []
    failed: list[str] = []

    def run(number: int) -> None:
        mine = House(floor=floors[number], clock=house.clock)
        start.wait()
        for kind, name in work[number::12]:
            moves = mine.signs_in(name) if kind == "agent" else mine.calls(name)
            offers.extend(moves.offers)
        start.wait()
        for offer in list(offers):
            if number % 2 and mine.floor.agent_accepts(offer.id, now=mine.at(1)):
                accepted.append(offer.id)
            if not number % 2 and mine.floor.offer_fails(offer.id, why="no_answer", now=mine.at(1)).changed:
                failed.append(offer.id)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(offers) == len({o.agent for o in offers}) == len({o.call for o in offers}) == 30
    assert len(accepted) + len(failed) == 30
    assert set(accepted).isdisjoint(failed)
    talking = {agent.id: agent.call for agent in house.floor.agents() if agent.call}
    assert len(talking) == len(set(talking.values())) == len(accepted)


def test_what_is_finished_does_not_pile_up_in_redis(house: House, redis: Redis) -> None:
    house.signs_in("ayse")
    house.fails(house.calls("CA1").offers[0], "rejected", 1)
    house.steps_out("ayse", 2)
    house.meets(house.signs_in("burak", 2).offers[0], 3)
    house.calls("CA2", 4, op="op1")
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(5))
    house.floor.caller_leaves("CA2", why="hung_up", now=house.at(6))
    house.floor.caller_leaves("CA3", why="hung_up", now=house.at(7))
    house.floor.keep_answer("CA1", "inbound", "<Response/>", now=house.at(8))
    kept = {str(key) for key in redis.scan_iter() if redis.ttl(key) < 0}
    root = "{centre}:"
    assert kept == {
        f"{root}{name}"
        for name in (
            "epoch", "journal", "live", "agents", "queues", "deadlines", "agent:ayse", "agent:burak",
            "present:agent:burak", "present:queue:main/1",
        )
    }  # fmt: skip


def test_sites_have_plain_names(redis: Redis, new_id: Callable[[], str]) -> None:
    with pytest.raises(ValueError, match="small letters"):
        Floor(redis, site="Şube*", new_id=new_id)


def test_a_plan_without_steps_is_refused(house: House) -> None:
    with pytest.raises(ValueError, match="without steps"):
        house.calls("CA1", plan=Plan(steps=(), queue="main"))


def test_a_moment_without_a_zone_is_refused(house: House) -> None:
    naive = house.at(0).replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        house.floor.caller_leaves("CA1", why="hung_up", now=naive)
