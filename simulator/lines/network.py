"""The carrier side: dialling a telephone and what comes of it."""

from datetime import datetime, timedelta

from simulator.clockwork.task import Promise
from simulator.devices.incoming import PREFIX, ring_devices
from simulator.exchange import Exchange
from simulator.lines.calls import leg_answers, leg_ends, leg_rings
from simulator.lines.far_side import MOST_HOPS, arrive_at, door
from simulator.lines.leg import Leg
from simulator.people.handset import Handset
from simulator.people.person import Person, Ring
from simulator.wire.progress import report_progress

SIP_RESPONSES = {"busy": "486", "unreachable": "404", "fails": "503", "declines": "603", "rings_out": "487"}
REFUSALS = {"busy": "busy", "unreachable": "failed", "fails": "failed"}


def backlog_seconds(x: Exchange) -> float:
    """How long a call placed by REST now would wait for its turn."""
    now = x.kernel.now()
    return float((max(now, x.next_call_slot or now) - now).total_seconds())


def call_slot(x: Exchange) -> datetime:
    """The next moment the account may start a call by REST; the excess waits in line."""
    now = x.kernel.now()
    slot: datetime = max(now, x.next_call_slot or now)
    x.next_call_slot = slot + timedelta(seconds=1 / x.switches.calls_per_second)
    return slot


async def ring_telephone(x: Exchange, leg: Leg, timeout: float) -> bool:
    """Dial until answered (True) or given up (False, and the leg is over). Everyone unknown lets it ring out."""
    leg.status, leg.started_at = "initiated", x.kernel.now()
    person = x.handsets.get(leg.to) or x.people.get(bare(leg.to))
    leg.name = person.name if person else leg.name or leg.to
    x.tell("leg", f"is dialled ({leg.to})", leg, status="initiated", **_shown(leg))
    report_progress(x, leg, "initiated")
    patience = timeout + x.switches.extra_ring_seconds
    given_up = x.kernel.after(patience, lambda: leg_ends(x, leg, status="no-answer", by="no answer"))
    try:
        return await _meet(x, leg, person)
    finally:
        given_up.cancel()


def bare(address: str) -> str:
    """An address without the parameters and headers it carries: `client:ayse` of `client:ayse?case=4812`."""
    return address if address.startswith("+") else address.partition("?")[0].partition(";")[0]


def _shown(leg: Leg) -> dict[str, str]:
    return {"reason": leg.call_reason} if leg.call_reason else {}


async def _meet(x: Exchange, leg: Leg, person: Person | Handset | None) -> bool:
    ring = person.next_ring() if isinstance(person, Person) else Ring()
    await x.kernel.sleep(_seconds_to_ring(x, leg, ring))
    if isinstance(person, Handset):
        return await person.is_rung(leg)
    if person is None and leg.to.startswith(PREFIX):
        return await ring_devices(x, leg)
    ours = None if person else door(x, leg.to)
    if ours is not None and leg.hops >= MOST_HOPS:
        return _refuse(x, leg, "failed", "483", "too many hops")
    if ours is not None:
        return await arrive_at(x, leg, ours)
    if person is not None and _line_is_taken(x, person, leg, ring):
        return _refuse(x, leg, "busy", "486", "busy")
    if ring.outcome in REFUSALS:
        return _refuse(x, leg, REFUSALS[ring.outcome], SIP_RESPONSES[ring.outcome], ring.outcome)
    leg_rings(x, leg)
    return await _pick_up(x, leg, person, ring)


def _seconds_to_ring(x: Exchange, leg: Leg, ring: Ring) -> float:
    """A telephone may be slow to ring of its own, or the network may be slow this time."""
    if fault := x.faults.strikes("slow_network", subject=leg.to):
        x.tell("fault", f"{fault.kind}: {leg.to}", leg)
        return fault.seconds
    return x.switches.seconds_to_ring if ring.seconds_to_ring is None else ring.seconds_to_ring


async def _pick_up(x: Exchange, leg: Leg, person: Person | None, ring: Ring) -> bool:
    if ring.outcome == "rings_out" or person is None:
        leg.sip_response = SIP_RESPONSES["rings_out"]
        return await _found_ringing(x, leg)
    await x.kernel.sleep(ring.after)
    if ring.outcome == "declines":
        return _refuse(x, leg, x.switches.declined_call_status, SIP_RESPONSES["declines"], "declined")
    leg.answerer = ring
    leg_answers(x, leg)
    person.follow(x, leg, ring)
    return True


async def _found_ringing(x: Exchange, leg: Leg) -> bool:
    """It rings in an empty room, until the caller gives up or somebody takes the telephone in hand."""
    while not leg.is_over:
        if (handset := x.handsets.get(leg.to)) is not None:
            return await handset.is_rung(leg)
        first: Promise[None] = Promise()
        x.handset_taken.next().then(first.resolve)
        leg.ended.then(first.resolve)
        await first
    return False


def _refuse(x: Exchange, leg: Leg, status: str, sip_response: str, by: str) -> bool:
    leg.sip_response = sip_response
    leg_ends(x, leg, status=status, by=by)
    return False


def _line_is_taken(x: Exchange, person: Person, leg: Leg, ring: Ring) -> bool:
    """Somebody on a call is busy for the next one, unless they have call waiting."""
    if ring.call_waiting or not x.switches.second_call_is_busy:
        return False
    others = (other for other in x.live.values() if other is not leg and other.status == "in-progress")
    return any(person.number in (other.to, other.from_) for other in others)
