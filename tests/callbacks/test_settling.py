"""What became of a message nobody told us of is asked of Twilio's list."""

import pytest

from cases.message import MessageRow
from records.database import reading, writing
from tests.callbacks.test_outbox import READER, received, state, written
from tests.world import World


def callbacks_are_lost(world: World) -> None:
    world.sim.fault("callback_lost", times=50)


def test_a_message_whose_answer_and_callbacks_were_lost_is_found_in_the_list(world: World) -> None:
    callbacks_are_lost(world)
    world.sim.fault("create_then_500", only="Messages")
    written(world)
    world.advance(20)
    assert state(world) == "unknown"
    world.advance(100)
    assert state(world) == "delivered" and len(received(world)) == 1
    with reading(world.voice.database) as session:
        assert session.get_one(MessageRow, "m1").sid == world.sim.messages()[-1].sid


def test_what_the_list_does_not_show_has_never_left_and_the_owner_learns_of_it(world: World) -> None:
    written(world)
    with writing(world.voice.database) as session:
        row = session.get_one(MessageRow, "m1")
        row.state, row.posted_at, row.case_number = "unknown", world.clock(), "4812"
    world.advance(300)
    assert state(world) == "unknown", "the list may be late"
    world.advance(400)
    assert state(world) == "not_sent" and received(world) == []
    _, notices = world.ask("GET", "/api/v1/agents/ayse/notices", key=world.key)
    assert [one["kind"] for one in notices["items"]] == ["message_undelivered"]


@pytest.mark.parametrize("body", ["Yarın geliyoruz", "Yarın 10-12 arasında geliyoruz. Kod 1"])
def test_another_message_to_the_same_reader_proves_nothing(world: World, body: str) -> None:
    world.voice.twilio.send_message(to=READER, body=body, status_callback="http://127.0.0.1:4440/x", lives_seconds=60)
    written(world)
    with writing(world.voice.database) as session:
        row = session.get_one(MessageRow, "m1")
        row.state, row.posted_at = "unknown", world.clock()
    world.advance(120)
    assert state(world) == "unknown"
