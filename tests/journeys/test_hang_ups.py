"""Whoever hangs up, and whenever: nobody is stranded, nothing rings on, everything is written down."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from records.call_record import call_record
from records.database import reading
from simulator import Caller, transcript
from telephony.attempt import OPEN, AttemptRow
from tests.journeys.test_trouble import AYSE, MEHMET, answers, calls, signs_in, state_of
from tests.world import World

MOMENTS = [quarter / 4 for quarter in range(48)][:: 1 if os.environ.get("HANG_UPS") else 5]
"""Of every quarter of a second from the first ring to well into the conversation, each fifth; with HANG_UPS all."""


def everything_is_over(world: World, caller: Caller) -> None:
    assert not world.sim.live_legs(), transcript(world.sim.trace)
    with reading(world.voice.database) as session:
        record = call_record(session, caller.sid)
        still_open = session.scalars(select(AttemptRow).where(AttemptRow.state.in_(OPEN))).all()
    assert record is not None and record.stage == "ended" and record.outcome is not None
    assert not still_open
    counts = world.voice.floor.counts()
    assert not any(counts.waiting.values()), counts


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_caller_may_hang_up_at_any_moment(world: World, moment: float) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    caller = calls(world, MEHMET, "Mehmet", steps=[{"waits": moment}, "hangs_up"])
    world.advance(moment + 10)
    everything_is_over(world, caller)
    assert state_of(world, "ayse") in ("ready", "wrap_up")
    ends = [leg for leg in world.sim.legs() if leg.to == AYSE]
    assert len(ends) <= 1
    world.advance(65)
    assert state_of(world, "ayse") == "ready"


@pytest.mark.parametrize("moment", [moment for moment in MOMENTS if moment >= 2])
def test_the_agent_may_hang_up_at_any_moment_and_the_caller_is_not_left_in_silence(world: World, moment: float) -> None:
    """Burak is ready too: whoever was not answered by Ayşe is answered by him."""
    rings = [
        {"answers_after": 2, "steps": [{"presses": "1"}, {"waits": moment - 2}, "hangs_up"]},
        {"answers_after": 2, "after_hearing": "Kabul", "presses": "1"},
    ]
    world.sim.person(AYSE, "Ayşe", rings=rings)
    answers(world, "+905550000002", "Burak")
    signs_in(world, "ayse")
    signs_in(world, "burak")
    caller = calls(world, MEHMET, "Mehmet", steps=["joins", {"waits": 60}, "hangs_up"])
    world.advance(100)
    everything_is_over(world, caller)
    assert _longest_silence(world, caller) <= timedelta(seconds=5), transcript(world.sim.trace)


def _longest_silence(world: World, caller: Caller) -> timedelta:
    """The longest time the caller was alone in a room with nobody and nothing to hear."""
    inside: dict[str, bool] = {}
    alone_since, longest = None, timedelta()
    for entry in world.sim.trace.of("conference"):
        if not entry.leg:
            continue
        inside[entry.leg] = entry.text.startswith("joins")
        others = any(there for leg, there in inside.items() if leg != caller.sid)
        if inside.get(caller.sid) and not others:
            alone_since = alone_since or entry.at
        elif alone_since is not None:
            longest, alone_since = max(longest, entry.at - alone_since), None
    return longest
