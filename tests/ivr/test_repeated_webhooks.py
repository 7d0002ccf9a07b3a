"""Twilio may ask the same thing twice, at once, or much later: it has happened once, and is answered alike."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from redis import Redis
from sqlalchemy import Engine, func, select

from callbacks.writing import write_journal
from cases.case import Case
from cases.case_import import import_cases
from cases.customer import Customer, customers_with_phone
from cases.customer_import import import_customers
from cases.hardship import Hardship
from cases.payment_plan import PATIENCE, PAYMENT, PaymentPlan
from cases.pin import set_pin
from cases.promise import Promise
from cases.voicemail import Voicemail
from engine.shipped import shipped
from engine.web import web_on
from ivr.voice_board import VoiceBoard
from records.database import Base, reading, writing
from records.journal import EventRow
from staff.csv_import import import_agents
from tests.conftest import SettableClock
from tests.flows import centre_with
from tests.house import SignedClient, demo_settings, house
from tests.world import NUMBER

pytestmark = pytest.mark.both_databases

CALL, RECORDING = "CA" + "1" * 32, "RE" + "2" * 32
MEHMET, STRANGER = "+905321234567", "+905559990000"
DEMO = shipped("centre") / "demo"
AT_ONCE = 4
PATIENT_MS = 4_000
"""The machine of a test may be busy; nobody gives up for that."""

FLOW = """
flow: repeated
start: who
person: anyone
nodes:
  who: {identify: {one: prove, several: leave, none: leave, withheld: leave}}
  prove:
    verify:
      pin: {say: {tr: "Şifreniz?"}}
      ok: debt
      failed: anyone
      locked: anyone
      no_way: leave
  debt: {set: {debt: "1000"}, next: offer}
  offer:
    payment_plan:
      debt: debt
      say: {tr: "{amount} borç, {count} taksit."}
      promise: {tr: "Kesinti yok"}
      accepted: agreed
      refused: bye
      not_offered: anyone
      unverified: anyone
  agreed: {say: {tr: "Anlaştık."}, next: bye}
  leave:
    voicemail:
      say: {tr: "Mesajınızı bırakın."}
      queue: destek
      hours: destek
      within_hours: 4
      promise: {tr: "Sesli mesajına dönülecek"}
      thanks: {tr: "{due:time_dative} kadar arayacağız."}
    next: bye
  bye: {hang_up: true}
  anyone: {agent: {queue: destek}}
"""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One webhook, to be asked as often as one likes: its signature is the same every time."""

    address: str
    fields: dict[str, Any]


class Line:
    """One call at our webhooks."""

    def __init__(self, voice: VoiceBoard, token: str, party: str) -> None:
        self.voice, self.party, self.token = voice, party, token
        self.app = web_on(voice)

    def asks(self, ask: Ask) -> str:
        answer = SignedClient(self.app.test_client(), self.voice, self.token).post(ask.address, **ask.fields)
        assert answer.status_code in (200, 204), answer.text
        return answer.text

    def about(self, address: str, **fields: str) -> Ask:
        return Ask(address=address, fields={"CallSid": CALL, "From": self.party, "To": NUMBER, **fields})

    def begins(self) -> str:
        return self.asks(self.about("/voice/inbound", CallStatus="ringing"))

    def asks_at_once(self, *asked: Ask) -> list[str]:
        """Everybody waits for the last to be ready."""
        ready = Barrier(len(asked))

        def one(ask: Ask) -> str:
            ready.wait()
            return self.asks(ask)

        with ThreadPoolExecutor(len(asked)) as pool:
            return list(pool.map(one, asked))


@pytest.fixture
def voice(
    database: Engine, database_url: str, redis: Redis, valkey_url: str, clock: SettableClock, new_id: Callable[[], str]
) -> VoiceBoard:
    voice = house(database_url, valkey_url, clock=clock, new_id=new_id, centre=centre_with(FLOW), busy_ms=PATIENT_MS)
    voice.floor.begin_epoch(1, now=clock())
    voice.floor.finish_rebuild(now=clock())
    with writing(database) as session:
        import_agents(session, DEMO / "agents.csv")
        session.flush()
        import_customers(session, DEMO / "customers.csv", new_id=new_id, now=clock())
        session.flush()
        agents = ("ayse", "burak", "can", "deniz", "elif")
        import_cases(session, DEMO / "cases.csv", agents=agents, zone=ZoneInfo("Europe/Istanbul"), now=clock())
        session.flush()
        mehmet = customers_with_phone(session, MEHMET)[0].id
        set_pin(session, customer_id=mehmet, pin="471100", secret=voice.secret, now=clock())
    return voice


@pytest.fixture
def token(database_url: str, valkey_url: str) -> str:
    return demo_settings(database_url, valkey_url).auth_tokens[0]


def attribute(document: str, verb: str, name: str) -> str:
    found = ElementTree.fromstring(document).find(f".//{verb}")
    assert found is not None, document
    return found.attrib[name]


def counted(voice: VoiceBoard, *tables: type[Base]) -> list[int]:
    with reading(voice.database) as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def kinds(voice: VoiceBoard) -> list[str]:
    with reading(voice.database) as session:
        return list(session.scalars(select(EventRow.kind).order_by(EventRow.kind)))


@dataclass(frozen=True, kw_only=True)
class Message:
    """A voicemail about to be told: its end at the recording's action, its sound at the status callback."""

    line: Line
    action: Ask
    sound: Ask


@pytest.fixture
def message(voice: VoiceBoard, token: str) -> Message:
    line = Line(voice, token, STRANGER)
    document = line.begins()
    told = {"RecordingSid": RECORDING, "RecordingDuration": "7", "RecordingUrl": "https://api.example/RE2"}
    return Message(
        line=line,
        action=line.about(attribute(document, "Record", "action"), Digits="#", **told),
        sound=line.about(attribute(document, "Record", "recordingStatusCallback"), RecordingStatus="completed", **told),
    )


def left(voice: VoiceBoard) -> dict[str, Any]:
    """The one voicemail there is, once all that was told is written."""
    write_journal(voice)
    with reading(voice.database) as session:
        row = session.scalars(select(Voicemail)).one()
        promise = session.scalars(select(Promise).where(Promise.case_number == row.case_number)).one()
        case = session.scalars(select(Case).where(Case.phone == STRANGER)).one()
        assert len(customers_with_phone(session, STRANGER)) == 1
        assert (row.case_number, row.promise_id) == (case.number, promise.id)
        return {"state": row.state, "url": row.url, "seconds": row.seconds, "case": row.case_number}


HEARD = {"state": "ready", "url": "https://api.example/RE2", "seconds": 7, "case": "4815"}


def one_of_each(voice: VoiceBoard) -> None:
    assert left(voice) == HEARD
    told = kinds(voice)
    assert [told.count(kind) for kind in ("voicemail_left", "recording", "set_aside")] == [1, 1, 0]


def test_the_end_of_a_message_told_again_and_again_is_one_message(voice: VoiceBoard, message: Message) -> None:
    first = message.line.asks(message.action)
    assert "arayacağız" in first
    assert message.line.asks(message.action) == first
    voice.clock.advance(40)  # type: ignore[attr-defined]
    message.line.asks(message.sound)
    message.line.asks(message.sound)
    assert message.line.asks(message.action) == first
    one_of_each(voice)


def test_the_end_of_a_message_told_by_many_at_once_is_one_message(voice: VoiceBoard, message: Message) -> None:
    answers = message.line.asks_at_once(*[message.action] * AT_ONCE)
    assert "arayacağız" in answers[0] and set(answers) == {answers[0]}
    assert set(message.line.asks_at_once(*[message.sound] * AT_ONCE)) == {""}
    write_journal(voice)
    voice.clock.advance(3600)  # type: ignore[attr-defined]
    assert message.line.asks(message.action) == answers[0]
    message.line.asks(message.sound)
    one_of_each(voice)


def test_what_was_answered_is_answered_when_redis_has_forgotten(
    voice: VoiceBoard, message: Message, redis: Redis
) -> None:
    first = message.line.asks(message.action)
    message.line.asks(message.sound)
    write_journal(voice)
    redis.flushall()
    voice.floor.begin_epoch(2, now=voice.clock())
    voice.floor.finish_rebuild(now=voice.clock())
    assert message.line.asks(message.action) == first
    message.line.asks(message.sound)
    one_of_each(voice)


def test_the_sound_may_be_told_before_the_end(voice: VoiceBoard, message: Message) -> None:
    message.line.asks(message.sound)
    write_journal(voice)
    first = message.line.asks(message.action)
    assert "arayacağız" in first
    message.line.asks(message.sound)
    assert message.line.asks(message.action) == first
    one_of_each(voice)


def test_the_end_and_the_sound_may_be_told_at_the_same_moment(voice: VoiceBoard, message: Message) -> None:
    """The sound is written down by whoever writes the journal, while the webhook puts the message on a case."""
    message.line.asks(message.sound)
    ready = Barrier(3)

    def together(act: Callable[[], object]) -> object:
        ready.wait()
        return act()

    acts: Sequence[Callable[[], object]] = (
        lambda: message.line.asks(message.action),
        lambda: message.line.asks(message.action),
        lambda: write_journal(voice),
    )
    with ThreadPoolExecutor(3) as pool:
        first, second, _ = pool.map(together, acts)
    assert "arayacağız" in str(first) and first == second
    one_of_each(voice)


@pytest.fixture
def acceptance(voice: VoiceBoard, token: str) -> tuple[Line, Ask]:
    """Mehmet has proved who he is and been offered instalments; now he presses 1."""
    line = Line(voice, token, MEHMET)
    asked = attribute(line.begins(), "Gather", "action")
    offer = line.asks(line.about(asked, Digits="471100"))
    assert "taksit" in offer
    return line, line.about(attribute(offer, "Gather", "action"), Digits="1")


def one_plan(voice: VoiceBoard) -> None:
    write_journal(voice)
    with reading(voice.database) as session:
        plan = session.scalars(select(PaymentPlan)).one()
        owed = session.scalars(select(Promise.kind).where(Promise.kind.in_((PAYMENT, PATIENCE)))).all()
    assert sorted(owed) == [PATIENCE] + [PAYMENT] * plan.instalments
    assert counted(voice, Hardship) == [1]
    assert kinds(voice).count("plan_accepted") == 1


def test_a_plan_accepted_again_and_again_is_one_plan(voice: VoiceBoard, acceptance: tuple[Line, Ask]) -> None:
    line, accepts = acceptance
    before = counted(voice, Case, Customer)
    first = line.asks(accepts)
    assert "Anlaştık" in first and line.asks(accepts) == first
    write_journal(voice)
    voice.clock.advance(3600)  # type: ignore[attr-defined]
    assert line.asks(accepts) == first
    one_plan(voice)
    assert counted(voice, Case, Customer) == before


def test_a_plan_accepted_by_many_at_once_is_one_plan(voice: VoiceBoard, acceptance: tuple[Line, Ask]) -> None:
    line, accepts = acceptance
    before = counted(voice, Case, Customer)
    answers = line.asks_at_once(*[accepts] * AT_ONCE)
    assert "Anlaştık" in answers[0] and set(answers) == {answers[0]}
    assert line.asks(accepts) == answers[0]
    one_plan(voice)
    assert counted(voice, Case, Customer) == before
