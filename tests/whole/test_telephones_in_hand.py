"""A script and somebody at the telephone page want the same telephone."""

import pytest
import requests

from engine.errors import TelephonesInHand
from engine.http_stage import HttpStage
from engine.scripted_call import read_script
from engine.shipped import shipped
from engine.telling import play_and_tell

AYSE = "+905550000001"


def test_a_script_says_whose_telephone_is_in_hand_and_begins_nothing(house):
    handsets = f"http://127.0.0.1:{house.settings.simulator_port}/_sim/handsets"
    stage = HttpStage(*house.stage.addresses, now=house.stage.now)
    requests.post(handsets, json={"number": AYSE, "name": "Ayşe"}, timeout=5).raise_for_status()
    try:
        with pytest.raises(TelephonesInHand, match=r"\+905550000001: put them back"):
            play_and_tell(stage, read_script(shipped("examples") / "01-returning-caller.yaml"), "tr")
        assert stage.callers() == {}
    finally:
        requests.delete(f"{handsets}/{AYSE}", timeout=5).raise_for_status()
