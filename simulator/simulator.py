"""The simulator as its users see it."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import simulator.verbs  # noqa: F401  # registers the verbs
from simulator.account import Account, Application, OwnNumber
from simulator.clockwork.clock import Clock, RealClock, VirtualClock
from simulator.clockwork.kernel import Kernel
from simulator.devices.access_token import read_access_token
from simulator.devices.device import Device
from simulator.exchange import Exchange
from simulator.ids import Ids
from simulator.lines.leg import Leg
from simulator.messages.manners import check_manner
from simulator.messages.message import Message
from simulator.messages.messaging_service import MessagingService
from simulator.messages.post import receive_message
from simulator.owning import own_application, own_messaging_service, own_number, own_template
from simulator.people.behaviour import read_rings
from simulator.people.browser_agent import BrowserAgent, own_token, sit_at_browser
from simulator.people.caller import Caller, Dials, arrive, place_call
from simulator.people.habits import NO_HABITS, read_habits
from simulator.people.handset import Handset
from simulator.people.person import Person, Ring
from simulator.people.steps import Moment, Step, read_moment, read_step
from simulator.switches import Switches
from simulator.telling.trace import Trace
from simulator.trouble.faults import Fault, FaultPlan
from simulator.trouble.outage import network_goes_down
from simulator.trouble.points import Watch
from simulator.wire.transport import Transport

StepData = Step | str | Mapping[str, Any]
log = logging.getLogger(__name__)
WEBHOOK_THREADS = 32
STANDARD_SWITCHES = Switches()
DEMO_ACCOUNT = Account()
NOWHERE = "http://twilio.sim"
"""Where recordings are said to be while the simulator has no address: a name no name server knows."""
LONGEST_NAP_SECONDS = 0.2
"""How soon a real network notices that it is told to stop."""


def everywhere(host: str) -> bool:
    """Any host: for transports that never leave the process."""
    return True


class Simulator:
    """A telephone network with one Twilio account on it.

    With a VirtualClock nothing happens by itself: call `advance(seconds)`, or `next_due()` and `run_due()` from a loop
    of your own. With a RealClock, `run_until` does it. All methods are safe to call from any thread.
    """

    def __init__(
        self,
        clock: Clock,
        transport: Transport,
        *,
        seed: int = 0,
        switches: Switches = STANDARD_SWITCHES,
        account: Account = DEMO_ACCOUNT,
        host_allowed: Callable[[str], bool] = everywhere,
        base_url: str = NOWHERE,
    ) -> None:
        pool = ThreadPoolExecutor(WEBHOOK_THREADS, "webhook") if isinstance(clock, RealClock) else None
        self.clock = clock
        self._seed = seed
        self.began_at = clock()  # the trace; a reset begins it again
        self._exchange = Exchange(
            kernel=Kernel(clock, pool),
            transport=transport,
            account=account,
            switches=switches,
            ids=Ids(seed),
            faults=FaultPlan(seed),
            host_allowed=host_allowed,
            base_url=base_url,
        )

    @property
    def exchange(self) -> Exchange:
        """All state of the network, for looking at; hold `exchange.kernel.lock` while doing so in real time."""
        return self._exchange

    @property
    def account(self) -> Account:
        return self._exchange.account

    @property
    def switches(self) -> Switches:
        return self._exchange.switches

    @property
    def trace(self) -> Trace:
        return self._exchange.trace

    def lives_at(self, base_url: str) -> None:
        """Where its REST API is found: what the URLs of recordings begin with."""
        self._exchange.base_url = base_url

    def own_number(
        self, number: str, voice_url: str = "", *, status_callback: str = "", fallback_url: str = "", **more: Any
    ) -> OwnNumber:
        """The account owns this number, or its URLs change."""
        urls = {"voice_url": voice_url, "status_callback": status_callback, "fallback_url": fallback_url}
        with self._exchange.kernel.lock:
            return own_number(self._exchange, number, **urls, **more)

    def application(self, friendly_name: str, voice_url: str = "", **more: Any) -> Application:
        """The account gets a TwiML application with these URLs."""
        with self._exchange.kernel.lock:
            return own_application(self._exchange, friendly_name, voice_url=voice_url, **more)

    def person(
        self,
        number: str,
        name: str = "",
        *,
        rings: Sequence[Mapping[str, Any] | Ring] = (),
        texts: str = "delivered",
        **behaviour: Any,
    ) -> Person:
        """Somebody with this number (or `client:identity`) and what they do when it rings; see `read_behaviour`.

        `texts` is how the number takes text messages; see `messages/manners.py`.
        """
        person = Person(
            number=number,
            name=name or number,
            rings=read_rings(rings or (behaviour,)),
        )
        with self._exchange.kernel.lock:
            self._exchange.people[number] = person
            self._exchange.texting.manners[number] = check_manner(texts)
        return person

    def device(self, token: str, *, allow_incoming_while_busy: bool = False) -> Device:
        """A browser with this access token, not yet registered. Raises DeviceError with Twilio's code."""
        x = self._exchange
        with x.kernel.lock:
            checked = read_access_token(token, x.account, x.kernel.now())
            device = Device(
                x=x, id=len(x.devices) + 1, token=checked, allow_incoming_while_busy=allow_incoming_while_busy
            )
            x.devices.append(device)
            return device

    def browser_agent(self, identity: str, name: str = "", *, application: str = "", **behaviour: Any) -> BrowserAgent:
        """Somebody signs in at a browser under this identity and behaves like a person who is rung."""
        x = self._exchange
        rings = read_rings(behaviour.pop("rings", None) or (behaviour,))
        person = Person(number=f"client:{identity}", name=name or identity, rings=rings)
        with x.kernel.lock:
            return sit_at_browser(x, person, own_token(x, identity, application))

    def at_browser(self, token: str, name: str = "", **behaviour: Any) -> BrowserAgent:
        """Somebody signs in with this access token and does what a person does who is rung, where they call out too.

        Raises DeviceError with Twilio's code.
        """
        x = self._exchange
        rings = read_rings(behaviour.pop("rings", None) or (behaviour,))
        with x.kernel.lock:
            checked = read_access_token(token, x.account, x.kernel.now())
            person = Person(number=f"client:{checked.identity}", name=name or checked.identity, rings=rings)
            return sit_at_browser(x, person, checked)

    def place_call(
        self,
        from_: str,
        to: str,
        steps: Sequence[StepData] = (),
        *,
        name: str = "",
        hang_up_when: Moment | str | None = None,
        start_after: float = 0.0,
        forwarded_from: str = "",
        **habits: Any,
    ) -> Caller:
        """Somebody calls one of the account's numbers and does these steps. What `habits` are: see `read_habits`."""
        usual, first = read_habits(habits)
        script = tuple(step if isinstance(step, Step) else read_step(step) for step in steps)
        moment = read_moment(hang_up_when) if hang_up_when is not None else None
        dials = Dials(from_=from_, to=to, name=name, forwarded_from=forwarded_from, start_after=start_after)
        with self._exchange.kernel.lock:
            if to not in self._exchange.numbers:
                raise ValueError(f"{to} is not a number of this account; own_number() it first")
            return place_call(self._exchange, dials, script or first, moment, habits=usual if habits else NO_HABITS)

    def take(self, number: str, name: str = "") -> Handset:
        """A human takes the telephone with this number in hand, whoever else would have answered it."""
        x = self._exchange
        with x.kernel.lock:
            if number not in x.handsets:
                who = name or (x.people[number].name if number in x.people else number)
                dial = lambda to: arrive(x, Dials(from_=number, to=to, name=who))  # noqa: E731
                x.handsets[number] = Handset(x=x, number=number, name=who, place=dial)
                x.kernel.soon(x.handset_taken.fire)
                x.tell("note", f"somebody takes {who}'s telephone {number} in hand")
            return x.handsets[number]

    def fault(self, kind: str, **details: Any) -> Fault:
        """Something will go wrong; see `Fault`."""
        fault = Fault(kind=kind, **details)  # type: ignore[arg-type]  # checked by read_fault for outside data
        with self._exchange.kernel.lock:
            if fault.kind == "network_down":
                network_goes_down(self._exchange, fault)
            else:
                self._exchange.faults.add(fault)
        return fault

    def at_point(self, name: str, action: Callable[[], object], nth: int = 1) -> Watch:
        """Do something the nth time the network comes to this point, such as `after rest POST /Calls`; see points.py.

        The action runs in the thread that is there, without the network's lock. It may raise Killed.
        """
        return self._exchange.points.at(name, action, nth)

    def no_faults(self) -> None:
        """Whatever was still to go wrong will not."""
        with self._exchange.kernel.lock:
            self._exchange.faults.clear()

    def leg(self, sid: str) -> Leg:
        return self._exchange.legs[sid]

    def legs(self) -> list[Leg]:
        with self._exchange.kernel.lock:
            return list(self._exchange.legs.values())

    def live_legs(self) -> list[Leg]:
        with self._exchange.kernel.lock:
            return list(self._exchange.live.values())

    def text(self, from_: str, to: str, body: str, *, media: Sequence[str] = ()) -> Message:
        """Somebody writes to one of the account's numbers (`whatsapp:+…` to `whatsapp:+…` for WhatsApp)."""
        x = self._exchange
        with x.kernel.lock:
            if to.removeprefix("whatsapp:") not in x.numbers:
                raise ValueError(f"{to} is not a number of this account; own_number() it first")
            return receive_message(x, from_, to, body, media)

    def messaging_service(self, *senders: str, **more: Any) -> MessagingService:
        """The account's numbers `senders` become one Messaging Service; see `messages/service.py`."""
        with self._exchange.kernel.lock:
            return own_messaging_service(self._exchange, senders, **more)

    def content_template(self, text: str, *, sid: str = "") -> str:
        """An approved message template with `{{1}}` and the like in it; returns its SID."""
        with self._exchange.kernel.lock:
            return own_template(self._exchange, text, sid=sid)

    def messages(self) -> list[Message]:
        """Every text message, sent and received, oldest first."""
        with self._exchange.kernel.lock:
            return list(self._exchange.messages.values())

    def next_due(self) -> datetime | None:
        """When something is next due; None when nothing at all is planned."""
        return self._exchange.kernel.next_due()

    def run_due(self) -> int:
        """Do everything due by now; returns how many events that were."""
        return self._exchange.kernel.run_due()

    def advance(self, seconds: float) -> None:
        """Let that much virtual time pass, stopping at every event on the way."""
        clock = self.clock
        if not isinstance(clock, VirtualClock):
            raise TypeError("only virtual time can be advanced")
        until = clock() + timedelta(seconds=seconds)
        while (due := self.next_due()) is not None and due <= until:
            clock.advance_to(due)
            self.run_due()
        clock.advance_to(until)

    def leap(self, seconds: float) -> None:
        """Let it be so much later, at once. Virtual time is walked through, real time is leapt over."""
        if not isinstance(self.clock, RealClock):
            self.advance(seconds)
            return
        self.clock.leap(seconds)
        self._exchange.kernel.wake()

    def run_until(self, stopped: threading.Event) -> None:
        """Run in real time until told to stop. An error of ours is logged, and the network goes on."""
        while not stopped.is_set():
            try:
                self.run_due()
            except Exception:  # the outermost loop of the network
                log.exception("the simulated network stumbled")
            self._exchange.kernel.wait_for_work(LONGEST_NAP_SECONDS)

    def forget_what_is_over(self, seconds: float = 600.0) -> None:
        """Drop calls, rooms, callers and lines of the trace that have been over for so long: for very long days."""
        with self._exchange.kernel.lock:
            self._exchange.forget(self.clock() - timedelta(seconds=seconds))

    def reset(self) -> None:
        """Hang up everybody and forget all but what the account owns: numbers, keys, applications, services."""
        old = self._exchange
        with old.kernel.lock:
            old.kernel.clear()
            old.points.clear()
            old.trace.close()
            self.began_at = self.clock()
            self._exchange = old.emptied(FaultPlan(self._seed))
