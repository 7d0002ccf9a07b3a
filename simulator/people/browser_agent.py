"""An agent in a browser: registered under an identity, accepts or rejects what rings, talks where they call out."""

from dataclasses import dataclass, field
from datetime import timedelta

from simulator.devices.access_token import AccessToken
from simulator.devices.device import Device, DeviceEvent
from simulator.exchange import Exchange
from simulator.lines.leg import Leg
from simulator.people.person import Person, Ring

TOKEN_LIFE = timedelta(hours=12)
REFUSED = ("declines", "busy", "unreachable")
NOT_TAKEN = ("rings_out", "voicemail")


@dataclass(kw_only=True, eq=False)
class BrowserAgent:
    """`person` is what they do on the line, and when it rings; `device` their browser."""

    x: Exchange = field(repr=False)
    person: Person
    device: Device

    def hears(self, event: DeviceEvent) -> None:
        """Something happens in the browser."""
        if event.name == "incoming":
            self._is_rung(event)
        elif event.name == "accept" and (leg := self.x.legs[event.data["call"]]).is_inbound:
            self.x.kernel.soon(lambda: self._talks(self.person.next_ring(), leg))

    def _is_rung(self, event: DeviceEvent) -> None:
        ring, leg = self.person.next_ring(), self.x.legs[event.data["call"]]
        if ring.outcome not in NOT_TAKEN:
            at_once = ring.outcome in REFUSED and ring.outcome != "declines"
            self.x.kernel.after(0.0 if at_once else ring.after, lambda: self._decides(ring, leg))

    def _decides(self, ring: Ring, leg: Leg) -> None:
        if not any(incoming.leg is leg for incoming in self.device.incoming):
            return
        if ring.outcome in REFUSED:
            self.device.reject()
            return
        self.device.accept()
        leg.answered.then(lambda _: self.x.kernel.soon(lambda: self._talks(ring, leg)))

    def _talks(self, ring: Ring, leg: Leg) -> None:
        if self.device.call is leg:
            self.person.follow(self.x, leg, ring)


def own_token(x: Exchange, identity: str, application: str = "") -> AccessToken:
    """One that nobody had to make."""
    ends = x.kernel.now() + TOKEN_LIFE
    return AccessToken(identity=identity, expires_at=ends, may_be_called=True, application=application)


def sit_at_browser(x: Exchange, person: Person, token: AccessToken) -> BrowserAgent:
    """Somebody signs in: their browser is registered, and they are at it."""
    device = Device(x=x, id=len(x.devices) + 1, token=token, name=person.name)
    x.devices.append(device)
    agent = BrowserAgent(x=x, person=person, device=device)
    device.listener = agent.hears
    device.register()
    return agent
