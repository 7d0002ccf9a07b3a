"""Who rings in by themselves in the living demo: drawn from a seed, and never in the newcomer's way."""

from itertools import pairwise
from random import Random

import pytest

from engine.demo_life.cast import PLAYED, Floor
from engine.demo_life.dice import Dice, Ring
from engine.demo_life.errand import read_errands
from engine.demo_life.regulars import FOR_THE_NEWCOMER, NUMBERS, REGULARS
from engine.demo_life.scene import a_scene_is_played, scene_to_itself
from simulator.people.steps import read_step

MANY = 300


def floor(taken=(), **states) -> Floor:
    at_work = {agent: {"state": states.get(agent, "ready")} for agent in (*PLAYED, "elif")}
    return Floor(agents=at_work, taken=set(taken))


def drawn(floor: Floor, *, seed=1, by_day=True, newcomer_called=False) -> list[Ring]:
    dice = Dice(errands=read_errands(), chance=Random(seed))
    rings = (dice.next_ring(floor, by_day=by_day, newcomer_called=newcomer_called) for _ in range(MANY))
    return [ring for ring in rings if ring is not None]


def reached(rings: list[Ring]) -> set[str]:
    errands = read_errands()
    owners = {ring.customer.owner or "" for ring in rings if errands[ring.errand].owner}
    return owners.union(*(errands[ring.errand].reaches for ring in rings))


def test_everything_that_is_written_down_can_be_done_on_a_telephone():
    for errand in read_errands().values():
        assert [read_step(step) for step in errand.done_on_the_line(Random(1))]


def test_the_same_seed_is_the_same_day():
    assert drawn(floor(), seed=7) == drawn(floor(), seed=7) != drawn(floor(), seed=8)


def test_they_speak_turkish_and_english_and_nobody_calls_twice_in_a_row():
    rings = drawn(floor())
    assert {ring.customer.language for ring in rings} == {"tr", "en"}
    assert all(one.customer != other.customer for one, other in pairwise(rings))


def test_ayse_is_left_to_the_newcomers_first_call():
    assert "ayse" not in reached(drawn(floor()))
    assert "ayse" in reached(drawn(floor(), newcomer_called=True))


def test_nobody_rings_at_whom_a_person_has_taken_before_their_first_call():
    assert not {"burak", "elif"} & reached(drawn(floor(taken=("burak", "elif"))))


def test_one_of_those_who_answer_first_stays_free():
    rings = drawn(floor(burak="talking", ayse="wrap_up"), newcomer_called=True)
    assert {"deniz"} <= reached(rings)
    assert not [ring for ring in rings if read_errands()[ring.errand].keys == "22"]


@pytest.mark.parametrize(("by_day", "some"), [(True, True), (False, False)])
def test_who_wants_to_be_called_back_rings_in_by_day_while_the_owner_talks(by_day, some):
    wishes = [ring.errand for ring in drawn(floor(burak="talking"), by_day=by_day)]
    assert ("rather_be_called" in wishes) is some
    assert "rather_be_called" not in [ring.errand for ring in drawn(floor(), by_day=by_day)]


def test_the_newcomers_own_customer_is_none_of_those_the_demo_plays():
    assert FOR_THE_NEWCOMER.number not in NUMBERS and len(NUMBERS) == len(REGULARS)


def test_a_scripted_call_has_the_floor_to_itself_until_it_is_over(tmp_path):
    assert not a_scene_is_played(tmp_path)
    with scene_to_itself(tmp_path), scene_to_itself(tmp_path):
        assert a_scene_is_played(tmp_path)
    assert not a_scene_is_played(tmp_path)
