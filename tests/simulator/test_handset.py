"""A telephone held by a human, in virtual time."""

import pytest

from simulator import Handset
from simulator.people.handset import HandsetError
from tests.simulator.customer import ALI, AYSE, CENTRE, MEHMET, Customer, room


@pytest.fixture
def mehmet(customer: Customer) -> Handset:
    return customer.sim.take(MEHMET, "Mehmet")


@pytest.fixture
def ayse(customer: Customer) -> Handset:
    return customer.sim.take(AYSE, "Ayşe")


def state(handset: Handset) -> str:
    return handset.state


def hears(handset: Handset) -> list[str]:
    return [heard.text for heard in handset.line.ear.utterances]


def test_a_human_calls_hears_presses_and_hangs_up(customer: Customer, mehmet: Handset) -> None:
    customer.says("/voice", '<Gather numDigits="1" action="/key"><Say language="tr-TR">Fatura için bir</Say></Gather>')
    customer.says("/key", "<Say>Peki</Say><Pause length='60'/>")
    sid = mehmet.dial(CENTRE)
    assert state(mehmet) == "calling"
    customer.sim.advance(1)
    assert state(mehmet) == "talking"
    assert (hears(mehmet), mehmet.line.ear.utterances[0].language) == (["Fatura için bir"], "tr-TR")
    mehmet.press("1")
    customer.sim.advance(1)
    assert mehmet.line.ear.utterances[0].cut_at is not None
    assert hears(mehmet)[-1] == "Peki"
    assert customer.got("/key")[0]["Digits"] == "1"
    mehmet.hang_up()
    customer.sim.advance(1)
    assert mehmet.state == "idle"
    assert [told["CallSid"] for told in customer.got("/over")] == [sid]


def test_what_is_said_reaches_a_gather_that_listens(customer: Customer, mehmet: Handset) -> None:
    customer.says("/voice", '<Gather input="speech" action="/said"><Say>Buyurun</Say></Gather>')
    mehmet.dial(CENTRE)
    customer.sim.advance(2)
    mehmet.say("  fatura\n sorunu ")
    customer.sim.advance(7)
    assert customer.got("/said")[0]["SpeechResult"] == "fatura sorunu"
    assert [(did.kind, did.text) for did in mehmet.own] == [("speech", "fatura sorunu")]


def test_it_rings_until_it_is_answered_by_hand(customer: Customer, ayse: Handset) -> None:
    customer.says("/agent", "<Say>Kabul için bire basın</Say>")
    customer.rings(timeout=40)
    customer.sim.advance(30)
    assert state(ayse) == "ringing"
    ayse.answer()
    customer.sim.advance(1)
    assert state(ayse) == "talking"
    assert hears(ayse) == ["Kabul için bire basın"]


@pytest.mark.parametrize(("deed", "status"), [("reject", "busy"), ("busy", "busy"), ("hang_up", "busy")])
def test_a_call_not_taken_is_over(customer: Customer, ayse: Handset, deed: str, status: str) -> None:
    customer.rings()
    customer.sim.advance(3)
    getattr(ayse, deed)()
    customer.sim.advance(1)
    assert (customer.told("CallStatus")[-1], ayse.state) == (status, "idle")


def test_a_call_left_to_ring_ends_unanswered(customer: Customer, ayse: Handset) -> None:
    customer.rings(timeout=20)
    customer.sim.advance(3)
    ayse.ignore()
    customer.sim.advance(30)
    assert customer.told("CallStatus")[-1] == "no-answer"
    assert ayse.state == "idle"


def test_the_mailbox_answers_and_the_telephone_is_free(customer: Customer, ayse: Handset) -> None:
    customer.says("/agent", "<Pause length='60'/>")
    customer.rings()
    customer.sim.advance(3)
    ayse.voicemail("Lütfen mesaj bırakın")
    customer.sim.advance(1)
    assert ayse.state == "idle"
    assert customer.told("CallStatus")[-1] == "in-progress"
    assert "(voicemail) Lütfen mesaj bırakın" in [entry.text for entry in customer.of("speech")]


def test_a_second_call_finds_it_busy(customer: Customer, ayse: Handset) -> None:
    customer.says("/agent", "<Pause length='60'/>")
    customer.rings()
    customer.sim.advance(3)
    customer.rings()
    customer.sim.advance(5)
    assert customer.told("CallStatus")[-1] == "busy"
    assert ayse.state == "ringing"


def test_two_people_talk_and_each_hears_the_other(customer: Customer, mehmet: Handset, ayse: Handset) -> None:
    customer.says("/voice", room("caller"))
    customer.says("/agent", room("agent"))
    mehmet.dial(CENTRE)
    customer.rings()
    customer.sim.advance(3)
    ayse.answer()
    customer.sim.advance(1)
    mehmet.say("Merhaba")
    ayse.say("Buyurun Mehmet Bey")
    assert [(heard.who, heard.text) for heard in ayse.line.ear.utterances if heard.kind == "voice"] == [
        ("Mehmet", "Merhaba")
    ]
    assert [(heard.who, heard.text) for heard in mehmet.line.ear.utterances if heard.kind == "voice"] == [
        ("Ayşe", "Buyurun Mehmet Bey")
    ]


def test_a_phone_that_drops_off_is_missed_only_later(customer: Customer, mehmet: Handset) -> None:
    customer.says("/voice", "<Say>Merhaba</Say><Pause length='600'/>")
    mehmet.dial(CENTRE)
    customer.sim.advance(2)
    mehmet.drop()
    assert mehmet.state == "idle"
    customer.sim.advance(2)
    assert customer.got("/over") == []
    customer.sim.advance(8)
    assert customer.got("/over")[0]["CallStatus"] == "completed"
    assert mehmet.dial(CENTRE) != customer.got("/over")[0]["CallSid"]


def test_hold_music_is_heard_until_somebody_comes(customer: Customer, mehmet: Handset) -> None:
    customer.says("/voice", "<Enqueue>support</Enqueue>")
    mehmet.dial(CENTRE)
    customer.sim.advance(60)
    (music,) = mehmet.line.ear.utterances
    assert (music.kind, music.cut_at) == ("play", None)
    mehmet.hang_up()
    assert music.cut_at is not None


def test_a_taken_telephone_goes_before_a_scripted_person_until_it_is_put_back(customer: Customer) -> None:
    customer.says("/agent", "<Pause length='5'/>")
    customer.sim.person(ALI, "Ali", answers_after=1)
    ali = customer.sim.take(ALI)
    assert ali.name == "Ali"
    customer.rings(ALI)
    customer.sim.advance(10)
    assert ali.state == "ringing"
    ali.put_back()
    customer.sim.advance(1)
    customer.rings(ALI)
    customer.sim.advance(10)
    assert customer.told("CallStatus").count("in-progress") == 1


@pytest.mark.parametrize("deed", ["answer", "reject", "hang_up", "drop", "ignore"])
def test_what_makes_no_sense_is_refused_in_words(mehmet: Handset, deed: str) -> None:
    with pytest.raises(HandsetError, match="Mehmet's telephone is idle"):
        getattr(mehmet, deed)()


def test_wrong_keys_empty_words_and_strange_numbers_are_refused(customer: Customer, mehmet: Handset) -> None:
    with pytest.raises(HandsetError, match="not a number of this account"):
        mehmet.dial("+15005550006")
    customer.says("/voice", "<Pause length='600'/>")
    mehmet.dial(CENTRE)
    customer.sim.advance(1)
    for keys in ("", "12a", "½"):
        with pytest.raises(HandsetError, match="are not keys"):
            mehmet.press(keys)
    with pytest.raises(HandsetError, match="empty"):
        mehmet.say(" ")
    with pytest.raises(HandsetError, match="hang up first"):
        mehmet.dial(CENTRE)
