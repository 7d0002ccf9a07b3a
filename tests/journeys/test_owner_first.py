"""Owner first, with real calls: the owner is back, the stand-in stood in, and a place is neither lost nor bettered."""

from simulator import Caller
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, STRANGER, answers, calls, signs_in
from tests.world import World


def shown(world: World, caller: Caller) -> dict[str, object]:
    return dict(world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1])


def test_when_the_owner_is_back_the_next_call_is_theirs_again(world: World) -> None:
    signs_in(world, "burak")
    answers(world, AYSE, "Ayşe")
    answers(world, BURAK, "Burak")
    first = calls(world, MEHMET, "Mehmet")
    world.advance(40)
    assert (shown(world, first)["agent_id"], shown(world, first)["owner_id"]) == ("burak", "ayse")
    signs_in(world, "ayse")
    world.advance(60)
    again = calls(world, MEHMET, "Mehmet")
    world.advance(40)
    assert shown(world, again)["agent_id"] == "ayse"
    assert world.ask("GET", "/api/v1/cases/4812", key=world.key)[1]["owner_id"] == "ayse"


def test_an_old_place_is_exactly_the_one_that_was(world: World) -> None:
    signs_in(world, "ayse", "not_ready")
    first = calls(world, STRANGER, "Deniz", steps=[{"presses": "0"}, {"waits": 20}, "hangs_up"])
    world.advance(60)
    again = calls(world, STRANGER, "Deniz", steps=[{"presses": "0"}, {"waits": 60}, "hangs_up"])
    world.advance(30)
    before, now = shown(world, first), shown(world, again)
    assert before["place_at"] == now["place_at"]
    old, new = world.voice.floor.call(first.sid), world.voice.floor.call(again.sid)
    assert old is not None and new is not None and old.score == new.score
