"""What journeys of listening share: who is asked to a conversation, and who hears whom in its room at each moment."""

from typing import Any

from escalations.listening.listening import Listening
from records.database import reading
from simulator import Caller
from simulator.rooms.earshot import hears
from tests.journeys.test_trouble import BURAK, answers, signs_in
from tests.journeys.transfers import they_talk
from tests.world import World

STEP = 0.25


def they_talk_and_burak_is_ready(world: World, **caller: Any) -> Caller:
    """Mehmet talks with Ayşe; Burak's telephone accepts whatever rings."""
    talking = they_talk(world, **caller)
    answers(world, BURAK, "Burak", answers_after=1, after_hearing="1")
    signs_in(world, "burak")
    return talking


def listens(world: World, call: str, mode: str = "monitor", **more: Any) -> Any:
    """Burak is asked to listen, and comes."""
    wanted = {"listener_id": "burak", "mode": mode, "why": "Hafta sonu değerlendirmesi"} | more
    status, told = world.ask("POST", f"/api/v1/calls/{call}/listeners", wanted, key=world.key)
    assert status == 200, told
    world.advance(20, until=lambda: row_of(world, told["id"]).in_mode is not None)
    return told


def row_of(world: World, listening: str) -> Listening:
    with reading(world.voice.database) as session:
        return session.get_one(Listening, listening)


def changes(world: World, listening: Any, mode: str) -> None:
    path = f"/api/v1/calls/{listening['call']}/listeners/{listening['id']}"
    status, told = world.ask("PATCH", path, {"mode": mode}, key=world.key)
    assert status == 200, told
    world.settle()


def heard_by(world: World, name: str) -> set[str]:
    """Whom this person hears just now, in whatever room they are."""
    return {
        other.leg.name
        for room in world.sim.exchange.open_rooms.values()
        for one, others in hears(room).items()
        if one.leg.name == name
        for other in others
    }


def passes(world: World, seconds: float) -> set[str]:
    """Time passes; whom the customer heard in it, looked at four times a second."""
    heard: set[str] = set()
    for _ in range(round(seconds / STEP)):
        world.advance(STEP)
        heard |= heard_by(world, "Mehmet")
    return heard


def in_rooms(world: World) -> set[str]:
    return {one.leg.name for room in world.sim.exchange.open_rooms.values() for one in room.participants}
