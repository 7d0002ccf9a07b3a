"""Calls placed by REST: they wait for the account's pace, ring, and run a document when answered."""

from dataclasses import dataclass, replace
from datetime import datetime

from simulator.clockwork.task import Interrupted
from simulator.exchange import Exchange
from simulator.lines.amd import Detection, detect, detect_beside
from simulator.lines.calls import leg_ends, start_program
from simulator.lines.ear import ENDLESS_SECONDS
from simulator.lines.leg import Ask, Leg, Subscription
from simulator.lines.network import bare, call_slot, ring_telephone
from simulator.lines.sent_digits import send_digits
from simulator.rooms.conference import Participant, Room, add_failed, enter_room, leave_room
from simulator.rooms.entrance import Entrance, refusal
from simulator.rooms.room_wait import begin_waiting
from simulator.twiml.program import Source, run_call


@dataclass(frozen=True, kw_only=True)
class Order:
    """A call to be placed. With `detection_waits` its document is asked for only when it is known who answered."""

    from_: str
    to: str
    timeout: float = 60.0
    time_limit: float | None = None
    subscription: Subscription | None = None
    fallback: Ask | None = None
    send_digits: str = ""
    call_reason: str = ""
    detection: Detection | None = None
    detection_waits: bool = False


def create_call(x: Exchange, order: Order, source: Source) -> Leg:
    """Queue a call that runs this document when answered."""
    leg, slot = _leg(x, order)
    start_program(x, leg, _call, x, leg, order, source, slot)
    return leg


def create_participant(x: Exchange, order: Order, room: Room, entrance: Entrance) -> Leg:
    """Queue a call that goes straight into a conference when answered: no document, no key to press."""
    leg, slot = _leg(x, order)
    leg.entrance = entrance
    room.awaited.append(leg)
    leg.ended.then(lambda _: _never_came(x, leg, room, entrance))
    start_program(x, leg, _participate, x, leg, order, room, entrance, slot)
    return leg


def _leg(x: Exchange, order: Order) -> tuple[Leg, datetime]:
    slot, now = call_slot(x), x.kernel.now()
    person = x.handsets.get(order.to) or x.people.get(bare(order.to))
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
        call_reason=order.call_reason,
    )
    x.connect(leg)
    return leg, slot


async def _call(x: Exchange, leg: Leg, order: Order, source: Source, slot: datetime) -> None:
    await x.kernel.sleep((slot - x.kernel.now()).total_seconds())
    if not await ring_telephone(x, leg, order.timeout):
        return
    await send_digits(x, leg, order.send_digits)
    if order.detection is not None and order.detection_waits:
        source = _with_answer(source, await detect(x, leg, order.detection))
    elif order.detection is not None:
        detect_beside(x, leg, order.detection)
    await run_call(x, leg, source)


def _with_answer(source: Source, answered_by: str) -> Source:
    if not isinstance(source, Ask):
        return source
    return replace(source, params=(*source.params, ("AnsweredBy", answered_by)))


async def _participate(x: Exchange, leg: Leg, order: Order, room: Room, entrance: Entrance, slot: datetime) -> None:
    await x.kernel.sleep((slot - x.kernel.now()).total_seconds())
    if entrance.early_media:
        leg.sidelines.append(x.kernel.spawn(_room_hears_ringing, x, leg, room))
    if not await ring_telephone(x, leg, order.timeout):
        return
    if order.detection is not None:
        detect_beside(x, leg, order.detection)
    participant = _enters(x, leg, room, entrance)
    if participant is None:
        return
    begin_waiting(x, participant, entrance.waiting, participant.left)
    try:
        await participant.left
    except Interrupted as cut:
        leave_room(x, participant, "participant_hung_up" if cut.cause == "hangup" else "participant_updated_via_api")
        raise
    leave_room(x, participant, participant.left.value or "participant_hung_up")
    leg_ends(x, leg, by="left the conference")


def _enters(x: Exchange, leg: Leg, room: Room, entrance: Entrance) -> Participant | None:
    """In the room, unless somebody was there before with the same label, or it has filled up meanwhile."""
    refused = refusal(x, room, entrance)
    if refused is not None:
        x.notify(refused.code, refused.reason, leg)
        leg_ends(x, leg, by="could not be added")
        return None
    room.awaited.remove(leg)
    participant = enter_room(x, room, leg, entrance)
    participant.from_api = True
    return participant


async def _room_hears_ringing(x: Exchange, leg: Leg, room: Room) -> None:
    """Early media: those in the room hear that somebody is being rung."""
    while leg.status in ("queued", "initiated"):
        await leg.changed.next()
    ears = [one.leg.ear for one in room.participants] if leg.status == "ringing" else []
    heard = [(ear, ear.begin("♪ ringing", x.kernel.now(), ENDLESS_SECONDS, kind="tone")) for ear in ears]
    try:
        await leg.changed.next()
    finally:
        for ear, ringing in heard:
            ear.cut(ringing, x.kernel.now())


def _never_came(x: Exchange, leg: Leg, room: Room, entrance: Entrance) -> None:
    if leg in room.awaited:
        room.awaited.remove(leg)
        add_failed(x, room, leg, entrance.label)
