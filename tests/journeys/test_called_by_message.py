"""Whoever writes "ARA" is called: promised, put on a case, and answered with its number and by when."""

import pytest
from sqlalchemy import select

from callbacks.callback import Callback
from callbacks.dialler.by_message import call_wish_in
from callbacks.dialler.withdrawn_by_message import withdrawal_in
from cases.opt_out import is_opted_out
from cases.promise import Promise
from records.database import reading
from tests.journeys.test_trouble import AYSE, EMMA, MEHMET, STRANGER, signs_in, state_of
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


@pytest.mark.parametrize(
    ("body", "language"),
    [("Beni aramayın", "tr"), ("ARAMAYIN ARTIK!", "tr"), ("geri aramayı iptal", "tr"), ("Vazgeçtim, aramayın.", "tr"),
     ("vazgectim lutfen aramayin", "tr"), ("Don't call me", "en"), ("don’t call me anymore, please", "en"),
     ("Cancel the callback", "en"), ("DUR", None), ("STOP", None), ("İPTAL", None), ("cancel", None),
     ("Beni aramayın diye yazmıştım, neden arıyorsunuz?", None), ("Beni arayın", None), ("", None)],
)  # fmt: skip
def test_a_message_that_wants_no_call_says_nothing_else(body: str, language: str | None) -> None:
    assert withdrawal_in(body) == language


def test_who_wants_no_call_any_more_is_owed_none_and_reads_so(world: World) -> None:
    world.sim.text(STRANGER, NUMBER, "ARA")
    world.advance(6)
    [owed] = promises(world)
    world.sim.fault("webhook_doubled", only="/messages/inbound", seconds=1)
    world.sim.text(STRANGER, NUMBER, "vazgeçtim, aramayın")
    world.advance(8)
    with reading(world.voice.database) as session:
        known = session.get_one(Callback, owed.id)
        assert (known.state, known.why) == ("released", "customer")
        assert session.get_one(Promise, known.promise_id).status == "released"
        assert not is_opted_out(session, STRANGER), "it stops calls we owe, and no messages"
    [answer] = [one.body for one in world.sim.messages() if one.to == STRANGER][1:]
    assert answer.startswith(f"{owed.case_number} numaralı dosyanız için söz verdiğimiz arama yapılmayacak")
    assert sorted(way for way, _, _ in conversation(world, owed.case_number)) == ["in", "in", "out", "out"]


def test_several_that_are_owed_are_all_cancelled_each_by_the_number_of_its_case(world: World) -> None:
    for case in ("4812", "4811"):
        told = {"phone": MEHMET, "due": "2026-11-25T14:00:00+03:00", "begin": "2026-11-25T11:00:00+03:00"}
        status, made = world.ask("POST", f"/api/v1/cases/{case}/callbacks", told, key=world.key)
        assert status == 200, made
    world.sim.text(f"{WHATSAPP}{MEHMET}", f"{WHATSAPP}{NUMBER}", "Beni aramayın")
    world.advance(6)
    assert {owed.state for owed in promises(world)} == {"released"}
    answers = [one.body for one in world.sim.messages() if one.to == f"{WHATSAPP}{MEHMET}"]
    assert sorted(answer.split()[0] for answer in answers) == ["4811", "4812"]


def test_who_is_owed_no_call_is_told_so_kindly_and_not_for_ever(world: World) -> None:
    for _ in range(5):
        world.sim.text(STRANGER, NUMBER, "don't call me")
        world.advance(6)
    answers = [one.body for one in world.sim.messages() if one.to == STRANGER]
    assert len(answers) == 3 and answers[0].startswith("We owe you no callback"), answers
    assert promises(world) == []


def test_whoever_rings_for_a_call_that_is_taken_back_is_free(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    world.sim.text(MEHMET, NUMBER, "ara")
    world.advance(12)
    assert state_of(world, "ayse") == "reserved"
    world.sim.text(MEHMET, NUMBER, "aramayın")
    world.advance(4)
    assert state_of(world, "ayse") == "ready" and not world.sim.live_legs()
