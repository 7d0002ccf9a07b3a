"""The carrier side: dialling a telephone and what comes of it."""

from datetime import datetime, timedelta

from simulator.calls import leg_answers, leg_ends, leg_rings
from simulator.devices.incoming import PREFIX, ring_devices
from simulator.exchange import Exchange
from simulator.leg import Leg
from simulator.people.handset import Handset
from simulator.people.person import Person, Ring
from simulator.wire.progress import report_progress


def call_slot(x: Exchange) -> datetime:
    """The next moment the account may start a call by REST; the excess waits in line."""
    now = x.kernel.now()
    slot: datetime = max(now, x.next_call_slot or now)
    x.next_call_slot = slot + timedelta(seconds=1 / x.switches.calls_per_second)
    return slot


async def ring_telephone(x: Exchange, leg: Leg, timeout: float) -> bool:
    """Dial until answered (True) or given up (False, and the leg is over). Everyone unknown lets it ring out."""
    leg.status, leg.started_at = "initiated", x.kernel.now()
    person = x.handsets.get(leg.to) or x.people.get(leg.to)
    leg.name = person.name if person else leg.to
    x.tell("leg", f"is dialled ({leg.to})", leg, status="initiated")
    report_progress(x, leg, "initiated")
    patience = timeout + x.switches.extra_ring_seconds
    given_up = x.kernel.after(patience, lambda: leg_ends(x, leg, status="no-answer", by="no answer"))
    try:
        return await _meet(x, leg, person)
    finally:
        given_up.cancel()


async def _meet(x: Exchange, leg: Leg, person: Person | Handset | None) -> bool:
    await x.kernel.sleep(x.switches.seconds_to_ring)
    if isinstance(person, Handset):
        return await person.is_rung(leg)
    if person is None and leg.to.startswith(PREFIX):
        return await ring_devices(x, leg)
    ring = person.next_ring() if person else Ring()
    busy = person is not None and x.switches.second_call_is_busy and _is_on_a_call(x, person, leg)
    if busy or ring.outcome in ("busy", "unreachable"):
        unreachable = ring.outcome == "unreachable" and not busy
        leg.sip_response = "404" if unreachable else "486"
        leg_ends(x, leg, status="failed" if unreachable else "busy", by="unreachable" if unreachable else "busy")
        return False
    leg_rings(x, leg)
    return await _pick_up(x, leg, person, ring)


async def _pick_up(x: Exchange, leg: Leg, person: Person | None, ring: Ring) -> bool:
    if ring.outcome == "rings_out" or person is None:
        leg.sip_response = "487"
        await leg.ended
        return False
    await x.kernel.sleep(ring.after)
    if ring.outcome == "declines":
        leg.sip_response = "603"
        leg_ends(x, leg, status=x.switches.declined_call_status, by="declined")
        return False
    leg_answers(x, leg)
    person.follow(x, leg, ring)
    return True


def _is_on_a_call(x: Exchange, person: Person, leg: Leg) -> bool:
    others = (other for other in x.live.values() if other is not leg and other.status == "in-progress")
    return any(person.number in (other.to, other.from_) for other in others)
