"""Somebody is forgotten, and their number, name, words and ids stand nowhere: not in files, Redis, logs or exports."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from redis import Redis
from sqlalchemy import Engine, func, make_url, select
from werkzeug.test import Client

from callbacks.erasing import go_on_forgetting, see_to_erasures
from callbacks.recording_deleting import delete_recordings
from cases.case import Case
from cases.case_note import CaseNote
from cases.customer import Customer
from cases.erasure import Asking, Erasure, ask_for_erasure
from cases.errors import HeldByLaw, SeveralPeople
from cases.legal_hold import HoldWanted, end_hold, hold
from cases.person import Meant
from cases.promise import Promise
from cases.recording_deletion import RecordingDeletion
from records.audit import first_break
from records.call_record import CallRow
from records.database import reading, writing
from simulator.sentences import Phone
from tests.centre import open_the_centre
from tests.flows import centre_with
from tests.journeys.test_trouble import AYSE, EMMA, MEHMET, answers, signs_in
from tests.log_lines import log_lines
from tests.world import NUMBER, World

FLOW = """
flow: support
start: menu
person: anyone
nodes:
  menu:
    menu: {say: {tr: "Seçin.", en: "Please choose."}, options: {"1": anyone, "2": meter, "3": leave}}
  meter:
    ask: {say: {tr: "Abone numaranız?", en: "Your meter?"}, keep: meter}
    next: anyone
  leave:
    voicemail:
      say: {tr: "Mesajınızı bırakın.", en: "Leave a message."}
      queue: destek
      hours: destek
      promise: {tr: "Sesli mesajına dönülecek"}
      thanks: {tr: "Teşekkürler, {due:time_dative} kadar.", en: "Thanks, by {due:time}."}
      no_number: {tr: "Teşekkürler.", en: "Thanks."}
    next: bye
  bye: {hang_up: true}
  anyone: {agent: {queue: destek}}
"""
METER, WORDS, NOTE = "55077123", "Zümrüt apartmanında oturuyor", "Kızı Nilüfer de arayabilir"
SAID = [MEHMET, "905321234567", "5321234567", "532 123 45 67", "Mehmet Kaya", "C-1001", METER, WORDS, NOTE, "Nilüfer"]
"""What must stand nowhere; and its spelling in JSON."""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    with log_lines() as lines:
        yield lines


@pytest.fixture
def world(
    log: io.StringIO, database: Engine, database_url: str, redis: Redis, valkey_url: str, tmp_path: Path
) -> Iterator[World]:
    world = World(database_url, valkey_url, centre=centre_with(FLOW), SAHIP_VAR=str(tmp_path / "var"))
    open_the_centre(world)
    yield world
    world.voice.database.dispose()


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world.sim, world.advance, number=NUMBER)


def asks(world: World, method: str, path: str, body: object = None) -> dict[str, object]:
    """Asked so that it may be repeated, which keeps something of the request."""
    headers = {"Authorization": f"Bearer {world.key}", "Idempotency-Key": f"{method} {path}"}
    answer = Client(world.app).open(path, method=method, headers=headers, json=body)
    assert answer.status_code < 300, answer.text
    return answer.get_json(silent=True) or {}


def id_of(world: World, phone: str) -> str:
    with reading(world.voice.database) as session:
        return session.scalars(select(Customer).where(Customer.phones.any(phone=phone))).one().id


def has_much_to_do_with_us(world: World, phone: Phone) -> str:
    """Mehmet calls and leaves traces wherever somebody can; returns his id."""
    mehmet = id_of(world, MEHMET)
    with writing(world.voice.database) as session:
        session.get_one(Customer, mehmet).notes = WORDS
    caller = phone.call(MEHMET, name="Mehmet").hears("Seçin").presses("3").hears("Mesajınızı bırakın").waits(2)
    caller.says("Ben Mehmet Kaya, beni arayın.").presses("#").hears("Teşekkürler").is_hung_up()
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    talking = phone.call(MEHMET, name="Mehmet").hears("Seçin").presses("2").hears("Abone").presses(f"{METER}#")
    talking.waits(20)
    world.advance(5)
    due = (world.clock() + timedelta(days=1)).isoformat()
    wanted = {"disposition": "delivery_late", "next_action": NOTE, "next_action_due": due}
    talking.hangs_up()
    world.advance(5)
    with reading(world.voice.database) as session:
        sid = session.scalars(select(CallRow.sid).where(CallRow.answered_at.is_not(None))).one()
    asks(world, "POST", f"/api/v1/calls/{sid}/wrap-up", wanted)
    today = world.clock().date().isoformat()
    asks(
        world, "POST", "/api/v1/hardship", {"phone": MEHMET, "actions": ["dunning"], "starts_on": today, "reason": NOTE}
    )
    asks(world, "PUT", "/api/v1/cases/4812/owner", {"agent_id": "burak", "reason": f"{MEHMET}: {NOTE}"})
    world.advance(60)
    return mehmet


def is_asked_for(world: World, customer: str | None = None, *, phone: str = MEHMET) -> str | None:
    asking = Asking(
        meant=Meant(phone=phone, customer=customer), who="test", now=world.clock(), secret=world.voice.secret
    )
    with writing(world.voice.database) as session:
        asked = ask_for_erasure(session, asking, new_id=world.voice.new_id())
        return asked.id if asked else None


def is_carried_out(world: World, number: str | None) -> str:
    """As far as it goes; Redis writes its files in a process of its own."""
    assert number
    return next(
        (state for _ in range(10_000) if (state := go_on_forgetting(world.voice, number)) == "done"), "not done"
    )


def is_forgotten(world: World, customer: str | None = None, *, phone: str = MEHMET) -> str:
    number = is_asked_for(world, customer, phone=phone)
    assert number and is_carried_out(world, number) == "done"
    return number


def where_it_stands(world: World, redis: Redis, log: io.StringIO, needle: str) -> list[str]:
    """Every place whose raw bytes hold it, as it is or as JSON or an address spells it."""
    spelt = {needle.encode(), json.dumps(needle)[1:-1].encode(), quote(needle).encode(), quote_plus(needle).encode()}
    file = Path(str(make_url(str(world.voice.database.url)).database))
    folder = Path(str(redis.config_get("dir")["dir"]))
    files = [*file.parent.rglob("*"), *folder.rglob("*")]
    held = [one.name for one in files if one.is_file() and any(each in one.read_bytes() for each in spelt)]
    return held + (["log"] if needle in log.getvalue() else [])


def test_nothing_that_tells_who_they_were_stands_anywhere(
    world: World, phone: Phone, redis: Redis, log: io.StringIO
) -> None:
    mehmet = has_much_to_do_with_us(world, phone)
    before = {one: where_it_stands(world, redis, log, one) for one in [*SAID, mehmet]}
    assert [one for one, places in before.items() if not places and one != "532 123 45 67"] == []
    calls = count(world, CallRow), count(world, Case), count(world, Promise)
    number = is_forgotten(world)
    assert {one: where_it_stands(world, redis, log, one) for one in [*SAID, mehmet]} == {
        one: [] for one in [*SAID, mehmet]
    }
    assert (count(world, CallRow), count(world, Case), count(world, Promise)) == calls, "statistics stay"
    with reading(world.voice.database) as session:
        assert first_break(session) is None
        assert session.get_one(Erasure, number).rows["calls"] == 2


def test_what_was_answered_written_and_said_of_them_by_others_goes_as_well(
    world: World, redis: Redis, log: io.StringIO
) -> None:
    mehmet, said = id_of(world, MEHMET), "Zilli sokakta oturuyor"
    thanks = {"to_agent": "burak", "from_agent": "ayse", "words": "Mehmet Kaya için sağ ol"}
    starts = {"kind": "warranty", "product": said, "starts_on": world.clock().date().isoformat()}
    asks(world, "POST", f"/api/v1/customers/{mehmet}/entitlements", starts)
    asks(world, "PUT", "/api/v1/cases/4812/loss", {"what": said, "worth": "10"})
    asks(world, "POST", "/api/v1/thanks", thanks)
    asks(world, "POST", "/api/v1/cases/4811/notes", {"text": f"Komşusu Mehmet Kaya, 0532-123.45 67 ({MEHMET}) arasın"})
    assert where_it_stands(world, redis, log, "Mehmet Kaya")
    is_forgotten(world)
    assert {one: where_it_stands(world, redis, log, one) for one in (*SAID, said)} == {key: [] for key in (*SAID, said)}
    with reading(world.voice.database) as session:
        assert [note.text for note in session.scalars(select(CaseNote))] == ["Komşusu …, 0… (+…) arasın"]


def test_while_they_talk_to_us_nothing_is_forgotten_and_afterwards_all_of_it(world: World, phone: Phone) -> None:
    caller = phone.call(MEHMET, name="Mehmet").hears("Seçin")
    world.advance(2)
    number = is_asked_for(world) or ""
    assert go_on_forgetting(world.voice, number) == "asked"
    with reading(world.voice.database) as session:
        assert session.get_one(Erasure, number).waits_for == "call"
        assert session.scalars(select(Customer).where(Customer.phones.any(phone=MEHMET))).one()
    caller.hangs_up()
    world.advance(10)
    assert is_carried_out(world, number) == "done"
    with reading(world.voice.database) as session:
        assert session.scalars(select(Customer).where(Customer.phones.any(phone=MEHMET))).all() == []


def test_asked_twice_it_is_one_erasure_and_afterwards_there_is_nobody_to_forget(world: World) -> None:
    number = is_asked_for(world) or ""
    assert is_asked_for(world) == number
    assert is_carried_out(world, number) == "done"
    assert is_asked_for(world) is None


def test_killed_after_any_step_it_is_taken_up_where_it_stood(world: World, redis: Redis, log: io.StringIO) -> None:
    number = is_asked_for(world) or ""
    reached = {go_on_forgetting(world.voice, number, steps=1) for _ in range(3)}
    assert {"forgotten", "swept"} <= reached
    see_to_erasures(world.voice)
    assert is_carried_out(world, number) == "done"
    assert where_it_stands(world, redis, log, MEHMET) == []


def test_what_they_said_is_deleted_where_it_lies(world: World, phone: Phone) -> None:
    caller = phone.call(EMMA, name="Emma").hears("choose").presses("3").hears("Leave").waits(2)
    caller.says("Please call me.").presses("#").hears("Thanks").is_hung_up()
    world.advance(10)
    is_forgotten(world, phone=EMMA)
    assert delete_recordings(world.voice) == 1
    with reading(world.voice.database) as session:
        [row] = session.scalars(select(RecordingDeletion)).all()
        assert row.gone_at is not None
    assert world.voice.twilio.delete_recording(row.recording) is False


def test_of_two_who_share_a_number_one_is_forgotten_and_the_other_is_reached(world: World) -> None:
    shared = "+905329998877"
    with reading(world.voice.database) as session:
        fatma, emre = session.scalars(
            select(Customer.id).where(Customer.phones.any(phone=shared)).order_by(Customer.crm_id)
        )
    with pytest.raises(SeveralPeople, match="say which"):
        is_asked_for(world, phone=shared)
    is_forgotten(world, fatma, phone=shared)
    with reading(world.voice.database) as session:
        left = session.scalars(select(Customer).where(Customer.phones.any(phone=shared))).one()
        assert (left.id, left.name) == (emre, "Emre Şen")


def test_what_the_law_holds_is_not_forgotten_until_the_hold_ends(world: World) -> None:
    now = world.clock()
    with writing(world.voice.database) as session:
        held = hold(session, HoldWanted(case_number="4812", reason="Dava 2026/12"), who="hukuk", now=now).id
    with pytest.raises(HeldByLaw, match="2026/12"):
        is_asked_for(world)
    with writing(world.voice.database) as session:
        end_hold(session, held, who="hukuk", now=now)
    assert is_forgotten(world)


def count(world: World, table: type) -> int:
    with reading(world.voice.database) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0
