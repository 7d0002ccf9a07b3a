"""Who hears whom in a conference."""

from datetime import UTC, datetime

import pytest

from simulator.lines.leg import Leg
from simulator.rooms.conference import Participant, Room
from simulator.rooms.earshot import hears

NOW = datetime(2026, 11, 2, tzinfo=UTC)
ALL = {"caller": "agent supervisor", "agent": "caller supervisor", "supervisor": "agent caller"}


def room_of_three(status: str = "in-progress", **changes: dict[str, object]) -> Room:
    room = Room(sid="CF1", name="room", created_at=NOW, status=status)
    for name in ALL:
        leg = Leg(sid=name, direction="inbound", from_="", to="", created_at=NOW)
        one = Participant(
            leg=leg, room=room, entered_at=NOW, label=name, starts=True, muted=False, ends_on_exit=False, coaches=""
        )
        for field, value in changes.get(name, {}).items():
            setattr(one, field, value)
        room.participants.append(one)
    return room


def heard(room: Room) -> dict[str, str]:
    return {one.label: " ".join(sorted(other.label for other in others)) for one, others in hears(room).items()}


def test_everybody_hears_everybody_else() -> None:
    assert heard(room_of_three()) == ALL


def test_nobody_hears_anybody_before_the_start() -> None:
    assert heard(room_of_three(status="init")) == dict.fromkeys(ALL, "")


def test_somebody_muted_hears_and_is_not_heard() -> None:
    assert heard(room_of_three(supervisor={"muted": True})) == {**ALL, "caller": "agent", "agent": "caller"}


def test_somebody_on_hold_neither_hears_nor_is_heard() -> None:
    held = heard(room_of_three(caller={"hold": True}))
    assert held == {"caller": "", "agent": "supervisor", "supervisor": "agent"}


def test_a_coach_hears_all_and_is_heard_by_the_coached_alone() -> None:
    coached = heard(room_of_three(supervisor={"coaches": "agent"}))
    assert coached == {**ALL, "caller": "agent"}


@pytest.mark.parametrize(("switch", "caller"), [(False, ""), (True, "supervisor")])
def test_a_coach_whose_coached_leg_left_is_heard_as_the_switch_says(switch: bool, caller: str) -> None:
    room = room_of_three(supervisor={"coaches": "agent"})
    room.orphaned_coach_is_heard = switch
    room.participants.pop(1)
    assert heard(room) == {"caller": caller, "supervisor": "caller"}


def test_held_and_muted_are_two_things() -> None:
    room = room_of_three(caller={"hold": True, "muted": True})
    room.participants[0].hold = False
    assert heard(room) == {"caller": "agent supervisor", "agent": "supervisor", "supervisor": "agent"}
