"""A customer writes by SMS or WhatsApp, as Twilio tells us of it."""

import pytest

from cases.opt_out import is_opted_out
from cases.received_message import ReceivedMessage
from records.database import reading
from tests.journeys.test_trouble import MEHMET
from tests.world import NUMBER, World

WHATSAPP = "whatsapp:"


def conversation(world: World, case: str) -> list[tuple[str, str, str]]:
    status, shown = world.ask("GET", f"/api/v1/cases/{case}/messages", key=world.key)
    assert status == 200
    return [(one["direction"], one["channel"], one["body"]) for one in reversed(shown["items"])]


def test_what_is_written_by_sms_lands_on_the_open_case_and_the_owner_learns_of_it(world: World) -> None:
    world.sim.text(MEHMET, NUMBER, "Teknisyen ne zaman geliyor?")
    world.advance(3)
    assert conversation(world, "4812") == [("in", "sms", "Teknisyen ne zaman geliyor?")]
    _, notices = world.ask("GET", "/api/v1/agents/ayse/notices", key=world.key)
    assert [one["kind"] for one in notices["items"]] == ["message_received"]


def test_who_writes_on_whatsapp_is_answered_there_in_our_own_words(world: World) -> None:
    world.sim.text(f"{WHATSAPP}{MEHMET}", f"{WHATSAPP}{NUMBER}", "Merhaba")
    world.advance(3)
    told = {"agent_id": "ayse", "text": "Yarın 10-12 arası geliyoruz."}
    assert world.ask("POST", "/api/v1/cases/4812/messages", told, key=world.key)[0] == 200
    world.advance(10)
    answer = world.sim.messages()[-1]
    assert (answer.to, answer.status) == (f"{WHATSAPP}{MEHMET}", "delivered") and "10-12" in answer.body


def test_a_stranger_is_told_the_number_of_the_case_their_message_opened(world: World) -> None:
    world.sim.text("+905551234567", NUMBER, "Buzdolabım bozuldu")
    world.advance(10)
    answer = world.sim.messages()[-1]
    assert answer.to == "+905551234567" and answer.status == "delivered"
    [number] = [word.strip(".") for word in answer.body.split() if word.strip(".").isdigit() and len(word) > 3]
    assert conversation(world, number)[0] == ("in", "sms", "Buzdolabım bozuldu")


def test_a_message_told_of_twice_is_one_message(world: World) -> None:
    world.sim.fault("webhook_doubled", only="/messages/inbound", seconds=1)
    world.sim.text(MEHMET, NUMBER, "Merhaba")
    world.advance(10)
    assert len(conversation(world, "4812")) == 1


def test_yes_is_an_answer_of_whoever_has_not_stopped_our_messages(world: World) -> None:
    world.sim.text(MEHMET, NUMBER, "Evet")
    world.advance(3)
    assert conversation(world, "4812") == [("in", "sms", "Evet")]


def test_stop_on_whatsapp_leaves_text_messages_as_they_are(world: World) -> None:
    world.sim.text(f"{WHATSAPP}{MEHMET}", f"{WHATSAPP}{NUMBER}", "DUR")
    world.advance(3)
    with reading(world.voice.database) as session:
        assert is_opted_out(session, MEHMET, "whatsapp") and not is_opted_out(session, MEHMET)


@pytest.mark.parametrize("sender", ["TURKCELL", "2222", NUMBER])
def test_what_nobody_wrote_opens_no_case(world: World, sender: str) -> None:
    world.sim.text(sender, NUMBER, "Kampanya")
    world.advance(5)
    with reading(world.voice.database) as session:
        assert session.query(ReceivedMessage).count() == 0


def test_a_message_that_did_not_arrive_is_the_owners_business(world: World) -> None:
    with world.sim.exchange.kernel.lock:
        world.sim.exchange.texting.manners[MEHMET] = "unreachable"
    world.ask("POST", "/api/v1/cases/4812/messages", {"agent_id": "ayse", "text": "?"}, key=world.key)
    world.advance(10)
    _, notices = world.ask("GET", "/api/v1/agents/ayse/notices", key=world.key)
    assert [one["kind"] for one in notices["items"]] == ["message_undelivered"]
