"""What journeys of warm transfers share: a conversation, a colleague asked into it, and how all of it ended."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import select

from escalations.transfer.asking import Ask, ask_transfer
from escalations.transfer.transfer import Transfer, open_transfer
from escalations.transfer.transfer_step import steps_of_transfer
from escalations.transfer.wishing import Wish, Wisher, wish
from records.call_record import SIDE, CallRow
from records.database import reading
from records.journal import EventRow
from simulator import Caller, Killed, transcript
from simulator.lines.calls import leg_ends
from simulator.rooms.alone import longest_silence
from telephony.attempt import OPEN, AttemptRow
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, answers, calls, signs_in
from tests.world import World

LEADS: Final[Mapping[str, str]] = {"burak": BURAK}


def they_talk(world: World, **caller: Any) -> Caller:
    """Mehmet has rung in and talks with Ayşe; Ayşe stays until somebody takes her out."""
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    mehmet = calls(world, MEHMET, "Mehmet", **({"steps": ["joins", {"talks": 300}, "hangs_up"]} | caller))
    world.advance(25)
    return mehmet


def asks(world: World, caller: Caller, *wanted: str, kind: Any = "supervisor") -> Transfer:
    """Ayşe asks for these colleagues, in this order."""
    transfer = ask_transfer(world.voice, Ask(kind=kind, call=caller.sid, by="ayse", wanted=wanted or ("burak",)))
    world.settle()
    return transfer


def the_one(world: World, caller: Caller) -> Transfer:
    """The transfer of this conversation that is under way."""
    with reading(world.voice.database) as session:
        found = open_transfer(session, caller.sid)
    assert found is not None
    return found


def wishes(world: World, transfer: Transfer, what: Wish, by: Wisher) -> bool:
    done = wish(world.voice, transfer.id, what, by=by)
    world.settle()
    return done


def now_of(world: World, transfer: Transfer) -> Transfer:
    with reading(world.voice.database) as session:
        return session.get_one(Transfer, transfer.id)


def way_of(world: World, transfer: Transfer) -> list[str]:
    """The states it went through."""
    with reading(world.voice.database) as session:
        return [step.state for step in steps_of_transfer(session, transfer.id)]


def goes_its_usual_way(world: World, transfer: Transfer) -> None:
    """The lead comes, meets the customer a while later, and Ayşe leaves the two; they part content."""
    for what, by in (("join", "colleague"), ("leave", "agent")):
        passes(world, 20)
        wishes(world, transfer, what, by)  # type: ignore[arg-type]
    passes(world, 15)
    hangs_up(world, MEHMET)
    passes(world, 20)


def passes(world: World, seconds: float) -> None:
    """Time, through whatever dies in it."""
    end = world.clock() + timedelta(seconds=seconds)
    while (left := (end - world.clock()).total_seconds()) > 0:
        try:
            world.advance(left)
        except Killed:
            continue


def hangs_up(world: World, number: str) -> None:
    """Whoever has this number puts the telephone down, if they are on it."""
    for leg in world.sim.live_legs():
        if number in (leg.from_, leg.to) and leg.answered_at is not None:
            leg_ends(world.sim.exchange, leg, status="no-answer", by="person")
    world.settle()


LONGEST_SILENCE: Final = 5.0
"""Seconds."""


def nobody_is_left(world: World) -> None:
    """No leg, no attempt, no agent who is held for anything, no transfer that somebody would look at; and nobody who
    was alone in silence."""
    silences = {leg.name: longest_silence(leg, world.clock()) for leg in world.sim.legs()}
    assert max(silences.values()) <= LONGEST_SILENCE, (silences, transcript(world.sim.trace))
    assert not world.sim.live_legs(), transcript(world.sim.trace)
    with reading(world.voice.database) as session:
        assert not session.scalars(select(AttemptRow).where(AttemptRow.state.in_(OPEN))).all()
        assert not session.scalars(select(Transfer.id).where(Transfer.look_at.is_not(None))).all()
        ended = session.scalars(select(EventRow.call).where(EventRow.kind == "ended")).all()
        beside = [
            row.sid
            for row in session.scalars(select(CallRow).where(CallRow.stage != "ended", CallRow.direction == SIDE))
        ]
    assert not beside, (beside, transcript(world.sim.trace))
    assert len(ended) == len(set(ended)), ended
    held = {agent.id: agent.state for agent in world.voice.floor.agents() if agent.call}
    assert not held, (held, transcript(world.sim.trace))
