"""The edge of the web process: who is turned away unread, what a browser and a monitor are shown."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from redis import Redis

from engine.web import web_on
from ivr.voice_board import VoiceBoard
from records.database import open_database
from routing.plan import Plan, Step
from routing.queue_figures import QueueFigures
from tests.house import house

Now = Callable[[], datetime]


class Untouched(BytesIO):
    """A body that must not be read: its sender may take for ever."""

    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError("the body was read")

    readline = readinto = read  # type: ignore[assignment]


@pytest.fixture
def voice(database_url: str, valkey_url: str, redis: Redis, clock: Now, new_id: Callable[[], str]) -> VoiceBoard:
    return house(database_url, valkey_url, clock=clock, new_id=new_id)


@pytest.fixture
def client(voice: VoiceBoard) -> FlaskClient:
    return web_on(voice).test_client()


@pytest.mark.parametrize(
    ("signature", "sent", "status"),
    [
        ("", {"CONTENT_LENGTH": "10"}, 403),
        ("made-up", {"CONTENT_LENGTH": "70000"}, 413),
        ("made-up", {"HTTP_TRANSFER_ENCODING": "chunked"}, 411),
    ],
)
def test_what_cannot_be_twilios_is_refused_before_its_body_is_read(
    client: FlaskClient, signature: str, sent: dict[str, str], status: int
) -> None:
    answer = client.post(
        "/voice/inbound",
        headers={"X-Twilio-Signature": signature},
        input_stream=Untouched(),
        environ_overrides=sent,
    )
    assert answer.status_code == status


def test_the_first_page_says_in_both_languages_what_is_here(client: FlaskClient) -> None:
    page = client.get("/?lang=tr").text
    assert all(f'href="{path}"' in page for path in ("/login", "/api/docs", "/readyz", "/healthz", "/metrics"))
    assert "Her arayanın bir sahibi olsun" in page
    assert "Every caller has somebody" in client.get("/", headers={"Accept-Language": "en"}).text
    assert all(client.get(path).status_code < 500 for path in ("/api/docs", "/healthz", "/metrics"))


def test_a_monitor_is_told_who_waits_and_who_works(voice: VoiceBoard, client: FlaskClient) -> None:
    voice.floor.begin_epoch(1, now=voice.clock())
    voice.floor.finish_rebuild(now=voice.clock())
    lines, until = ["destek/1"], voice.clock().replace(hour=20)
    voice.floor.agent_presence("ayse", state="ready", lines=lines, until=until, endpoint="phone", now=voice.clock())
    voice.floor.set_deadline("look", "here", at=voice.clock())
    told = client.get("/metrics").text
    assert "sahip_floor_up 1.0" in told
    assert 'sahip_agents{state="ready"} 1.0' in told
    assert "sahip_deadlines_due 1.0" in told
    assert "sahip_journal_backlog" in told


def test_a_monitor_is_told_of_each_queue_of_the_policy_and_of_no_other(voice: VoiceBoard, client: FlaskClient) -> None:
    floor, now, queue = voice.floor, voice.clock(), voice.policy.default_queue
    floor.begin_epoch(1, now=now)
    floor.finish_rebuild(now=now)
    lines = (f"queue:{queue}/1", f"queue:{queue}/2", "queue:strange/1")
    floor.agent_presence("ayse", state="not_ready", reason="x", lines=lines, until=now.replace(hour=20),
                         endpoint="phone", now=now)  # fmt: skip
    for call, ago in (("CA1", 95), ("CA2", 30)):
        plan = Plan(steps=(Step(after_seconds=0, line=lines[0], why="ring"),), queue=queue)
        floor.caller_waits(call, plan=plan, place_at=now - timedelta(seconds=ago), boost_seconds=ago * 9 % 400, now=now)
    known = QueueFigures(queue=queue, at=now, samples=50, talk_seconds=200, agents=2.0)
    floor.keep_figures({queue: known.facts(), "strange": replace(known, queue="strange").facts()})
    told = client.get("/metrics").text
    assert f'sahip_longest_wait_seconds{{queue="{queue}"}} 95.0' in told
    assert f'sahip_queue_agents{{queue="{queue}",state="not_ready"}} 1.0' in told
    assert f'sahip_expected_wait_seconds{{bound="high",queue="{queue}"}}' in told
    assert "strange" not in told
    floor.keep_figures({queue: replace(known, samples=4).facts()})
    assert "sahip_expected_wait_seconds{" not in client.get("/metrics").text


def test_a_floor_that_does_not_answer_is_a_number_and_no_error(
    database_url: str, clock: Now, new_id: Callable[[], str], tmp_path: Path
) -> None:
    voice = house(database_url, f"unix://{tmp_path}/nobody.sock", clock=clock, new_id=new_id)
    answer = web_on(voice).test_client().get("/metrics")
    assert answer.status_code == 200
    assert "sahip_floor_up 0.0" in answer.text


def test_why_a_store_is_unreachable_is_for_the_log_alone(voice: VoiceBoard, caplog: pytest.LogCaptureFixture) -> None:
    lost = replace(voice, database=open_database("postgresql://centre@127.0.0.1:1/cases"))
    with caplog.at_level(logging.WARNING):
        answer = web_on(lost).test_client().get("/readyz")
    assert answer.status_code == 503
    assert (answer.json or {})["checks"]["sql"] == "unreachable"
    assert "127.0.0.1" not in answer.text


def test_hold_music_is_the_centres_own(voice: VoiceBoard, tmp_path: Path) -> None:
    (tmp_path / "hold.wav").write_bytes(b"our own tune")
    assert web_on(voice, audio=tmp_path).test_client().get("/voice/audio/hold.wav").data == b"our own tune"
    assert web_on(voice).test_client().get("/voice/audio/hold.wav").data[:4] == b"RIFF"
