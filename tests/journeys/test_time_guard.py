"""Two minutes without getting anywhere, and a person takes over, whatever the caller presses."""

from tests.journeys.test_trouble import STRANGER, calls, signs_in
from tests.world import World

PRESSES_EVERY = 8
"""Seconds; each time the menu is told once more from its beginning."""


def in_line(world: World, call: str) -> bool:
    known = world.voice.floor.call(call)
    return known is not None and known.state in ("waiting", "reserved")


def test_who_has_everything_repeated_for_two_minutes_is_given_a_person(world: World) -> None:
    world.sim.person("+905550000001", "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    again = [{"waits": PRESSES_EVERY}, {"presses": "*"}]
    caller = calls(world, STRANGER, "Sabırlı", steps=[*again * 30, "hangs_up"])
    world.advance(110)
    assert not in_line(world, caller.sid)
    world.advance(25)
    assert in_line(world, caller.sid)
