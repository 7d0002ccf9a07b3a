"""A caller who proved who they are is told again without their secret."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine

from engine.first_release import see_to_first_release
from ivr.publishing.written_flow import WrittenFlow, written
from ivr.retelling.replay import Replay
from ivr.retelling.trial_run import Span, trial_run
from records.database import reading
from records.journal import events_of
from simulator.sentences import Phone
from tests.flows import centre_with, world_with
from tests.journeys.test_trouble import EMMA, MEHMET
from tests.journeys.test_verifying import FLOW, another_code, code_sent
from tests.world import NUMBER, World

PROOF = FLOW.replace("open: {say: {tr: \"Kim olduğunuzu biliyoruz.\", en: \"We know who you are.\"}, next: bye}",
                     "open: {say: {tr: \"Kim olduğunuzu biliyoruz.\", en: \"We know who you are.\"}, next: known}\n"
                     "  known: {branch: {on: verified, ways: {\"yes\": bye}, otherwise: anyone}}")  # fmt: skip


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    centre = centre_with(PROOF)
    with world_with(database_url, valkey_url, centre) as world:
        see_to_first_release(world.voice.database, centre, world.clock())
        yield world


def proof(before: str = "", after: str = "") -> WrittenFlow:
    assert before in PROOF
    return written(PROOF.replace(before, after) if before else PROOF, frozenset({"destek", "fatura"}), name="proof")


def through(world: World, draft: WrittenFlow) -> Replay:
    with reading(world.voice.database) as session:
        return trial_run(session, draft, Span(since=world.clock() - timedelta(hours=1), until=world.clock()))


def test_a_proof_is_told_again_by_what_it_came_to_and_its_digits_are_nowhere(world: World) -> None:
    phone = Phone(world.sim, world.advance, number=NUMBER)
    caller = phone.call(MEHMET, name="Mehmet").hears("Kodu tuşlayın")
    right = code_sent(phone)
    caller.presses(another_code(right)).hears("Kodu tuşlayın").presses(right).hears("biliyoruz").is_hung_up()
    phone.call(EMMA, name="Emma").hears("key in the code").presses("0").hears("hold the line", within=12)
    world.advance(10)
    same = through(world, proof())
    assert (same.calls, same.elsewhere, same.asked_anew, same.untold) == (2, (), {}, ())
    moved = through(world, proof("bye: {hang_up: true}", "bye: {agent: {queue: fatura}}"))
    assert [(one.before, one.after) for one in moved.elsewhere] == [("hang_up", "fatura")]
    for leg in world.sim.legs():
        with reading(world.voice.database) as session:
            told = str([dict(event.data) for event in events_of(session, leg.sid)])
        assert right not in told and another_code(right) not in told
