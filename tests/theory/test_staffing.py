"""The fewest agents that keep what was promised."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.erlang import Load, outlook
from routing.errors import BadStaffing
from routing.staffing import Target, agents_needed, rostered

TEN_ERLANGS = Load(calls_per_hour=200, handle_seconds=180)
IMPATIENT = Load(calls_per_hour=200, handle_seconds=180, patience_seconds=120)


@pytest.mark.parametrize(
    ("load", "target", "agents"),
    [
        (TEN_ERLANGS, Target(service_level=0.8), 14),
        (IMPATIENT, Target(service_level=0.8), 12),
        (TEN_ERLANGS, Target(answer_seconds=10), 14),
        (TEN_ERLANGS, Target(occupancy=0.7), 15),
        (IMPATIENT, Target(abandonment=0.05), 13),
        (TEN_ERLANGS, Target(service_level=0.8, occupancy=0.7), 15),
        (TEN_ERLANGS, Target(service_level=0.97, within_seconds=20), 16),
    ],
)
def test_the_fewest_agents_that_keep_the_target(load, target, agents):
    assert agents_needed(load, target) == agents


@given(
    calls=st.floats(1, 2000), handle=st.floats(10, 1000), patience=st.one_of(st.none(), st.floats(5, 600)),
    level=st.floats(0.05, 0.99), within=st.floats(0, 120),
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_one_fewer_does_not_keep_it_and_one_more_does(calls, handle, patience, level, within):
    load = Load(calls_per_hour=calls, handle_seconds=handle, patience_seconds=patience)
    target = Target(service_level=level, within_seconds=within)
    agents = agents_needed(load, target)
    assert target.kept_by(outlook(load, agents)) and target.kept_by(outlook(load, agents + 1))
    assert agents == 1 or not target.kept_by(outlook(load, agents - 1))


def test_the_roster_holds_those_who_are_away():
    assert rostered(14, 0.3) == 20
    assert rostered(7, 0.3) == 10  # 7 / 0.7 is a little more than 10 only in a computer
    assert rostered(14, 0) == 14
    with pytest.raises(BadStaffing, match="between 0 % and 100 %"):
        rostered(14, 1)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ({"service_level": 1}, "neither can be promised"),
        ({"occupancy": 0}, "neither can be promised"),
        ({"service_level": 0.8, "within_seconds": -1}, "before they call"),
        ({"answer_seconds": 0}, "before they call"),
        ({}, "nothing is to be kept"),
    ],
)
def test_a_target_nobody_can_keep_is_refused(target, said):
    with pytest.raises(BadStaffing, match=said):
        Target(**target)


def test_who_waits_for_ever_does_not_give_up():
    with pytest.raises(BadStaffing, match="say how long their patience lasts"):
        agents_needed(TEN_ERLANGS, Target(abandonment=0.05))


def test_a_target_out_of_reach_is_said():
    with pytest.raises(BadStaffing, match="20000 agents would not keep it"):
        agents_needed(Load(calls_per_hour=100, handle_seconds=100), Target(occupancy=0.0001))
