"""Callers prove who they are: by a code to the number on record, or by a PIN. Guessing leads to a person."""

import re
from collections.abc import Iterator

import pytest
from redis import Redis
from sqlalchemy import Engine, select, text

from cases.customer import CustomerPhone
from cases.message import MessageRow
from cases.opt_out import opt_out
from cases.pin import set_pin
from cases.verification import MOST_CODES
from records.database import reading, writing
from simulator.sentences import Phone
from simulator.sentences.sentence import Sentence
from tests.flows import centre_with, world_with
from tests.journeys.test_trouble import EMMA, MEHMET, STRANGER
from tests.world import NUMBER, World

FLOW = """
flow: proof
start: who
person: anyone
tries: 2
nodes:
  who:
    identify: {one: prove, several: anyone, none: prove, withheld: prove, no_case: prove}
  prove:
    verify:
      code:
        message: {tr: "Sahip kodunuz {code}", en: "Your Sahip code is {code}"}
        say: {tr: "Kodu tuşlayın.", en: "Please key in the code."}
      pin: {say: {tr: "Şifrenizi tuşlayın.", en: "Please key in your PIN."}}
      wrong: {tr: "Bu doğru değil.", en: "That is not right."}
      ok: open
      failed: not_proved
      locked: locked
      no_way: no_way
  open: {say: {tr: "Kim olduğunuzu biliyoruz.", en: "We know who you are."}, next: bye}
  not_proved: {say: {tr: "Olmadı."}, next: anyone}
  locked: {say: {tr: "Kilitli."}, next: anyone}
  no_way: {say: {tr: "Doğrulayamıyoruz."}, next: anyone}
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


def code_sent(phone: Phone, number: str = MEHMET) -> str:
    """The six digits in the newest message to this number."""
    phone.advance(3, lambda: False)
    body = [one.body for one in phone.sim.messages() if one.to == number][-1]
    found = re.search(r"\d{6}", body)
    assert found, body
    return found[0]


def another_code(right: str) -> str:
    return "111111" if right != "111111" else "222222"


def customer_of(world: World, number: str) -> str:
    with reading(world.voice.database) as session:
        return session.scalars(select(CustomerPhone.customer_id).where(CustomerPhone.phone == number)).one()


def with_pin(world: World, number: str, pin: str) -> None:
    with writing(world.voice.database) as session:
        set_pin(session, customer_id=customer_of(world, number), pin=pin, secret=world.voice.secret, now=world.clock())


def guesses(phone: Phone, times: int) -> Sentence:
    caller = phone.call(MEHMET, name="Mehmet").hears("Kodu tuşlayın")
    wrong = another_code(code_sent(phone))
    for _ in range(times):
        caller.presses(wrong)
    return caller


def test_the_code_in_the_message_opens(phone: Phone) -> None:
    caller = phone.call(MEHMET, name="Mehmet").is_texted("Sahip kodunuz").hears("Kodu tuşlayın")
    caller.presses(code_sent(phone)).hears("Kim olduğunuzu biliyoruz").is_hung_up()


def test_a_wrong_code_is_asked_again_and_the_right_one_still_opens(phone: Phone) -> None:
    caller = phone.call(MEHMET, name="Mehmet").hears("Kodu tuşlayın")
    right = code_sent(phone)
    caller.presses(another_code(right)).hears("Bu doğru değil").hears("Kodu tuşlayın").presses(right).hears("biliyoruz")


def test_whoever_does_not_manage_reaches_a_person(phone: Phone) -> None:
    guesses(phone, 3).hears("Olmadı").hears("hatta kalın").never_hears("biliyoruz")


def test_silence_is_a_person_and_zero_too(phone: Phone) -> None:
    phone.call(MEHMET, name="Mehmet").hears("Kodu tuşlayın").waits(15).hears("Kodu tuşlayın").hears("hatta kalın")
    phone.call(EMMA, name="Emma").hears("key in the code").presses("0").hears("hold the line", within=12)


def test_another_code_can_be_asked_for_and_the_old_one_is_no_longer_good(phone: Phone) -> None:
    caller = phone.call(MEHMET, name="Mehmet").hears("Kodu tuşlayın")
    old = code_sent(phone)
    caller.presses("9").waits(8)
    new = code_sent(phone)
    assert new != old
    caller.presses(old).hears("Bu doğru değil").presses(new).hears("biliyoruz")


def test_a_code_is_good_for_five_minutes_and_for_one_call(phone: Phone) -> None:
    first = phone.call(MEHMET, name="Mehmet").hears("Kodu tuşlayın")
    code = code_sent(phone)
    first.hangs_up()
    phone.call(MEHMET, name="Mehmet").hears("Kodu tuşlayın").presses(code).hears("Bu doğru değil")


def test_guessing_goes_on_counting_in_the_next_call(phone: Phone, world: World) -> None:
    guesses(phone, 3).hears("Olmadı").hangs_up()
    guesses(phone, 2).hears("Kilitli").hangs_up()
    phone.call(MEHMET, name="Mehmet").hears("Kilitli").hears("hatta kalın").hangs_up()
    phone.call(EMMA, name="Emma").hears("key in the code").hangs_up()
    world.advance(31 * 60)
    phone.call(MEHMET, name="Mehmet").hears("Kodu tuşlayın")


def test_nobodys_telephone_is_filled_with_codes(phone: Phone) -> None:
    for _ in range(MOST_CODES):
        phone.call(MEHMET, name="Mehmet").hears("Kodu tuşlayın").hangs_up()
    phone.call(MEHMET, name="Mehmet").hears("Kilitli")
    assert len([one for one in phone.sim.messages() if one.to == MEHMET]) == MOST_CODES


def test_a_customer_with_a_pin_is_asked_for_it_and_is_sent_nothing(phone: Phone, world: World) -> None:
    with_pin(world, MEHMET, "4711")
    caller = phone.call(MEHMET, name="Mehmet").hears("Şifrenizi").presses("1234#").hears("Bu doğru değil")
    caller.hears("Şifrenizi").presses("4711#").hears("biliyoruz")
    assert not phone.sim.messages()


def test_a_stranger_and_whoever_wants_no_messages_cannot_be_verified(phone: Phone, world: World) -> None:
    phone.call(STRANGER, name="Deniz").hears("Doğrulayamıyoruz").hears("hatta kalın")
    with writing(world.voice.database) as session:
        opt_out(session, MEHMET, how="message", now=world.clock())
    phone.call(MEHMET, name="Mehmet").hears("Doğrulayamıyoruz")


def test_neither_code_nor_pin_is_kept_anywhere(phone: Phone, world: World, redis: Redis) -> None:
    with_pin(world, EMMA, "80917263")
    caller = phone.call(MEHMET, name="Mehmet").hears("Kodu tuşlayın")
    code = code_sent(phone)
    caller.presses(code).hears("biliyoruz")
    phone.call(EMMA, name="Emma").hears("your PIN").presses("80917263").hears("know who you are")
    world.advance(10)
    with reading(world.voice.database) as session:
        tables = [str(name) for name in session.scalars(text("select name from sqlite_master where type='table'"))]
        kept = [str(row) for name in tables for row in session.execute(text(f"select * from {name}"))]
    keys = [str(key) for key in redis.scan_iter()]
    kept += [str(redis.dump(key)) for key in keys]
    assert "Kodu tuşlayın" in "".join(kept)
    assert not [row for row in kept if code in row or "80917263" in row]


def test_the_outbox_knows_that_the_code_arrived(phone: Phone, world: World) -> None:
    phone.call(MEHMET, name="Mehmet").hears("Kodu tuşlayın")
    world.advance(10)
    with reading(world.voice.database) as session:
        row = session.scalars(select(MessageRow)).one()
    assert (row.state, row.to_number, row.body) == ("delivered", MEHMET, "Sahip kodunuz {code}")
