"""The demo's ordinary day: agents at their telephones, telephones to try, and who missed a call is back soon."""

import subprocess
import sys
from urllib.parse import urlsplit

import pytest
import requests

from engine.demo_day import AT_WORK, begin_the_day, people_come_back
from engine.scripted_scene import nobody_else_is_owed_a_call
from engine.shipped import shipped

pytestmark = pytest.mark.timeout(240)
AWAY = {"logged_out", "not_ready"}
"""Whoever is neither is at work."""


def _states(house):
    status, listed = house.stage.ask("GET", "/api/v1/agents?limit=200")
    assert status == 200
    return {agent["id"]: (agent["state"], agent["reason"]) for agent in listed["items"] if agent["id"] in AT_WORK}


def test_the_telephones_are_found_at_the_product_itself(house):
    answer = requests.get(f"{house.settings.public_url}/phone?lang=en", allow_redirects=False, timeout=5)
    assert answer.status_code == 302
    assert urlsplit(answer.headers["Location"]).port == house.settings.simulator_port


def test_agents_are_at_work_and_the_page_offers_their_telephones(house):
    begin_the_day(house.stage)
    assert {state for state, _ in _states(house).values()} <= {"ready", "wrap_up"}  # of a call before this day
    offered = requests.get(f"http://127.0.0.1:{house.settings.simulator_port}/_sim/suggestions", timeout=5).json()
    assert "+905321234567" in [each["number"] for each in offered["callers"]]
    assert {phone for _, phone, _ in AT_WORK.values()} <= {each["number"] for each in offered["called"]}


def test_an_agent_who_missed_a_call_is_ready_again_a_minute_later(house):
    _nobody_is_called(house)
    begin_the_day(house.stage)
    name, phone, _ = AT_WORK["ayse"]
    house.stage.put_at_telephone(phone, name, {"never_answers": True})
    address = f"http://127.0.0.1:{house.settings.simulator_port}/_sim"
    number = requests.get(f"{address}/suggestions", timeout=5).json()["numbers"][0]["number"]
    steps = [{"waits": 60}, "hangs_up"]
    requests.post(f"{address}/calls", json={"from": "+905321234567", "to": number, "steps": steps}, timeout=5)
    _wait_until(house, lambda: _states(house)["ayse"] == ("not_ready", "rona"), looks=600)
    people_come_back(house.stage)
    assert _states(house)["ayse"] == ("not_ready", "rona")
    requests.post(f"{address}/clock", json={"leap_seconds": 61}, timeout=5).raise_for_status()
    people_come_back(house.stage)
    assert _states(house)["ayse"][0] not in AWAY


def _nobody_is_called(house):
    """What other tests promised is called off, and nobody's telephone rings for it any more."""
    nobody_else_is_owed_a_call(house.stage, set(), 86_400)


def _wait_until(house, true, looks=200):
    for _ in range(looks):
        if true():
            return
        house.stage.let_pass(0.1)
    raise AssertionError("it never came to that")


def test_after_a_scripted_call_everybody_is_back_at_their_telephones(house):
    _nobody_is_called(house)
    begin_the_day(house.stage)
    command = [sys.executable, "-P", "-m", "engine.cli", "call", str(shipped("examples") / "04-owner-rejects.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=150)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not {state for state, _ in _states(house).values()} & AWAY
