"""Nobody was there, so the caller says it to us: it is on a case, with a promise, before they are thanked."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from callbacks.callback import Callback
from cases.promise import Promise
from cases.recording_consent import RecordingConsent
from cases.voicemail import Voicemail
from records.call_record import call_record
from records.database import reading
from simulator.sentences import Phone
from tests.flows import centre_with, world_with
from tests.journeys.test_trouble import AYSE, MEHMET, STRANGER, signs_in
from tests.world import NUMBER, World

EARLY = datetime(2026, 11, 24, 5, 5, tzinfo=UTC)
"""Tuesday, five past eight: the queue is open, and nobody is called before nine."""

FLOW = """
flow: after_hours
start: who
person: anyone
silence: {tr: "Sizi duyamadık."}
nodes:
  who:
    identify: {one: leave, several: leave, none: leave, withheld: leave}
  leave:
    voicemail:
      say: {tr: "Sinyalden sonra mesajınızı bırakın."}
      queue: destek
      hours: destek
      within_hours: 4
      promise: {tr: "Sesli mesajına dönülecek"}
      thanks: {tr: "Teşekkürler. {due:time_dative} kadar arayacağız."}
      no_number: {tr: "Teşekkürler, mesajınız bizde."}
      seconds: 180
    next: bye
  bye: {hang_up: true}
  anyone: {agent: {queue: destek}}
"""


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        yield world


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world.sim, world.advance, number=NUMBER)


def kept(world: World) -> tuple[list[Voicemail], list[Promise]]:
    """Voicemails, and the promises to call that were made since."""
    world.advance(10)
    with reading(world.voice.database) as session:
        promises = session.scalars(
            select(Promise).where(Promise.kind == "callback", Promise.makes_good.is_(None))
        ).all()
        return list(session.scalars(select(Voicemail)).all()), list(promises)


def test_what_was_said_is_on_the_callers_case_with_a_promise_by_its_owner(phone: Phone, world: World) -> None:
    mehmet = phone.call(MEHMET, name="Mehmet").hears("mesajınızı bırakın").waits(3)
    mehmet.says("Kombi yine çalışmıyor, beni arayın lütfen.").presses("#").hears("kadar arayacağız").is_hung_up()
    [voicemail], [promise] = kept(world)
    assert (voicemail.case_number, voicemail.phone, voicemail.state) == ("4812", MEHMET, "ready")
    assert voicemail.url and voicemail.seconds and voicemail.queue == "destek"
    assert (promise.case_number, promise.by_agent, promise.what) == ("4812", "ayse", "Sesli mesajına dönülecek")
    assert timedelta(hours=4) <= promise.due_at - promise.made_at < timedelta(hours=4, minutes=15)
    assert promise.due_at.minute % 15 == 0
    with reading(world.voice.database) as session:
        [callback] = session.scalars(select(Callback).where(Callback.promise_id == promise.id)).all()
    assert (callback.kind, callback.phone, callback.agent_id) == ("voicemail", MEHMET, "ayse")
    assert callback.due_at == promise.due_at


def test_what_was_heard_before_the_beep_is_kept_as_what_was_agreed_to(phone: Phone, world: World) -> None:
    phone.call(MEHMET, name="Mehmet").hears("bırakın").waits(3).says("Beni arayın.").presses("#").is_hung_up()
    [voicemail], _ = kept(world)
    with reading(world.voice.database) as session:
        agreed = session.get_one(RecordingConsent, voicemail.recording)
        call = call_record(session, agreed.call)
    assert agreed.text == "Sinyalden sonra mesajınızı bırakın."
    assert agreed.text_hash == hashlib.sha256(agreed.text.encode()).hexdigest()
    assert call and (agreed.flow, agreed.version, agreed.node) == (call.flow, call.flow_version, "leave")


def test_who_hangs_up_while_speaking_is_called_back_too(phone: Phone, world: World) -> None:
    phone.call(MEHMET, name="Mehmet").hears("bırakın").waits(3).says("Beni arayın.").hangs_up()
    [voicemail], [promise] = kept(world)
    assert voicemail.promise_id == promise.id
    assert not world.voice.floor.counts().waiting.get("queue:destek/1")


def test_a_long_message_is_not_cut_by_the_patience_of_flows(phone: Phone, world: World) -> None:
    caller = phone.call(MEHMET, name="Mehmet").hears("bırakın").waits(3)
    for _ in range(40):
        caller.says("Anlatacak çok şey var, hepsini söyleyeyim.").waits(1)
    caller.presses("#").hears("kadar arayacağız")
    [voicemail], _ = kept(world)
    assert voicemail.seconds > 130


def test_zero_while_recording_is_a_person(phone: Phone, world: World) -> None:
    signs_in(world, "ayse")
    caller = phone.call(MEHMET, name="Mehmet").hears("bırakın").waits(3).says("Aslında").presses("0")
    phone.rings(AYSE, name="Ayşe").answers(after=2).hears("Kabul").presses("1")
    caller.joins("Ayşe").talks(200).hangs_up()
    voicemails, promises = kept(world)
    assert promises == [] and [one.left_at for one in voicemails] == [None]


def test_a_star_begins_anew_and_only_the_second_message_counts(phone: Phone, world: World) -> None:
    caller = phone.call(MEHMET, name="Mehmet").hears("bırakın").waits(3).says("Yanlış oldu").presses("*")
    caller.hears("bırakın").waits(3).says("Doğrusu bu.").presses("#").hears("arayacağız")
    voicemails, promises = kept(world)
    assert len(promises) == 1 and len([one for one in voicemails if one.left_at]) == 1


def test_silence_is_asked_again_and_then_a_person_takes_over(phone: Phone, world: World) -> None:
    caller = phone.call(STRANGER, name="Deniz").hears("bırakın").hears("duyamadık").hears("bırakın")
    caller.hears("hatta kalın")
    assert kept(world)[1] == []


def test_a_stranger_gets_a_case_and_a_withheld_number_no_promise_nobody_can_keep(phone: Phone, world: World) -> None:
    phone.call(STRANGER, name="Deniz").hears("bırakın").waits(3).says("Arayın.").presses("#").hears("arayacağız")
    phone.call("anonymous", name="Gizli").hears("bırakın").waits(3).says("Selam").presses("#").hears("mesajınız bizde")
    voicemails, promises = kept(world)
    by_phone = {one.phone: one for one in voicemails}
    assert set(by_phone) == {STRANGER, None}
    assert [promise.case_number for promise in promises] == [by_phone[STRANGER].case_number]
    with reading(world.voice.database) as session:
        record = call_record(session, by_phone[STRANGER].call)
    assert record is not None and record.case_number == by_phone[STRANGER].case_number


def test_what_is_promised_out_of_hours_is_due_when_there_was_time_to_keep_it(phone: Phone, world: World) -> None:
    world.clock.advance_to(datetime(2026, 11, 27, 16, 30, tzinfo=UTC))  # Friday, half past seven in the evening
    phone.call(STRANGER, name="Deniz").hears("bırakın").waits(3).says("Arayın.").presses("#").hears("arayacağız")
    _, [promise] = kept(world)
    assert promise.due_at == datetime(2026, 11, 28, 9, 45, tzinfo=UTC), "half an hour on Friday, the rest on Saturday"


@pytest.mark.usefixtures("redis", "database")
@pytest.mark.parametrize("dialled", [True, False])
def test_whoever_calls_back_it_is_promised_from_when_they_may_be_called(
    database_url: str, valkey_url: str, dialled: bool
) -> None:
    centre = centre_with(FLOW)
    rules = replace(centre.dialler, returns=replace(centre.dialler.returns, voicemails=dialled))
    with world_with(database_url, valkey_url, replace(centre, dialler=rules)) as world:
        world.clock.advance_to(EARLY)
        phone = Phone(world.sim, world.advance, number=NUMBER)
        phone.call(STRANGER, name="Deniz").hears("bırakın").waits(3).says("Arayın.").presses("#").hears("arayacağız")
        _, [promise] = kept(world)
        with reading(world.voice.database) as session:
            assert len(session.scalars(select(Callback)).all()) == dialled
        assert promise.due_at == datetime(2026, 11, 24, 10, 0, tzinfo=UTC), "four hours from nine, not from five past"


def test_the_same_answer_told_twice_is_one_voicemail_and_one_promise(phone: Phone, world: World) -> None:
    world.sim.fault("webhook_doubled", only="/flow", seconds=1)
    phone.call(MEHMET, name="Mehmet").hears("bırakın").waits(3).says("Arayın.").presses("#").hears("arayacağız")
    voicemails, promises = kept(world)
    assert (len(voicemails), len(promises)) == (1, 1)


def test_a_message_whose_end_never_reached_us_is_on_a_case_all_the_same(phone: Phone, world: World) -> None:
    caller = phone.call(STRANGER, name="Deniz").hears("bırakın").waits(3).says("Arayın beni.")
    world.sim.fault("webhook_lost", only="/flow", times=5)
    caller.hangs_up()
    world.advance(180)
    [voicemail], _ = kept(world)
    assert voicemail.left_at is not None and voicemail.case_number is not None and voicemail.phone == STRANGER
    with reading(world.voice.database) as session:
        [callback] = session.scalars(select(Callback).where(Callback.phone == STRANGER)).all()
    assert (callback.kind, callback.case_number) == ("voicemail", voicemail.case_number)
    assert callback.promise_id == voicemail.promise_id


def test_the_api_tells_where_it_can_be_heard(phone: Phone, world: World) -> None:
    phone.call(MEHMET, name="Mehmet").hears("bırakın").waits(3).says("Arayın.").presses("#").hears("arayacağız")
    [voicemail], [promise] = kept(world)
    status, page = world.ask("GET", "/api/v1/voicemails?case=4812", key=world.key)
    assert status == 200
    assert [(one["url"], one["promise_id"]) for one in page["items"]] == [(voicemail.url, promise.id)]
    _, promises = world.ask("GET", "/api/v1/cases/4812/promises", key=world.key)
    assert promise.id in [one["id"] for one in promises["items"]]
