"""The demo's agents keep the hours of an office, also where its clock is moved on by days."""

from datetime import datetime
from zoneinfo import ZoneInfo

from engine.demo_day import AT_WORK, people_come_back
from engine.simulated_stage import SimulatedStage
from tests.world import World

ZONE = ZoneInfo("Europe/Istanbul")
SUNDAY_NIGHT = datetime(2026, 11, 8, 3, 0, tzinfo=ZONE)
MONDAY_MORNING = datetime(2026, 11, 9, 10, 0, tzinfo=ZONE)


def test_nobody_works_on_a_sunday_night_and_monday_they_are_back(world: World) -> None:
    stage = SimulatedStage(world)
    for agent in AT_WORK:
        assert stage.ask("PUT", f"/api/v1/agents/{agent}/presence", {"state": "ready"})[0] == 200
    stage.leap_to(SUNDAY_NIGHT)
    stage.let_pass(5)
    assert _standing(stage) == {("logged_out", "shift_over")}
    people_come_back(stage)
    assert _standing(stage) == {("logged_out", "shift_over")}
    stage.leap_to(MONDAY_MORNING)
    people_come_back(stage)
    assert not {state for state, _ in _standing(stage)} & {"logged_out", "not_ready"}


def _standing(stage: SimulatedStage) -> set[tuple[str, str]]:
    """State and reason of those who are at work in the demo."""
    status, listed = stage.ask("GET", "/api/v1/agents?limit=200")
    assert status == 200
    return {(agent["state"], agent["reason"]) for agent in listed["items"] if agent["id"] in AT_WORK}
