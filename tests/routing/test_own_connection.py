"""Each thread has a connection of its own, alive when it is used and never with somebody else's answer on it."""

import os
import threading

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisGone
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as TooSlow

from routing.floor_client import floor_client
from routing.own_connection import OwnConnections


@pytest.fixture
def client(redis: Redis, valkey_url: str) -> OwnConnections:
    return floor_client(valkey_url)


def own_id(client: OwnConnections) -> int:
    return int(client.client_id())


def test_a_thread_keeps_its_connection_and_shares_it_with_nobody(client: OwnConnections) -> None:
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.extend([own_id(client), own_id(client)]))
    thread.start()
    thread.join()
    assert seen[0] == seen[1] != own_id(client) == own_id(client)


def test_a_connection_the_server_closed_meanwhile_costs_no_command(client: OwnConnections, redis: Redis) -> None:
    before = own_id(client)
    redis.client_kill_filter(_id=str(before))
    assert own_id(client) != before


def test_an_answer_that_came_too_late_is_never_taken_for_another(client: OwnConnections, redis: Redis) -> None:
    client.set("known", "right")
    redis.client_pause(1_400)
    with pytest.raises(TooSlow):
        client.get("unknown")
    redis.client_unpause()
    assert client.get("known") == "right"


def test_an_answer_nobody_asked_for_is_not_taken_for_one(client: OwnConnections) -> None:
    client.set("known", "right")
    connection = client._own.connection
    connection.send_command("ECHO", "left over")
    client._own.watch.poll(1000)
    assert client.get("known") == "right"


def test_a_refusal_in_a_batch_leaves_the_other_answers_in_their_places(client: OwnConnections) -> None:
    client.set("text", "word")
    pipeline = client.pipeline(transaction=False)
    pipeline.get("text")
    pipeline.zcard("text")
    pipeline.get("text")
    first, refusal, last = pipeline.execute(raise_on_error=False)
    assert (first, last) == ("word", "word") and isinstance(refusal, ResponseError)
    pipeline.zcard("text")
    with pytest.raises(ResponseError):
        pipeline.execute()
    assert client.get("text") == "word"


def test_a_child_process_does_not_talk_on_its_parents_connection(client: OwnConnections) -> None:
    ours = own_id(client)
    child = os.fork()
    if child == 0:
        os._exit(0 if own_id(client) != ours else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert own_id(client) == ours


def test_where_nobody_listens_the_trouble_is_told_at_once() -> None:
    with pytest.raises(RedisGone):
        floor_client("/nowhere/valkey.sock").get("a")
