"""Calls placed by REST: they wait for the account's pace, ring, and run a document when answered."""

from dataclasses import dataclass
from datetime import datetime

from simulator.calls import leg_ends, start_program
from simulator.clockwork.task import Interrupted
from simulator.conference import Entrance, Room, add_failed, enter_room, leave_room
from simulator.exchange import Exchange
from simulator.leg import Ask, Leg, Subscription
from simulator.network import call_slot, ring_telephone
from simulator.program import Source, run_call


@dataclass(frozen=True, kw_only=True)
class Order:
    """A call to be placed."""

    from_: str
    to: str
    timeout: float = 60.0
    time_limit: float | None = None
    subscription: Subscription | None = None
    fallback: Ask | None = None


def create_call(x: Exchange, order: Order, source: Source) -> Leg:
    """Queue a call that runs this document when answered."""
    leg, slot = _leg(x, order)
    start_program(x, leg, _call, x, leg, order, source, slot)
    return leg


def create_participant(x: Exchange, order: Order, room: Room, entrance: Entrance) -> Leg:
    """Queue a call that goes straight into a conference when answered: no document, no key to press."""
    leg, slot = _leg(x, order)
    room.awaited.append(leg)
    leg.ended.then(lambda _: _never_came(x, leg, room, entrance))
    start_program(x, leg, _participate, x, leg, order, room, entrance, slot)
    return leg


def _leg(x: Exchange, order: Order) -> tuple[Leg, datetime]:
    slot, now = call_slot(x), x.kernel.now()
    person = x.handsets.get(order.to) or x.people.get(order.to)
    leg = Leg(
        sid=x.ids.new("CA"),
        direction="outbound-api",
        from_=order.from_,
        to=order.to,
        created_at=now,
        name=person.name if person else order.to,
        queue_seconds=(slot - now).total_seconds(),
        subscription=order.subscription,
        fallback=order.fallback,
        time_limit=order.time_limit,
    )
    x.connect(leg)
    return leg, slot


async def _call(x: Exchange, leg: Leg, order: Order, source: Source, slot: datetime) -> None:
    await x.kernel.sleep((slot - x.kernel.now()).total_seconds())
    if await ring_telephone(x, leg, order.timeout):
        await run_call(x, leg, source)


async def _participate(x: Exchange, leg: Leg, order: Order, room: Room, entrance: Entrance, slot: datetime) -> None:
    await x.kernel.sleep((slot - x.kernel.now()).total_seconds())
    if not await ring_telephone(x, leg, order.timeout):
        return
    room.awaited.remove(leg)
    participant = enter_room(x, room, leg, entrance)
    participant.from_api = True
    try:
        await participant.left
    except Interrupted as cut:
        leave_room(x, participant, "participant_hung_up" if cut.cause == "hangup" else "participant_updated_via_api")
        raise
    leg_ends(x, leg, by="left the conference")


def _never_came(x: Exchange, leg: Leg, room: Room, entrance: Entrance) -> None:
    if leg in room.awaited:
        room.awaited.remove(leg)
        add_failed(x, room, leg, entrance.label)
