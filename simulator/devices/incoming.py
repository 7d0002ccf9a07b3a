"""A call for an identity, ringing in every browser that is registered under it: the first to accept has it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from simulator.clockwork.task import Interrupted, Promise
from simulator.exchange import Exchange
from simulator.lines.calls import leg_answers, leg_ends, leg_rings
from simulator.lines.leg import Leg

if TYPE_CHECKING:
    from simulator.devices.device import Device

PREFIX = "client:"


@dataclass(kw_only=True, eq=False)
class Incoming:
    """One call ringing in browsers. `taken` resolves to the device that accepts, or None when all have rejected."""

    leg: Leg
    parameters: dict[str, str]
    ringing: list["Device"]
    taken: Promise["Device | None"] = field(default_factory=Promise)

    def silenced_at(self, device: "Device") -> None:
        """This one does not want it; when nobody is left, the call is rejected."""
        if device in self.ringing:
            self.ringing.remove(device)
        if not self.ringing:
            self.taken.resolve(None)


def identity_in(address: str) -> str:
    """`ayse` of `client:ayse?case=4812`."""
    return address.removeprefix(PREFIX).partition("?")[0]


def custom_parameters(leg: Leg) -> dict[str, str]:
    """What `incoming` is given beside the usual: of the address, and of the noun's Parameters."""
    in_address = parse_qsl(leg.to.partition("?")[2], keep_blank_values=True)
    return {**dict(in_address), **dict(leg.custom_parameters)}


async def ring_devices(x: Exchange, leg: Leg) -> bool:
    """Ring all browsers of the identity; False, with the leg over, when there is none or none accepts."""
    ready = [device for device in x.devices if device.can_be_rung(identity_in(leg.to))]
    if not ready:
        leg.sip_response = "404"
        leg_ends(x, leg, status=x.switches.unregistered_client_status, by="no browser is registered")
        return False
    leg_rings(x, leg)
    call = Incoming(leg=leg, parameters=custom_parameters(leg), ringing=list(ready))
    for device in ready:
        device.is_rung(call)
    try:
        winner = await call.taken
    except Interrupted:
        _stop_ringing(ready, call, None)
        raise
    _stop_ringing(ready, call, winner)
    return _answered(x, leg, winner)


def _stop_ringing(rung: list["Device"], call: Incoming, winner: "Device | None") -> None:
    for device in rung:
        device.stops_ringing(call, won=device is winner)


def _answered(x: Exchange, leg: Leg, winner: "Device | None") -> bool:
    if winner is None:
        leg.sip_response = "603"
        leg_ends(x, leg, status=x.switches.declined_call_status, by="declined")
        return False
    leg_answers(x, leg)
    winner.talks_on(leg)
    return True
