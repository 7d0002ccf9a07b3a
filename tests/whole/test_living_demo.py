"""The living demo: its own customers ring in, its agents answer and write up what it was, and leave alone whom a person
has taken."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import requests

from engine.demo_day import begin_the_day
from engine.demo_life.errand import read_errands
from engine.demo_life.life import Life
from engine.demo_life.regulars import NUMBERS
from engine.demo_life.scene import scene_to_itself, wait_for_the_wings
from engine.demo_living import life_in
from engine.handset_line import HandsetLine
from engine.scripted_scene import nobody_else_is_owed_a_call
from tests.whole.conftest import House

pytestmark = pytest.mark.timeout(240)
A_WHILE_SECONDS = 5
MOST_LOOKS = 300


@pytest.fixture
def life(house: House) -> Iterator[Life]:
    """Repairs and bills, in few words. In the end whoever is on the line hangs up, as before a scripted call."""
    nobody_else_is_owed_a_call(house.stage, set(), 86_400)
    begin_the_day(house.stage)
    known = read_errands()
    soon = {name: known[name].model_copy(update={"talks": (2, 4)}) for name in ("boiler", "high_bill")}
    living = life_in(house.settings, house.stage, soon)
    yield living
    with scene_to_itself(house.settings.var):
        living.looked_at()
        wait_for_the_wings(house.stage)
    for agent in ("ayse", "burak", "can", "deniz"):
        house.stage.ask("PUT", f"/api/v1/agents/{agent}/presence", {"state": "logged_out"})


def test_customers_ring_in_are_answered_and_written_up_by_whoever_nobody_has_taken(house: House, life: Life) -> None:
    began = house.stage.now()
    _lives_until(house, life, lambda: any(_closed(house, call) for call in _answered(house, began)))
    ticked = requests.get(f"{house.settings.public_url}/?lang=en", timeout=5).text
    visitor, telephone = requests.Session(), HandsetLine(house.stage.addresses[2], "+905550000003")
    visitor.get(f"{house.settings.public_url}/in/burak", timeout=5)
    telephone.take("Can Işık")
    _lives_until(house, life, lambda: _state(house, "burak") == "logged_out")
    taken = house.stage.now()
    _lives_until(house, life, lambda: bool(_answered(house, taken)))
    assert not [call for call in _answered(house, taken) if call["agent_id"] in ("burak", "can")]
    assert requests.get(f"{house.settings.public_url}/?lang=en", timeout=5).text == ticked
    telephone.put_back()
    visitor.post(f"{house.settings.public_url}/logout", headers={"Origin": house.settings.public_url}, timeout=5)
    _lives_until(house, life, lambda: _state(house, "burak") == "ready")


def _lives_until(house: House, life: Life, true) -> None:
    """The demo's clock goes on by a few seconds wherever nobody is about to be connected."""
    address = f"http://127.0.0.1:{house.settings.simulator_port}/_sim/clock"
    for _ in range(MOST_LOOKS):
        life.looked_at()
        if true():
            return
        house.stage.let_pass(0.4)
        live = house.stage.ask("GET", "/api/v1/calls?stage=live&limit=200")[1]["items"]
        if all(call["stage"] == "talking" for call in live):
            requests.post(address, json={"leap_seconds": A_WHILE_SECONDS}, timeout=5).raise_for_status()
    agents = house.stage.ask("GET", "/api/v1/agents?limit=200")[1]["items"]
    raise AssertionError(f"it never came to that: {live}, {[(one['id'], one['state']) for one in agents]}")


def _answered(house: House, since: datetime) -> list[dict[str, Any]]:
    """Calls of the demo's own customers."""
    listed = house.stage.ask("GET", "/api/v1/calls?limit=200")[1]["items"]
    ours = [call for call in listed if call["from_number"] in NUMBERS and call["answered_at"]]
    return [call for call in ours if datetime.fromisoformat(call["arrived_at"]) > since]


def _closed(house: House, call: dict[str, Any]) -> bool:
    case = house.stage.ask("GET", f"/api/v1/cases/{call['case_number']}")[1]
    return bool(case["status"] == "closed" and case["disposition"])


def _state(house: House, agent: str) -> str:
    return str(house.stage.ask("GET", f"/api/v1/agents/{agent}")[1]["state"])
