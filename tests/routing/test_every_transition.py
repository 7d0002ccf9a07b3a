"""What holds for every transition alike: it is refused on another floor, and once done it is not done again."""

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from redis import Redis

from routing.errors import EpochChanged, FloorLost, FloorRebuilding
from tests.routing import worlds
from tests.routing.acts import ACTS
from tests.routing.house import House
from tests.routing.kept_floor import KeptFloors, same_world
from tests.routing.stage import Stage

DOES: Final[dict[str, Callable[[House], None]]] = {
    "CA1 arrives": worlds.everybody_ready,
    "CA9 arrives where one may wait": worlds.nobody_there,
    "CA1 hangs up": worlds.talking,
    "CA9 ends before it arrives": worlds.nobody,
    "CA1 comes back": worlds.over,
    "CA1 comes back with another plan": worlds.talking,
    "CA1 asks for another plan": worlds.all_busy,
    "CA1 hears a menu": worlds.ringing,
    "CA8 rings in": worlds.ringing,
    "CA8 rings in with a plan of its own": worlds.nobody_there,
    "CA1 waits for more people": worlds.owner_busy,
    "leg rings": worlds.offered,
    "dialling must wait": worlds.offered,
    "the leg accepts": worlds.ringing,
    "the agent rejects": worlds.ringing,
    "the caller comes into the room": worlds.accepted,
    "the agent leaves the room": worlds.talking,
    "the line to the agent is cut": worlds.accepted,
    "wrap-up is finished": worlds.wrap_up,
    "wrap-up takes longer": worlds.wrap_up,
    "Ayşe rests": worlds.everybody_ready,
    "Ayşe's pause ends": worlds.after_rona,
    "ayse says not_ready": worlds.ringing,
    "Ayşe loses her skills": worlds.everybody_ready,
    "Ayşe's lease is overdue": worlds.lost_desk,
}
"""Act → a world in which it does something. Every transition that takes an op is here."""
WITHOUT_OP: Final = "Ayşe's desk beats"

named = {act.name: act for act in ACTS}
every_transition = pytest.mark.parametrize("name", DOES)
every_transition_and_the_beat = pytest.mark.parametrize("name", [*DOES, WITHOUT_OP])


@pytest.fixture
def stage(house: House, valkey_url: str, name: str) -> Iterator[Stage]:
    raw = Redis.from_url(valkey_url)
    yield Stage(house, raw, DOES.get(name, worlds.everybody_ready))
    raw.close()


def act(stage: Stage, name: str, *, op: str = "", later: float = 0) -> object:
    chosen = named[name]
    return chosen.does(stage.house, stage.held, stage.house.at(chosen.at + later), op)


@every_transition
def test_what_is_asked_again_is_answered_the_same_and_not_done_again(stage: Stage, name: str) -> None:
    answer = act(stage, name, op="op1")
    done = stage.kept.keep()
    assert name.startswith("CA9 arrives") or not same_world(done, stage.start), "it did something the first time"
    assert act(stage, name, op="op1", later=5) == answer
    assert stage.kept.keep() == done


@every_transition
def test_what_has_no_op_is_not_kept(stage: Stage, name: str) -> None:
    act(stage, name)
    assert [key for key in stage.kept.keep()[::2] if b":op:" in key] == []


@every_transition_and_the_beat
def test_who_believes_in_an_earlier_floor_changes_nothing(stage: Stage, name: str) -> None:
    stage.floor.believe(0)
    with pytest.raises(EpochChanged) as changed:
        act(stage, name)
    assert (changed.value.believed, changed.value.current) == (0, 1)
    assert stage.kept.keep() == stage.start


@every_transition_and_the_beat
def test_who_believes_in_a_later_floor_has_lost_it_and_changes_nothing(stage: Stage, name: str) -> None:
    stage.floor.believe(2)
    with pytest.raises(FloorLost, match="epoch 1"):
        act(stage, name)
    assert stage.kept.keep() == stage.start


@every_transition_and_the_beat
def test_while_the_floor_is_rebuilt_nothing_else_changes_it(stage: Stage, name: str, redis: Redis) -> None:
    redis.append(stage.floor._wire.keys.epoch, "r")
    before = stage.kept.keep()
    with pytest.raises(FloorRebuilding):
        act(stage, name)
    assert stage.kept.keep() == before


def test_no_transition_is_forgotten_here() -> None:
    from routing.floor_scripts import sources

    elsewhere = {"accept_and_answer", "begin_epoch", "finish_rebuild", "keep_answer", "presence_beats"}
    wanted = {name for name in sources() if not name.startswith("restore_")} - elsewhere
    assert wanted <= {named[name].transition for name in DOES}


def test_kept_floors_come_back_as_they_were(house: House, valkey_url: str) -> None:
    """Without this the tests above would compare nothing."""
    raw = Redis.from_url(valkey_url)
    worlds.ringing(house)
    kept = KeptFloors(raw)
    before = kept.keep()
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(30))
    assert not same_world(kept.keep(), before)
    kept.bring_back(before)
    assert kept.keep() == before
    raw.close()
