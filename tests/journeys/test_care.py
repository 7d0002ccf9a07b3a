"""Complaints, managers, doorsteps, payment ease and what callers thought, on the telephone."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from redis import Redis
from sqlalchemy import Engine, select

from callbacks.callback import Callback
from callbacks.dialler.making import make_callback
from callbacks.dialler.wanted import CallbackWanted
from cases.case import Case
from cases.hardship import Hardship
from cases.manager_request import manager_requests
from cases.stop_line import StopLineAnswer
from cases.survey import SurveyAnswer
from cases.voicemail import Voicemail
from cases.voucher import Voucher
from escalations.asked import Request
from escalations.deciding import decide
from escalations.escalation import Escalation
from records.call_record import CallsWanted, latest_calls
from records.database import reading, writing
from simulator.sentences import Phone
from staff.field_worker import put_field_worker
from tests.flows import centre_with, world_with
from tests.journeys.test_trouble import BURAK, MEHMET, STRANGER, signs_in
from tests.world import NUMBER, World

FLOW = """
flow: care
start: menu
person: anyone
complaint: complain
manager: boss
nodes:
  menu:
    menu:
      say: {tr: "Seçin."}
      options: {"1": complain, "2": boss, "3": doorstep, "4": code, "5": opinion}
  complain:
    complaint:
      say: {tr: "Şikâyet numaranız {complaint:digits}. {due:date} günü dönüyoruz."}
      promise: {what: {tr: "Şikâyete cevap"}, within_hours: 48}
    next: listeners
  listeners: {agent: {queue: sikayet}}
  boss:
    escalate:
      queue: sikayet
      ask: {tr: "Neden?"}
      reasons: {"1": late, "2": unsolved}
      say: {tr: "Yöneticiye bağlıyorum."}
  doorstep:
    stop_line:
      worker: {tr: "Saha numaranız?"}
      pin: {tr: "Şifreniz?"}
      subscriber: {tr: "Sayaç numarası?"}
      cut: may
      do_not_cut: stop
      unknown: anyone
      refused: anyone
      locked: anyone
  may: {say: {tr: "Kesilebilir."}, next: doorstep}
  stop: {say: {tr: "Kesmeyin."}, next: doorstep}
  code:
    voucher:
      say: {tr: "Kodunuz?"}
      redeemed: thanks
      used: anyone
      expired: anyone
      unknown: anyone
      locked: anyone
  thanks: {say: {tr: "{voucher:money} hesabınızda."}, next: bye}
  opinion:
    survey: {name: repair, say: {tr: "Kaç verirsiniz?"}, word: {tr: "Bir sözünüz varsa sinyalden sonra söyleyin."}}
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


def test_a_complaint_has_a_number_before_anybody_answers_and_an_owner_afterwards(phone: Phone, world: World) -> None:
    signs_in(world, "burak")
    deniz = phone.call(STRANGER, name="Deniz").hears("Seçin").presses("1").hears("Şikâyet numaranız")
    phone.rings(BURAK, name="Burak").answers(after=2).hears("dosya 4815").presses("1")
    deniz.joins("Burak").talks(20).hangs_up()
    world.advance(5)
    with reading(world.voice.database) as session:
        case = session.get_one(Case, "4815")
        assert (case.reason, case.priority, case.owner_id) == ("complaint", 1, "burak")


def test_who_complains_and_hangs_up_is_on_the_complaint_all_the_same(phone: Phone, world: World) -> None:
    phone.call(STRANGER, name="Deniz").hears("Seçin").presses("1").hears("Şikâyet numaranız").hangs_up()
    world.advance(5)
    with reading(world.voice.database) as session:
        [record] = latest_calls(session, CallsWanted(), limit=5)
        assert record.case_number == "4815"


def test_who_asks_for_a_manager_waits_for_a_lead_and_the_reason_is_kept(phone: Phone, world: World) -> None:
    mehmet = phone.call(MEHMET, name="Mehmet").hears("Seçin").presses("2").hears("Neden").presses("2")
    mehmet.hears("Yöneticiye bağlıyorum").hears("hatta kalın")
    with reading(world.voice.database) as session:
        assert [request.reason for request in manager_requests(session, limit=5)] == ["unsolved"]


def test_the_lead_who_answers_whoever_asked_for_a_manager_is_on_record(phone: Phone, world: World) -> None:
    world.sim.person(BURAK, "Burak", answers_after=2, after_hearing="Kabul", presses="1")
    mehmet = phone.call(MEHMET, name="Mehmet").hears("Seçin").presses("2").hears("Neden").presses("2")
    mehmet.hears("Yöneticiye bağlıyorum")
    signs_in(world, "burak")
    world.advance(40)
    with reading(world.voice.database) as session:
        [row] = session.scalars(select(Escalation)).all()
    assert (row.trigger, row.decision, row.level, row.reason) == ("caller_asked", "lead_now", 2, "unsolved")
    assert (row.answered_by, row.granted, row.callback_id) == ("burak", "lead_now", None)


def test_who_asked_for_a_manager_and_gave_up_waiting_is_called_by_one(phone: Phone, world: World) -> None:
    mehmet = phone.call(MEHMET, name="Mehmet").hears("Seçin").presses("2").hears("Neden").presses("1")
    mehmet.hears("hatta kalın").hangs_up()
    world.advance(20)
    with reading(world.voice.database) as session:
        [row] = session.scalars(select(Escalation)).all()
        assert row.callback_id is not None
        callback = session.get_one(Callback, row.callback_id)
    assert (row.decision, callback.kind, callback.phone) == ("lead_calls", "supervisor", MEHMET)


def test_on_the_doorstep_the_register_decides_and_a_second_meter_needs_no_second_proof(
    phone: Phone, world: World
) -> None:
    now = world.clock()
    with writing(world.voice.database) as session:
        put_field_worker(session, id="3417", name="Kemal", pin="4711", active=True, secret=world.voice.secret, now=now)
        for meter, starts in (("5500123", date(2020, 1, 1)), ("5500999", date(2090, 1, 1))):
            session.add(Hardship(subscriber=meter, actions=["disconnect"], starts_on=starts, reason="hastalık",
                                 made_by="key:1", made_at=now))  # fmt: skip
    kemal = phone.call(STRANGER, name="Kemal").hears("Seçin").presses("3").hears("Saha").presses("3417#")
    kemal.hears("Şifreniz").presses("4711#").hears("Sayaç").presses("5500123#").hears("Kesmeyin").hears("Sayaç")
    kemal.presses("5500999#").hears("Kesilebilir").hangs_up()
    with reading(world.voice.database) as session:
        answers = session.scalars(select(StopLineAnswer.answer).order_by(StopLineAnswer.id)).all()
        assert list(answers) == ["do_not_cut", "cut"]


def test_a_voucher_made_at_the_desk_is_redeemed_on_the_telephone(phone: Phone, world: World) -> None:
    wanted = {"value": "30", "expires_at": (world.clock() + timedelta(days=90)).isoformat()}
    status, made = world.ask("POST", "/api/v1/vouchers", wanted, key=world.key)
    assert status == 200
    phone.call(MEHMET, name="Mehmet").hears("Seçin").presses("4").hears("Kodunuz").presses(made["code"]).hears("otuz")
    with reading(world.voice.database) as session:
        assert session.get_one(Voucher, made["id"]).redeemed_at is not None


def test_a_rating_and_a_word_are_kept_and_the_word_waits_for_nobody(phone: Phone, world: World) -> None:
    deniz = phone.call(STRANGER, name="Deniz").hears("Seçin").presses("5").hears("Kaç").presses("2")
    deniz.hears("sinyalden sonra").waits(3).says("Usta geç geldi.").presses("#").is_hung_up()
    world.advance(200)
    with reading(world.voice.database) as session:
        answer = session.scalars(select(SurveyAnswer)).one()
        word = session.scalars(select(Voicemail)).one()
        assert (answer.rating, answer.recording) == (2, word.recording)
        assert word.left_at is not None and word.state == "ready"
        assert session.scalars(select(Case).where(Case.phone == STRANGER)).all() == []


def test_a_managers_call_promised_by_the_flow_is_an_escalation_granted_by_that_call(world: World) -> None:
    voice, now = world.voice, world.clock()
    with writing(voice.database) as session:
        wanted = CallbackWanted(once="one", kind="supervisor", phone=MEHMET, queue="sikayet", what="x", who="caller")
        callback = make_callback(session, voice, wanted).callback
    request = Request(once="two", trigger="caller_asked", by="caller", case_number=callback.case_number,
                      wants="callback", promised=callback.id)  # fmt: skip
    decided = decide(voice, request)
    assert (decided.escalation.decision, decided.escalation.callback_id) == ("lead_calls", callback.id)
    with reading(voice.database) as session:
        assert session.get_one(Callback, callback.id).due_at == callback.due_at > now
