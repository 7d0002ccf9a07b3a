"""What only one person may know stands nowhere as it is: not in the database's file, not in Redis, in no log line."""

import hashlib
import io
import json
import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine, make_url, select
from werkzeug.test import Client

from cases.message import MessageRow
from cases.one_time_code import code_of
from records.database import reading, writing
from simulator.sentences import Phone
from staff.field_worker import put_field_worker
from tests.flows import centre_with, world_with
from tests.journeys.test_trouble import EMMA, MEHMET, STRANGER
from tests.journeys.test_verifying import another_code, code_sent, customer_of
from tests.log_lines import log_lines
from tests.world import NUMBER, World

EMMAS_PIN, WRONG_PIN = "80917263", "61728394"
KEMALS_PIN, KEMALS_WRONG = "93517428", "27184536"
NO_VOUCHER = "8675309421"

FLOW = """
flow: secrets
start: menu
person: anyone
tries: 3
nodes:
  menu:
    menu: {say: {tr: "Seçin.", en: "Please choose."}, options: {"1": who, "3": doorstep, "4": code}}
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
      failed: anyone
      locked: anyone
      no_way: anyone
  open: {say: {tr: "Kim olduğunuzu biliyoruz.", en: "We know who you are."}, next: bye}
  doorstep:
    stop_line:
      worker: {tr: "Saha numaranız?"}
      pin: {tr: "Şifreniz?"}
      wrong: {tr: "Bu doğru değil."}
      subscriber: {tr: "Sayaç numarası?"}
      cut: may
      do_not_cut: may
      unknown: may
      refused: anyone
      locked: anyone
  may: {say: {tr: "Cevap bu."}, next: bye}
  code:
    voucher:
      say: {tr: "Kodunuz?"}
      wrong: {tr: "Bu doğru değil."}
      redeemed: thanks
      used: anyone
      expired: anyone
      unknown: anyone
      locked: anyone
  thanks: {say: {tr: "{voucher:money} hesabınızda."}, next: bye}
  bye: {hang_up: true}
  anyone: {agent: {queue: destek}}
"""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that our processes would write, and more: down to DEBUG, of every library."""
    with log_lines(logging.DEBUG) as lines:
        yield lines


@pytest.fixture
def world(log: io.StringIO, database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(FLOW)) as world:
        yield world


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world.sim, world.advance, number=NUMBER)


@dataclass(frozen=True, kw_only=True)
class Places:
    """Everywhere something might have been left."""

    file: Path
    redis_url: str
    log: io.StringIO

    def holding(self, secret: str) -> list[str]:
        """The places that have it as it is."""
        sought = secret.encode()
        files = self.file.parent.glob(f"{self.file.name}*")
        held = [one.name for one in files if sought in one.read_bytes()]
        held += [f"redis {key!r}" for key, value in self._redis() if sought in key or sought in value]
        return held + (["log"] if secret in self.log.getvalue() else [])

    def rows(self, secret: str) -> set[str]:
        """The tables that have it."""
        with sqlite3.connect(self.file) as copy:
            names = [name for (name,) in copy.execute("select name from sqlite_master where type = 'table'")]
            return {name for name in names if any(secret in str(row) for row in copy.execute(f"select * from {name}"))}

    def _redis(self) -> Iterator[tuple[bytes, bytes]]:
        client = Redis.from_url(self.redis_url)
        for key in client.scan_iter(count=1000):
            yield key, self._value(client, key)
        client.close()

    def _value(self, client: Any, key: bytes) -> bytes:
        """As it is told, not as it is dumped: a dump may be compressed."""
        match client.type(key):
            case b"string":
                return bytes(client.get(key))
            case b"hash":
                return repr(client.hgetall(key)).encode()
            case b"list":
                return repr(client.lrange(key, 0, -1)).encode()
            case b"set":
                return repr(client.smembers(key)).encode()
            case b"zset":
                return repr(client.zrange(key, 0, -1, withscores=True)).encode()
            case b"stream":
                return repr(client.xrange(key)).encode()
            case kind:
                raise AssertionError(f"{key!r} is a {kind!r}")


@pytest.fixture
def places(world: World, database_url: str, valkey_url: str, log: io.StringIO) -> Places:
    return Places(file=Path(str(make_url(database_url).database)), redis_url=valkey_url, log=log)


def api(world: World, method: str, path: str, body: dict[str, Any]) -> Any:
    """Asked so that it may be repeated, which keeps something of the request."""
    headers = {"Authorization": f"Bearer {world.key}", "Idempotency-Key": f"{method} {path}"}
    answer = Client(world.app).open(path, method=method, json=body, headers=headers)
    assert answer.status_code < 300, answer.text
    return answer.get_json(silent=True)


def with_field_worker(world: World) -> None:
    now = world.clock()
    with writing(world.voice.database) as session:
        put_field_worker(
            session, id="3417", name="Kemal", pin=KEMALS_PIN, active=True, secret=world.voice.secret, now=now
        )


def with_voucher(world: World) -> str:
    wanted = {"value": "30", "expires_at": (world.clock() + timedelta(days=90)).isoformat()}
    status, made = world.ask("POST", "/api/v1/vouchers", wanted, key=world.key)
    assert status == 200
    return str(made["code"])


def mehmet_proves_by_code(phone: Phone) -> list[str]:
    caller = phone.call(MEHMET, name="Mehmet").hears("Seçin").presses("1").hears("Kodu tuşlayın")
    code = code_sent(phone)
    wrong = another_code(code).replace("1", "7")
    caller.presses(wrong).hears("Bu doğru değil").hears("Kodu tuşlayın").presses(code).hears("biliyoruz")
    return [code, wrong]


def emma_proves_by_pin(phone: Phone, world: World) -> list[str]:
    api(world, "PUT", f"/api/v1/customers/{customer_of(world, EMMA)}/pin", {"pin": EMMAS_PIN})
    caller = phone.call(EMMA, name="Emma").hears("choose").presses("1").hears("your PIN").presses(WRONG_PIN)
    caller.hears("not right").hears("your PIN").presses(EMMAS_PIN).hears("know who you are")
    return [EMMAS_PIN, WRONG_PIN]


def kemal_proves_on_the_doorstep(phone: Phone, world: World) -> list[str]:
    with_field_worker(world)
    kemal = phone.call(STRANGER, name="Kemal").hears("Seçin").presses("3").hears("Saha").presses("3417#")
    kemal.hears("Şifreniz").presses(f"{KEMALS_WRONG}#").hears("Bu doğru değil").hears("Saha").presses("3417#")
    kemal.hears("Şifreniz").presses(f"{KEMALS_PIN}#").hears("Sayaç").presses("5500123#").hears("Cevap bu")
    return [KEMALS_PIN, KEMALS_WRONG]


def test_what_proves_who_one_is_stands_nowhere(phone: Phone, world: World, places: Places) -> None:
    secrets = [
        *mehmet_proves_by_code(phone),
        *emma_proves_by_pin(phone, world),
        *kemal_proves_on_the_doorstep(phone, world),
    ]
    seen = {secret: places.holding(secret) for secret in secrets}
    world.advance(400)
    assert seen == {secret: [] for secret in secrets}
    assert {secret: places.holding(secret) for secret in secrets} == seen
    assert places.holding("3417"), "what is looked through is what was written: their number is no secret"
    assert places.log.getvalue()


def test_a_code_is_not_in_the_outbox_even_before_it_is_sent(phone: Phone, world: World, places: Places) -> None:
    world.workers_away = True
    caller = phone.call(MEHMET, name="Mehmet").hears("Seçin").presses("1").hears("Kodu tuşlayın")
    with reading(world.voice.database) as session:
        row = session.scalars(select(MessageRow)).one()
    code = code_of(world.voice.secret, row.challenge or "")
    assert (row.state, places.holding(code)) == ("written", [])
    world.workers_away = False
    assert code_sent(phone) == code
    caller.presses(code).hears("biliyoruz")
    assert places.holding(code) == []
    assert "messages" in places.rows("Sahip kodunuz {code}")


def test_the_code_of_a_voucher_stands_nowhere(phone: Phone, world: World, places: Places) -> None:
    code = with_voucher(world)
    caller = phone.call(MEHMET, name="Mehmet").hears("Seçin").presses("4").hears("Kodunuz").presses(NO_VOUCHER)
    caller.hears("Bu doğru değil").hears("Kodunuz").presses(code).hears("otuz")
    world.advance(400)
    assert places.holding(code) == []
    assert places.holding(NO_VOUCHER) == []


def test_what_is_kept_of_a_request_that_may_be_repeated_cannot_be_guessed(world: World, places: Places) -> None:
    """A PIN has few digits: with a bare hash of the request one would try them all."""
    path = f"/api/v1/customers/{customer_of(world, EMMA)}/pin"
    api(world, "PUT", path, {"pin": EMMAS_PIN})
    bodies = (json.dumps({"pin": EMMAS_PIN}), json.dumps({"pin": EMMAS_PIN}, separators=(",", ":")))
    told = [f"PUT\n{target}\n{body}" for target in (path, f"{path}?") for body in bodies]
    assert "idempotent_requests" in places.rows(f"PUT {path}")
    assert [one for one in told if places.holding(hashlib.sha256(one.encode()).hexdigest())] == []
