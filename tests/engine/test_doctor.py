"""Each trouble is found and its cure told; a sound house has nothing wrong."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from redis import Redis

from callbacks.dialler.calling_stop import CallingStop
from cases.message import Draft, message_is, write_message
from cases.voucher import Voucher, make_voucher
from engine.doctor import (
    agents_have_few_lines,
    calls_are_bounded,
    clock_agrees,
    database_is_ready,
    examine,
    mend,
    messages_leave,
    port_is_ours_or_free,
    public_url_leads_here,
    redis_keeps_everything,
    secret_is_long,
    secret_is_the_one_vouchers_were_made_with,
    skills_asked_for_are_there,
    somebody_is_on_duty,
)
from engine.importing import bring_in
from engine.settings import Settings, read_settings
from engine.shipped import shipped
from escalations.duty import DutyWanted, put_on_duty
from records.database import open_database, writing
from telephony.signature import SignatureCheck
from tests.processes import free_port


@pytest.fixture
def settings(tmp_path: Path, valkey_url: str):
    """Settings of a production on this machine, with changes."""

    def make(**changes: str) -> Settings:
        (tmp_path / "centre").mkdir(exist_ok=True)
        environment = {
            "SAHIP_PUBLIC_URL": "http://127.0.0.1:1",
            "PORT": str(free_port()),
            "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
            "TWILIO_AUTH_TOKEN": "token",
            "TWILIO_API_URL": "http://127.0.0.1:1",
            "SAHIP_SECRET_KEY": "k" * 32,
            "SAHIP_CENTRE": str(tmp_path / "centre"),
            "SAHIP_VAR": str(tmp_path / "var"),
            "REDIS_URL": valkey_url,
        }
        return read_settings(environment | changes, tmp_path / "no.env")

    return make


class Neighbour(ThreadingHTTPServer):
    """Whoever listens on a port of this machine: a stranger, or ours once it `is_sahip`."""

    check: SignatureCheck | None = None
    date: str | None = None

    def is_sahip(self, public_url: str, token: str) -> None:
        self.check = SignatureCheck(public_url, [token])


class Conversation(BaseHTTPRequestHandler):
    server: Neighbour

    def date_time_string(self, timestamp: float | None = None) -> str:
        return self.server.date or super().date_time_string(timestamp)

    def do_HEAD(self) -> None:
        self._answer(200)

    def do_GET(self) -> None:
        self._answer(200 if self.path == "/healthz" and self.server.check else 404)

    def do_POST(self) -> None:
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        if self.path != "/voice/fallback" or not self.server.check:
            return self._answer(404)
        signed = self.server.check.accepts(self.path, form, self.headers["X-Twilio-Signature"])
        return self._answer(200 if signed else 403, b"<Response/>")

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def neighbour() -> Iterator[Neighbour]:
    with Neighbour(("127.0.0.1", 0), Conversation) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)


def test_a_database_without_a_schema_is_wrong_and_can_be_mended(settings):
    ours = settings()
    assert database_is_ready(ours).cure == "sahip db upgrade"
    mend(ours)
    assert database_is_ready(ours).verdict == "right"


def test_a_database_that_does_not_answer_is_wrong(settings):
    finding = database_is_ready(settings(DATABASE_URL="postgresql://sahip@127.0.0.1:1/sahip"))
    assert (finding.verdict, finding.cure) == ("wrong", "Start the database, or correct DATABASE_URL.")


def test_a_redis_that_evicts_is_wrong_and_one_that_forgets_is_doubtful(settings, redis: Redis):
    try:
        assert redis_keeps_everything(settings()).verdict == "right"
        redis.config_set("appendonly", "no")
        assert redis_keeps_everything(settings()).verdict == "doubtful"
        redis.config_set("maxmemory-policy", "allkeys-lru")
        assert redis_keeps_everything(settings()).verdict == "wrong"
    finally:
        redis.config_set("maxmemory-policy", "noeviction")
        redis.config_set("appendonly", "yes")


def test_a_redis_that_is_not_there_is_wrong(settings):
    assert redis_keeps_everything(settings(REDIS_URL="redis://127.0.0.1:1/0")).verdict == "wrong"


def test_the_embedded_valkey_is_examined_when_no_redis_is_set(settings):
    assert redis_keeps_everything(settings(REDIS_URL="")).verdict == "right"


def test_a_clock_that_differs_from_twilios_is_wrong(settings, neighbour):
    theirs = settings(TWILIO_API_URL=f"http://127.0.0.1:{neighbour.server_port}")
    assert clock_agrees(theirs).verdict == "right"
    neighbour.date = "Mon, 01 Jan 2024 00:00:00 GMT"
    assert clock_agrees(theirs).verdict == "wrong"
    assert clock_agrees(settings()).verdict == "not looked at"


def test_a_port_somebody_else_has_is_wrong(settings, neighbour):
    ours = settings(PORT=str(neighbour.server_port))
    assert port_is_ours_or_free(ours).verdict == "wrong"
    neighbour.is_sahip("http://127.0.0.1:1", "token")
    assert port_is_ours_or_free(ours).verdict == "right"
    assert port_is_ours_or_free(settings()).verdict == "right"


def test_the_public_address_is_tried_with_a_signed_request(settings, neighbour):
    port, public = str(neighbour.server_port), f"http://127.0.0.1:{neighbour.server_port}"
    neighbour.is_sahip(public, "token")
    assert public_url_leads_here(settings(PORT=port, SAHIP_PUBLIC_URL=public)).verdict == "right"
    wrong_path = public_url_leads_here(settings(PORT=port, SAHIP_PUBLIC_URL=f"{public}/elsewhere"))
    assert (wrong_path.verdict, wrong_path.seen) == ("wrong", "answered 404")
    wrong_token = settings(PORT=port, SAHIP_PUBLIC_URL=public, TWILIO_AUTH_TOKEN="another")
    assert public_url_leads_here(wrong_token).seen == "answered 403"
    nowhere = public_url_leads_here(settings(PORT=port, SAHIP_PUBLIC_URL="http://127.0.0.1:1"))
    assert nowhere.seen == "no answer (ConnectionError)"


def test_a_short_secret_key_is_doubtful_in_production(settings):
    assert secret_is_long(settings(SAHIP_SECRET_KEY="short")).verdict == "doubtful"


def test_a_key_that_was_changed_is_told_by_the_vouchers_that_are_out(settings):
    ours = settings()
    assert secret_is_the_one_vouchers_were_made_with(ours).verdict == "not looked at", "there is no table yet"
    mend(ours)
    assert secret_is_the_one_vouchers_were_made_with(ours).verdict == "right"
    database = open_database(ours.database_url)
    with writing(database) as session:
        made = datetime.now(UTC)
        voucher = Voucher(id="v1", kurus=5_000, made_by="ayse", made_at=made, expires_at=made + timedelta(days=9))
        make_voucher(session, voucher, secret=b"k" * 32)
    database.dispose()
    assert secret_is_the_one_vouchers_were_made_with(ours).verdict == "right"
    changed = secret_is_the_one_vouchers_were_made_with(settings(SAHIP_SECRET_KEY="n" * 32))
    assert (changed.verdict, changed.seen[:18]) == ("wrong", "1 of 1 vouchers th")
    assert "Put the former SAHIP_SECRET_KEY back" in changed.cure and "subscribers" in changed.cure


def test_the_doctor_speaks_both_languages(settings):
    rows = [finding.row("tr") for finding in examine(settings())]
    assert {"gizli anahtar", "veritabanı", "aramalar"} <= {row["konu"] for row in rows}
    assert all(list(row) == ["konu", "sonuç", "görülen", "çare"] for row in rows)


@pytest.fixture
def house(settings, tmp_path: Path, var: Path):
    """A centre as it is shipped, its database, and its agents."""
    folder = tmp_path / "house"
    shutil.copytree(shipped("centre"), folder)
    ours = settings(SAHIP_CENTRE=str(folder))
    mend(ours)
    bring_in(ours, "agents", folder / "demo" / "agents.csv", dry_run=False)
    return ours


def rewrite(settings: Settings, right: str, wrong: str) -> None:
    path = settings.centre / "policy.yaml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")


def test_a_certificate_that_rings_ask_for_and_nobody_has_is_doubtful(house, tmp_path: Path):
    assert skills_asked_for_are_there(house).verdict == "right"
    rewrite(house, 'skills: "support >= 60"', 'skills: "cert.fire and briefed.new_tariff and newcomer"')
    doubtful = skills_asked_for_are_there(house)
    assert (doubtful.verdict, doubtful.seen) == ("doubtful", "nobody has briefed.new_tariff, cert.fire")
    given = tmp_path / "given.csv"
    given.write_text("agent,name,given_by,valid_from\nayse,fire,Zeynep,2026-01-01\n", encoding="utf-8")
    bring_in(house, "certificates", given, dry_run=False)
    assert skills_asked_for_are_there(house).seen == "nobody has briefed.new_tariff"


def test_a_rota_with_nobody_on_duty_now_is_doubtful(house):
    assert somebody_is_on_duty(house).seen == "no rota is kept; whoever asks for a manager gets, in turn: zeynep, selin"
    now = datetime.now(UTC)
    with writing(open_database(house.database_url)) as session:
        later = DutyWanted(
            agent_id="zeynep", rank="lead", starts_at=now + timedelta(days=1), until=now + timedelta(days=2)
        )
        put_on_duty(session, later, by="x", now=now)
    doubtful = somebody_is_on_duty(house)
    assert doubtful.verdict == "doubtful" and doubtful.seen.startswith("nobody is on duty for queue yonetim now")
    with writing(open_database(house.database_url)) as session:
        put_on_duty(session, replace(later, starts_at=now, until=now + timedelta(hours=8)), by="x", now=now)
    assert somebody_is_on_duty(house).seen == "on duty, in turn: zeynep"


def test_an_agent_in_very_many_lines_is_doubtful(house):
    right = agents_have_few_lines(house)
    assert right.verdict == "right" and right.seen.startswith("nobody belongs to more than ")
    rings = ", ".join("{after_seconds: 0}" for _ in range(31))
    rewrite(house, "queues:\n", f"queues:\n  many: {{rings: [{rings}]}}\n")
    doubtful = agents_have_few_lines(house)
    assert doubtful.verdict == "doubtful" and doubtful.seen.startswith("7 agents belong to more than 30 lines; ")


def test_whom_the_rules_let_us_call_is_told_and_what_lets_strangers_choose_it_is_doubtful(house):
    right = calls_are_bounded(house)
    assert (right.verdict, right.seen.split("; ")[:2]) == ("right", [
        "TR: mobile, fixed_line, fixed_line_or_mobile, voip",
        "3 to a number a day, 10 to a thousand neighbours an hour, any number to a country an hour, "
        "any number an hour in all",
    ])  # fmt: skip
    rewrite(house, "callback_countries: [TR]", "callback_countries: [TR, UK]")
    doubtful = calls_are_bounded(house)
    assert doubtful.verdict == "doubtful"
    assert "UK has no telephone numbers" in doubtful.cure and "per_country_an_hour" in doubtful.cure


def test_while_calling_has_stopped_the_doctor_says_so(house):
    now = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    database = open_database(house.database_url)
    with writing(database) as session:
        session.add(CallingStop(began_at=now, calls=20, answered=1, until=now + timedelta(minutes=15), trials=0))
    database.dispose()
    told = calls_are_bounded(house)
    assert (told.verdict, told.seen) == ("doubtful", "stopped until 10:15: of the last 20 calls 1 were answered")
    assert told.row("tr")["görülen"] == "saat 10:15 olana kadar durdu: son 20 aramanın 1 tanesine yanıt verildi"


def test_messages_over_the_limit_are_told(house):
    assert messages_leave(house).verdict == "right"
    database, now = open_database(house.database_url), datetime.now(UTC)
    with writing(database) as session:
        for name in ("m1", "m2"):
            write_message(session, Draft(id=name, to_number="+905321234567", body="Merhaba"), now=now)
            message_is(session, name, "over_limit", now=now)
    database.dispose()
    told = messages_leave(house)
    assert told.verdict == "doubtful" and told.seen.endswith("were not sent (numbers: 1)")


def test_a_centre_or_a_database_that_cannot_be_read_is_told_of_elsewhere(settings, house):
    for ours in (settings(), settings(SAHIP_CENTRE=str(house.centre), DATABASE_URL="sqlite:////nowhere/x.sqlite")):
        for look in (skills_asked_for_are_there, agents_have_few_lines, calls_are_bounded):
            assert look(ours).verdict == "not looked at"


def test_a_house_that_was_set_up_has_nothing_wrong(settings, house):
    ours = settings(SAHIP_CENTRE=str(house.centre))
    mend(ours)
    assert [finding for finding in examine(ours) if finding.verdict == "wrong"] == []
