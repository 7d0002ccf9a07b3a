"""A text message leaves once, whatever breaks on the way; who wants none gets none."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from callbacks.outbox import hand_over_messages, send
from cases.message import REQUEST_TIME, Draft, MessageRow, claim_message, message_fares, write_message
from cases.opt_out import is_opted_out, opt_out, wish_in
from records.database import reading, writing
from simulator import Killed
from simulator.trouble.faults import FaultKind
from tests.world import World

READER = "+905321234567"


def written(world: World, name: str = "m1", lives_for: timedelta = timedelta(hours=1)) -> str:
    with writing(world.voice.database) as session:
        draft = Draft(id=name, to_number=READER, body="Yarın 10-12 arasında geliyoruz.")
        write_message(session, draft, now=world.clock(), lives_for=lives_for)
    return name


def state(world: World, name: str = "m1") -> str:
    with reading(world.voice.database) as session:
        return session.scalars(select(MessageRow.state).where(MessageRow.id == name)).one()


def received(world: World) -> list[str]:
    return [one.body for one in world.sim.messages() if one.to == READER]


def test_a_message_in_the_outbox_is_sent_though_its_job_was_lost(world: World) -> None:
    written(world)
    world.advance(12)
    assert received(world) == ["Yarın 10-12 arasında geliyoruz."]
    assert state(world) == "delivered"


def test_the_same_message_written_twice_is_one_message(world: World) -> None:
    written(world)
    written(world)
    for _ in range(3):
        send(world.voice, "m1")
    world.advance(12)
    assert len(received(world)) == 1


@pytest.mark.parametrize("kind", ["create_then_500", "create_then_hang", "rest_reset"])
def test_a_message_nobody_knows_the_outcome_of_is_never_sent_again(world: World, kind: FaultKind) -> None:
    world.sim.fault(kind, only="Messages")
    written(world)
    world.advance(20)
    assert len(received(world)) == 1
    assert state(world) == "delivered", "the network's callback proves that it left"


@pytest.mark.parametrize("kind", ["too_many_requests", "unavailable"])
def test_what_was_certainly_not_sent_is_sent_a_little_later(world: World, kind: FaultKind) -> None:
    world.sim.fault(kind, only="Messages")
    written(world)
    world.advance(30)
    assert len(received(world)) == 1 and state(world) == "delivered"


def test_a_worker_that_dies_with_the_request_on_its_way_costs_no_second_message(world: World) -> None:
    def dies() -> None:
        raise Killed

    world.sim.at_point("after rest POST /Messages", dies)
    written(world)
    world.advance(REQUEST_TIME.total_seconds() + 30)
    assert len(received(world)) == 1


def test_a_claim_that_was_never_heard_of_again_is_unknown_and_not_repeated(world: World) -> None:
    written(world)
    with writing(world.voice.database) as session:
        assert claim_message(session, "m1", now=world.clock()) is not None
    world.advance(REQUEST_TIME.total_seconds() + 10)
    hand_over_messages(world.voice)
    world.advance(5)
    assert received(world) == [] and state(world) == "unknown"


@pytest.mark.parametrize(
    ("to", "leaves"),
    [("+447911123456", True), ("+881612345678", False), ("+908502220000", False), ("+905551", False)],
)
def test_satellites_our_own_and_what_is_no_telephone_are_not_written_to(world: World, to: str, leaves: bool) -> None:
    """The number a call shows is the caller's own choice, and some networks share what a message costs."""
    with writing(world.voice.database) as session:
        write_message(session, Draft(id="m1", to_number=to, body="Geri arayacağız."), now=world.clock())
    world.advance(12)
    assert [one.to for one in world.sim.messages()] == ([to] if leaves else [])
    assert (state(world) == "refused") is not leaves


def test_what_is_too_old_to_be_true_is_not_sent(world: World) -> None:
    world.workers_away = True
    written(world, lives_for=timedelta(seconds=20))
    world.advance(30)
    world.workers_away = False
    world.advance(10)
    assert received(world) == [] and state(world) == "expired"


def test_who_wrote_stop_gets_nothing_until_they_write_start(world: World) -> None:
    world.sim.text(READER, world.number, "DUR")
    world.advance(3)
    written(world)
    world.advance(12)
    assert received(world) == [] and state(world) == "opted_out"
    world.sim.text(READER, world.number, "Başla")
    world.advance(3)
    written(world, "m2")
    world.advance(12)
    assert state(world, "m2") == "delivered"


def test_a_number_the_network_knows_as_unsubscribed_is_remembered(world: World) -> None:
    with world.sim.exchange.kernel.lock:
        world.sim.exchange.texting.stopped.add((READER, world.number))
    written(world)
    world.advance(12)
    assert state(world) == "opted_out"
    with reading(world.voice.database) as session:
        assert is_opted_out(session, READER)


@pytest.mark.parametrize(
    ("body", "wish"),
    [("STOP", "stop"), ("iptal", "stop"), ("İPTAL.", "stop"), ("IPTAL", "stop"), ("başla", "start"), ("BASLA", "start"),
     ("dur bir dakika", None), ("", None), ("merhaba", None)],
)  # fmt: skip
def test_only_the_word_alone_is_a_wish(body: str, wish: str | None) -> None:
    assert wish_in(body) == wish


def test_how_a_message_fares_never_goes_back_and_another_messages_fate_is_not_believed(world: World) -> None:
    written(world)
    with writing(world.voice.database) as session:
        for sid, status in (("SM1", "delivered"), ("SM1", "sent"), ("SM1", "queued"), ("SM2", "failed")):
            message_fares(session, "m1", sid=sid, status=status, code=None, now=world.clock())
    assert state(world) == "delivered"


def test_opting_out_twice_is_opting_out(world: World) -> None:
    with writing(world.voice.database) as session:
        opt_out(session, READER, how="message", now=world.clock())
        opt_out(session, READER, how="refused", now=world.clock())
