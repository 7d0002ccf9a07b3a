"""Whoever writes "ARA" is called: promised, put on a case, and answered with its number and by when."""

import pytest
from sqlalchemy import select

from callbacks.callback import Callback
from callbacks.dialler.by_message import call_wish_in
from cases.opt_out import is_opted_out
from cases.promise import Promise
from records.database import reading
from tests.journeys.test_trouble import EMMA, MEHMET, STRANGER
from tests.journeys.test_waiting import promises
from tests.journeys.test_writing_to_us import WHATSAPP, conversation
from tests.world import NUMBER, World


@pytest.mark.parametrize(
    ("body", "language"),
    [("ARA", "tr"), ("Beni arayın!", "tr"), ("BENİ ARAYIN", "tr"), ("beni  arar mısınız?", "tr"), ("Call me", "en"),
     ("CALL ME BACK.", "en"), ("Aradım ulaşamadım", None), ("Call the police", None), ("", None)],
)  # fmt: skip
def test_a_message_that_asks_for_a_call_asks_for_nothing_else(body: str, language: str | None) -> None:
    assert call_wish_in(body) == language


def test_a_stranger_who_writes_ara_is_promised_a_call_and_told_the_case(world: World) -> None:
    world.sim.text(STRANGER, NUMBER, "ARA")
    world.advance(6)
    [owed] = promises(world)
    answer = world.sim.messages()[-1]
    assert (owed.kind, owed.phone, owed.language) == ("message", STRANGER, "tr")
    assert answer.to == STRANGER and answer.body.startswith(f"{owed.case_number} numaralı dosyanız için sizi")
    assert sorted(way for way, _, _ in conversation(world, owed.case_number)) == ["in", "out"]
    with reading(world.voice.database) as session:
        kinds = session.scalars(select(Promise.kind).where(Promise.case_number == owed.case_number)).all()
    assert kinds == ["callback"], "a call is owed, and no letter beside it"


def test_a_customer_is_called_about_their_open_case_by_its_owner_and_answered_where_they_wrote(world: World) -> None:
    world.sim.text(f"{WHATSAPP}{MEHMET}", f"{WHATSAPP}{NUMBER}", "beni arayın")
    world.advance(6)
    [owed] = promises(world)
    answer = world.sim.messages()[-1]
    assert (owed.case_number, owed.agent_id, answer.to) == ("4812", "ayse", f"{WHATSAPP}{MEHMET}")


def test_asked_twice_the_same_call_stands_and_is_told_again(world: World) -> None:
    for _ in range(2):
        world.sim.text(STRANGER, NUMBER, "ara")
        world.advance(6)
    [owed] = promises(world)
    assert len([one for one in world.sim.messages() if one.to == STRANGER]) == 2, owed.id


def test_a_machine_that_repeats_itself_is_not_answered_for_ever(world: World) -> None:
    for _ in range(6):
        world.sim.text(STRANGER, NUMBER, "ARA")
        world.advance(6)
    assert len([one for one in world.sim.messages() if one.to == STRANGER]) == 3


def test_the_same_message_told_twice_is_one_wish(world: World) -> None:
    world.sim.fault("webhook_doubled", only="/messages/inbound", seconds=1)
    world.sim.text(STRANGER, NUMBER, "ARA")
    world.advance(8)
    assert len(promises(world)) == 1
    assert len([one for one in world.sim.messages() if one.to == STRANGER]) == 1


def test_a_number_we_do_not_call_is_answered_like_any_other_message(world: World) -> None:
    world.sim.text(EMMA, NUMBER, "Call me")
    world.advance(6)
    with reading(world.voice.database) as session:
        assert session.scalars(select(Callback)).all() == [] and not is_opted_out(session, EMMA)
