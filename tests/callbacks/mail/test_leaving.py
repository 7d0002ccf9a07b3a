"""The outbox on every channel: a letter and a WhatsApp message leave once, and not where they no longer may."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine

from callbacks.mail.letter import letter_name
from callbacks.outbox import send
from cases.hardship import Hardship
from cases.message import Draft, MessageRow, write_message
from cases.opt_out import opt_out
from cases.received_message import ReceivedMessage
from records.database import reading, writing
from tests.callbacks.mail.conftest import MailServer
from tests.world import NUMBER, World

READER, PHONE = "isil@example.com", "+905321234567"
FOUR_MINUTES = 240


@pytest.fixture
def world(
    database: Engine, database_url: str, redis: Redis, valkey_url: str, plain_server: MailServer
) -> Iterator[World]:
    world = World(database_url, valkey_url, SAHIP_WHATSAPP_SENDER=NUMBER, SAHIP_MAIL_FROM="destek@example.com",
                  SAHIP_SMTP_URL=plain_server.url(signing_in=False))  # fmt: skip
    yield world
    world.voice.database.dispose()


def written(world: World, **draft: Any) -> None:
    with writing(world.voice.database) as session:
        told = {"id": "m1", "body": "Yarın geliyoruz.", **draft}
        write_message(session, Draft(**told), now=world.clock())


def letter(world: World, **draft: Any) -> None:
    written(world, channel="email", to_email=READER, subject="[#4812] Söz", **draft)


def whatsapp(world: World, **draft: Any) -> None:
    written(world, channel="whatsapp", to_number=PHONE, **draft)


def row(world: World) -> MessageRow:
    with reading(world.voice.database) as session:
        return session.get_one(MessageRow, "m1")


def received(world: World) -> list[tuple[str, str, str]]:
    return [(one.to, one.from_, one.body) for one in world.sim.messages()]


def wrote(world: World, ago: timedelta, **told: Any) -> None:
    with writing(world.voice.database) as session:
        session.add(ReceivedMessage(id="R1", channel="whatsapp", from_number=PHONE, body="Merhaba",
                                    received_at=world.clock() - ago, **told))  # fmt: skip


def test_a_letter_leaves_once(world: World, plain_server: MailServer) -> None:
    letter(world)
    for _ in range(3):
        send(world.voice, "m1")
    world.advance(12)
    assert [one["To"] for one in plain_server.letters] == [READER]
    assert (row(world).state, row(world).sid) == ("sent", letter_name("m1"))


def test_a_letter_answers_what_they_wrote_last(world: World, plain_server: MailServer) -> None:
    with writing(world.voice.database) as session:
        session.add(ReceivedMessage(id="R1", channel="email", from_email=READER, body="?", mail_id="<soru@example.com>",
                                    received_at=world.clock()))  # fmt: skip
    letter(world)
    world.advance(6)
    assert plain_server.letters[0]["In-Reply-To"] == "<soru@example.com>"


def test_a_letter_nobody_knows_the_outcome_of_is_never_handed_in_again(world: World, plain_server: MailServer) -> None:
    plain_server.vanishes = True
    letter(world)
    world.advance(FOUR_MINUTES)
    assert len(plain_server.letters) == 1 and row(world).state == "unknown"


def test_a_letter_that_was_certainly_not_taken_is_handed_in_later(world: World, plain_server: MailServer) -> None:
    plain_server.answers["RCPT"] = "450 greylisted"
    letter(world)
    world.advance(12)
    assert row(world).state == "written"
    plain_server.answers.clear()
    world.advance(FOUR_MINUTES)
    assert len(plain_server.letters) == 1 and row(world).state == "sent"


def test_a_letter_to_nobody_is_refused_with_the_reason(world: World, plain_server: MailServer) -> None:
    plain_server.answers["RCPT"] = "550 no such mailbox"
    letter(world)
    world.advance(12)
    assert (row(world).state, row(world).error_code) == ("refused", 550)


def test_a_secret_is_in_the_letter_and_in_no_record(world: World, plain_server: MailServer) -> None:
    letter(world, body="Çekiniz: {code}", secrets={"code": "1234567890"})
    world.advance(6)
    assert "1234567890" in plain_server.letters[0].get_content()
    assert row(world).secrets is None and "1234567890" not in row(world).body


def test_who_opted_out_since_is_not_written_to(world: World, plain_server: MailServer) -> None:
    letter(world)
    with writing(world.voice.database) as session:
        opt_out(session, READER, how="message", now=world.clock(), channel="email")
    world.advance(6)
    assert plain_server.letters == [] and row(world).state == "opted_out"


def test_who_fell_on_hard_times_since_is_not_reminded_of_money(world: World) -> None:
    written(world, to_number=PHONE, purpose="collection")
    with writing(world.voice.database) as session:
        session.add(Hardship(phone=PHONE, actions=["dunning"], starts_on=world.clock().date(), reason="?",
                             made_by="key:1", made_at=world.clock()))  # fmt: skip
    world.advance(6)
    assert received(world) == [] and row(world).state == "stopped"


def test_on_whatsapp_an_approved_template_leaves_whenever_and_free_words_within_a_day(world: World) -> None:
    sid = world.sim.content_template("Dosya {{1}}: {{2}}")
    whatsapp(world, content={"sid": sid, "variables": {"1": "4812", "2": "{code}"}}, secrets={"code": "77"})
    world.advance(8)
    assert received(world) == [(f"whatsapp:{PHONE}", f"whatsapp:{NUMBER}", "Dosya 4812: 77")]
    assert row(world).state == "delivered"


def test_outside_the_window_free_words_do_not_even_leave(world: World) -> None:
    wrote(world, timedelta(hours=25))
    whatsapp(world)
    world.advance(8)
    assert received(world) == [] and (row(world).state, row(world).error_code) == ("refused", 63016)


def test_inside_the_window_our_own_words_are_sent(world: World) -> None:
    world.sim.text(f"whatsapp:{PHONE}", f"whatsapp:{NUMBER}", "Merhaba")
    wrote(world, timedelta(minutes=1))
    world.advance(1)
    whatsapp(world, content={"sid": world.sim.content_template("Dosya {{1}}"), "variables": {"1": "4812"}})
    world.advance(8)
    assert received(world)[-1] == (f"whatsapp:{PHONE}", f"whatsapp:{NUMBER}", "Yarın geliyoruz.")
    assert row(world).state == "delivered"


def test_a_messaging_service_chooses_the_number(database: Engine, database_url: str, valkey_url: str) -> None:
    world = World(database_url, valkey_url, TWILIO_MESSAGING_SERVICE_SID="MG" + "4" * 32)
    world.sim.messaging_service(NUMBER, sid="MG" + "4" * 32)
    written(world, to_number=PHONE)
    world.advance(8)
    [message] = world.sim.messages()
    assert (message.service, message.from_) == ("MG" + "4" * 32, NUMBER) and row(world).state == "delivered"
