"""A figure out of bounds alarms once, after it has lasted, and not again for a while; at night it waits."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from console.alerts.errors import NotTold
from console.alerts.rule import AlertRule, AlertRules, QuietHours
from console.alerts.telling import teller
from console.alerts.watching import watch
from tests.console.conftest import CALL, Centre

RULE = AlertRule(name="long_wait", metric="longest_wait_seconds", op=">", value=60, for_seconds=30,
                 cool_down_minutes=30, to=("leads",))  # fmt: skip
RULES = AlertRules(rules=(RULE,), addresses={"leads": "SAHIP_ALERT_LEADS"})


@dataclass
class Watch:
    """The clock's duty, and what leads heard of it."""

    centre: Centre
    rules: AlertRules = RULES
    heard: list[str] = field(default_factory=list)
    away: bool = False

    def after(self, seconds: float) -> list[str]:
        """What leads have heard so far, when so much more time has passed."""
        self.centre.clock.advance(seconds)
        watch(self.centre.board, self.rules, self._tell)
        return self.heard

    def _tell(self, who: str, words: str) -> None:
        if self.away:
            raise NotTold("away")
        self.heard.append(f"{who}: {words}")

    def alerts(self) -> list[dict[str, Any]]:
        answer = self.centre.asks("GET", "/alerts").json or {}
        return list(answer["items"])


@pytest.fixture
def duty(centre: Centre) -> Watch:
    return Watch(centre)


def goes(centre: Centre) -> None:
    centre.board.floor.caller_leaves(CALL, why="hung_up", ended={"by": "caller"}, now=centre.clock())


def test_an_alert_fires_once_after_it_has_lasted_long_enough(duty: Watch) -> None:
    duty.centre.caller_waits()
    assert duty.after(61) == []
    assert duty.after(20) == []
    assert duty.after(10) == ["leads: main: en uzun bekleyen 91 sn (sınır 60 sn)"]
    assert len(duty.after(600)) == 1
    [alert] = duty.alerts()
    assert (alert["rule"], alert["subject"], alert["ended_at"]) == ("long_wait", "main", None)
    assert alert["told_at"] is not None


def test_a_figure_that_was_out_of_bounds_for_a_moment_alarms_nobody(duty: Watch) -> None:
    duty.centre.caller_waits()
    duty.after(61)
    goes(duty.centre)
    assert duty.after(40) == []
    assert duty.alerts() == []


def test_the_same_again_within_the_cool_down_is_shown_and_told_only_after_it(duty: Watch) -> None:
    duty.centre.caller_waits()
    duty.after(61)
    assert len(duty.after(31)) == 1
    goes(duty.centre)
    duty.after(10)
    duty.centre.caller_waits("CA" + "5" * 32)
    duty.after(61)
    assert len(duty.after(31)) == 1
    assert [alert["told_at"] is None for alert in duty.alerts()] == [True, False]
    assert len(duty.after(30 * 60)) == 2


def test_two_clocks_tell_it_once(duty: Watch) -> None:
    other = Watch(duty.centre, heard=duty.heard)
    duty.centre.caller_waits()
    duty.after(61)
    other.after(31)
    assert len(duty.after(0)) == 1


def test_in_quiet_hours_nobody_is_told_and_what_still_stands_is_told_when_they_end(duty: Watch) -> None:
    here = duty.centre.clock().astimezone(QuietHours(begins=time(), ends=time()).zone)
    ends = (here + timedelta(hours=1)).time()
    duty.rules = replace(RULES, quiet=QuietHours(begins=(here - timedelta(hours=1)).time(), ends=ends))
    duty.centre.caller_waits()
    duty.after(61)
    assert duty.after(31) == []
    assert len(duty.after(3600)) == 1
    always = replace(RULES, quiet=duty.rules.quiet, rules=(replace(RULE, always=True),))
    assert not always.is_quiet(always.rules[0], duty.centre.clock())


def test_quiet_hours_go_over_midnight() -> None:
    night = QuietHours(begins=time(22), ends=time(7))
    noon = night.zone
    from datetime import datetime

    assert [night.at(datetime(2026, 11, 22, hour, tzinfo=noon)) for hour in (21, 22, 3, 7)] == [
        False, True, True, False
    ]  # fmt: skip


def test_who_could_not_be_reached_is_tried_again_and_not_for_ever(duty: Watch) -> None:
    duty.centre.caller_waits()
    duty.away = True
    duty.after(61)
    duty.after(31)
    assert duty.alerts()[0]["told_at"] is None
    duty.away = False
    assert len(duty.after(10)) == 1
    duty.away = True
    duty.rules = replace(RULES, rules=(replace(RULE, name="other"),))
    duty.after(0)
    for _ in range(10):
        duty.after(31)
    duty.away = False
    assert len(duty.after(31)) == 1


def test_no_data_breaks_no_rule(duty: Watch) -> None:
    level = replace(RULE, name="level", metric="service_level", op="<", value=0.8, for_seconds=0)
    late = replace(RULE, name="late", metric="callbacks_late", op=">=", value=0, for_seconds=0)
    broken = replace(RULE, name="broken", metric="promises_broken", op=">=", value=0, for_seconds=0)
    duty.rules = replace(RULES, rules=(level, late, broken))
    assert duty.after(1) == [
        "leads: 0 geri arama gecikti (sınır 0)",
        "leads: 0 tutulmamış söz telafi bekliyor (sınır 0)",
    ]


@pytest.fixture
def chat() -> Iterator[tuple[str, list[bytes]]]:
    """A chat's address that takes what it is sent."""
    taken: list[bytes] = []

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Takes)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"json://127.0.0.1:{server.server_port}/", taken
    server.shutdown()
    thread.join()
    server.server_close()


def test_apprise_carries_the_words_to_where_the_environment_says(chat: tuple[str, list[bytes]]) -> None:
    address, taken = chat
    tell = teller(RULES, {"SAHIP_ALERT_LEADS": address})
    tell("leads", "destek: 12 kişi bekliyor")
    assert b"12 ki" in taken[0]
    for wrong in ("", "nonsense", "json://127.0.0.1:9/"):
        with pytest.raises(NotTold):
            teller(RULES, {"SAHIP_ALERT_LEADS": wrong})("leads", "x")
