"""The journey over real HTTP between real processes, and what happens when one of them is killed in the middle."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from redis import Redis

from engine.demo_day import AT_WORK
from engine.embedded_valkey import EmbeddedValkey
from engine.http_stage import HttpStage
from engine.scripted_call import Script, play, read_script
from engine.shipped import shipped
from tests.whole.conftest import House

AYSE = {"phone": "+905550000001", "answers_after": 3, "after_hearing": "Kabul", "presses": "1"}
PLAYED = ("04-owner-rejects", "07-hangs-up-in-the-greeting", "19-callbacks-doubled")

pytestmark = pytest.mark.timeout(240)


@pytest.mark.parametrize("name", PLAYED)
def test_a_scripted_call_over_real_http(house: House, name: str) -> None:
    stage = HttpStage(*house.stage.addresses, now=house.stage.now)
    failures = play(stage, read_script(shipped("examples") / f"{name}.yaml"))
    assert not failures, "\n".join([*failures, stage.transcript(colour=False)])


def test_the_transcript_shows_people_webhooks_twiml_and_rest_with_times(house: House) -> None:
    stage = HttpStage(*house.stage.addresses, now=house.stage.now)
    assert play(stage, read_script(shipped("examples") / "01-returning-caller.yaml")) == []
    page = stage.transcript(colour=False)
    for shown in ("/voice/inbound", "← Say, Enqueue", "⇐ POST /Calls", "Dial(Conference)", "presses 1"):
        assert shown in page, page


def kill(word: str) -> Callable[[House], None]:
    def act(house: House) -> None:
        victims = house.processes(word)
        assert victims, word
        for victim in victims:
            victim.send_signal(signal.SIGKILL)

    return act


def empty_the_floor(house: House) -> None:
    url = EmbeddedValkey(folder=house.settings.valkey_folder).url
    Redis.from_url(url).flushall()


def kill_valkey(house: House) -> None:
    keepers = house.processes("engine.valkey_keeper")
    servers = [child for keeper in keepers for child in keeper.children()]
    assert servers
    for server in servers:
        server.send_signal(signal.SIGKILL)


TROUBLE = {
    "worker killed": kill("worker"),
    "clock killed": kill("clock"),
    "valkey killed": kill_valkey,
    "floor emptied": empty_the_floor,
}


@pytest.mark.parametrize("trouble", TROUBLE)
def test_a_caller_in_line_is_answered_all_the_same(house: House, trouble: str, tmp_path: Path) -> None:
    """Mehmet waits, nobody is there; something dies; then Ayşe signs in and they talk."""
    everybody_goes_home(house)
    steps = [{"hears": "hatta kalın", "within": 20}, {"joins": True, "within": 90}, {"talks": 2}, "hangs_up"]
    script = Script(
        path=tmp_path, title={"en": trouble}, people={"Ayşe": AYSE}, lasts=110,
        callers={"Mehmet": {"from": "+905321234567", "to": "+908502220000", "steps": steps}},
        expect={"calls": {"Mehmet": {"outcome": "answered", "agent_id": "ayse", "case_number": "4812"}}},
    )  # fmt: skip
    stage = _Troubled(house, TROUBLE[trouble])
    failures = play(stage, script)
    assert not failures, "\n".join([*failures, stage.transcript(colour=False)])


def everybody_goes_home(house: House) -> None:
    for agent in AT_WORK:
        house.stage.ask("PUT", f"/api/v1/agents/{agent}/presence", {"state": "logged_out"})


class _Troubled(HttpStage):
    """The stage, where something goes wrong six seconds into the scene and Ayşe comes in at the tenth."""

    def __init__(self, house: House, trouble: Callable[[House], None]) -> None:
        super().__init__(*house.stage.addresses, now=house.stage.now)
        self._house, self._trouble = house, trouble
        self._passed = 0.0

    def let_pass(self, seconds: float) -> None:
        before, self._passed = self._passed, self._passed + seconds
        if before < 6 <= self._passed:
            self._trouble(self._house)
        if before < 10 <= self._passed:
            status, told = self._signs_in()
            assert status == 200, told
        super().let_pass(seconds)

    def _signs_in(self) -> tuple[int, object]:
        """As a desk does it: again, while the house says that it is not ready yet."""
        for _ in range(40):
            status, told = self.ask("PUT", "/api/v1/agents/ayse/presence", {"state": "ready"})
            if status < 500:
                break
            super().let_pass(0.5)
        return status, told
