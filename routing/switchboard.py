"""The collaborators every routing flow needs, assembled once per process."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal, Protocol

from routing.floor import Floor
from routing.offer_time import OfferTime
from routing.policy import Policy
from routing.reservation import Reservation

KIND_LETTERS: Final = 2
"""By so many letters the floor's calls are told apart: a caller's own, a callback, a colleague's way in."""
Clock = Callable[[], datetime]
"""The present moment, aware, in UTC. Handed in so that the engine runs on real and on virtual time."""


Look = Literal["transfer", "hold", "listen", "recording"]
"""What is looked at in a room: a colleague's way into a conversation, a time on hold, somebody who listens, the
recording of it."""


class Jobs(Protocol):
    """Work somebody else carries out soon. Each is a hint: a lost one is found again by a deadline."""

    def ring(self, offers: Iterable[Reservation]) -> None:
        """Ring the agents these reservations hold."""

    def cancel(self, cancels: Iterable[Reservation]) -> None:
        """Take down the agents' legs of these reservations."""

    def bring(self, call: str) -> None:
        """Bring the caller out of the queue into the room where the agent stands."""

    def began(self, call: str) -> None:
        """Caller and agent met: put it on the case."""

    def end_attempt(self, token: str) -> None:
        """End the leg of an attempt whose reservation nobody remembers."""

    def call(self, flow_call: str) -> None:
        """Call somebody who is to hear a flow."""

    def dial(self, callback: str) -> None:
        """Call the customer of a callback: an agent waits for them in the room."""

    def look_at_leg(self, callback: str) -> None:
        """Something was told of the leg of a customer whom we call back: see what came of it."""

    def send(self, message: str) -> None:
        """Send a text message that stands in the outbox."""

    def dip(self, dip: str) -> None:
        """Fetch what a flow asked another system."""

    def deliver(self, subscription: str) -> None:
        """Tell this subscriber of the events that wait for it."""

    def ask_crm(self, question: str) -> None:
        """Ask the CRM who owns the matter of a caller."""

    def transfer(self, transfer: str) -> None:
        """Look at this transfer: something happened to it."""

    def hold(self, hold: str) -> None:
        """Look at this time on hold: it was asked for, or its end was."""

    def listen(self, listening: str) -> None:
        """Look at this listening: something happened to it."""

    def recording(self, recording: str) -> None:
        """Look at this recording: it is to be paused, or to go on."""

    def look_in_turn(self, name: Look, subjects: Iterable[str]) -> None:
        """Look at these, of which nobody told us anything: after all that somebody asked for."""

    def due(self, callbacks: Iterable[str]) -> None:
        """Look at these callbacks: their time has come, or something happened to them."""


@dataclass(frozen=True, kw_only=True)
class Switchboard:
    floor: Floor
    jobs: Jobs
    clock: Clock
    policy: Policy
    offer_times: Mapping[str, OfferTime] = field(default_factory=dict)
    """Of calls that are no caller's, by the first letters of their names."""

    def offer_time(self, call: str) -> OfferTime:
        """How long an agent has for an offer of this call."""
        usual, own = self.policy, self.offer_times.get(call[:KIND_LETTERS])
        offer = timedelta(seconds=usual.offer_seconds)
        return own or OfferTime(ring_seconds=round(usual.ring_seconds), offer=offer)
