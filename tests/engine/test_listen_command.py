"""`sahip listen` and `sahip escalations outcome`, typed beside a conversation that goes on."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from redis import Redis
from sqlalchemy import Engine
from werkzeug.serving import make_server

from bench._house import settings
from engine.cli import sahip
from engine.errors import OrderRefused
from engine.shipped import shipped
from tests.flows import world_with
from tests.journeys.listening import heard_by, they_talk_and_burak_is_ready
from tests.journeys.test_listening import burak_leads
from tests.shipped_centre import shipped_centre
from tests.world import World

Typed = Callable[..., Result]


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, shipped_centre()) as world:
        yield world


@pytest.fixture
def typed(world: World, database_url: str, valkey_url: str, tmp_path: Path) -> Iterator[Typed]:
    with _served(world) as address:
        told = {"SAHIP_PUBLIC_URL": address, "DATABASE_URL": database_url, "SAHIP_API_KEY": world.key}
        env = settings(tmp_path, valkey_url) | told | {"SAHIP_CENTRE": str(shipped("centre"))}
        yield lambda *words: CliRunner().invoke(sahip, words, env=env)


@contextmanager
def _served(world: World) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, world.app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_lead_is_asked_to_listen_whispers_and_is_taken_out_at_the_terminal(world: World, typed: Typed) -> None:
    burak_leads(world)
    call = they_talk_and_burak_is_ready(world).sid
    assert "Bu görüşmeyi dinleyen yok" in typed("listen", "list", call).output
    begun = typed("listen", "begin", call, "burak", "--why", "Değerlendirme")
    assert begun.output == "burak aranıyor; kabul edince ayse bunu bilir.\n", begun.exception
    world.advance(15)
    assert heard_by(world, "Burak") == {"Ayşe", "Mehmet"} and heard_by(world, "Ayşe") == {"Mehmet"}
    listed = typed("listen", "list", call, "--lang", "en").output
    assert "hears only" in listed and "Değerlendirme" in listed
    assert typed("listen", "change", call, "burak", "whisper").output == "burak artık temsilciye fısıldar.\n"
    world.advance(3)
    assert heard_by(world, "Ayşe") == {"Mehmet", "Burak"} and heard_by(world, "Mehmet") == {"Ayşe"}
    assert "dinlemiyor" in typed("listen", "end", call, "burak").output
    world.advance(3)
    assert heard_by(world, "Burak") == set()
    refused = typed("listen", "end", call, "burak", "--lang", "en").exception
    assert isinstance(refused, OrderRefused) and "burak does not listen to this conversation" in str(refused)


def test_what_came_of_an_escalation_is_written_at_the_terminal_once_and_listed_in_words(
    world: World, typed: Typed
) -> None:
    wanted = {"case_number": "4812", "trigger": "caller_asked", "wants": "callback", "reason": "Kural yazmıyor"}
    status, made = world.ask("POST", "/api/v1/escalations", wanted, key=world.key)
    assert status == 200, made
    answer = ("--by", "zeynep", "--answer", "Ücretsiz değişiyor")
    refused = typed("escalations", "outcome", made["id"], "--outcome", "different", *answer).exception
    assert isinstance(refused, OrderRefused) and "say what the agent did right" in str(refused)
    gap = ("--outcome", "gap", "--gap", "İki kiracılı sayaç", "--owner", "selin")
    told = typed("escalations", "outcome", made["id"], *gap, *answer)
    for line in ("Sonuç yazıldı: kural boşluğu.", "Temsilci bunu ilk öğrendi.", "1 numaralı iyileştirme oldu."):
        assert line in told.output, (told.output, told.exception)
    assert "kural boşluğu" in typed("escalations", "list").output
    assert "granted: a lead calls back" in typed("escalations", "show", made["id"], "--lang", "en").output
    assert isinstance(typed("escalations", "outcome", made["id"], *gap, *answer).exception, OrderRefused)
