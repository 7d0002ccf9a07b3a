"""A browser with Twilio's Voice SDK in it: it registers with a token, is rung, and places calls."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from simulator.clockwork.kernel import Timer
from simulator.devices import errors
from simulator.devices.access_token import AccessToken, read_access_token
from simulator.devices.errors import DeviceError
from simulator.devices.incoming import Incoming
from simulator.devices.outgoing import place_from_browser
from simulator.exchange import Exchange
from simulator.lines.calls import leg_ends
from simulator.lines.leg import Leg
from simulator.people.line import press_key, speak

State = Literal["unregistered", "registered", "destroyed"]
WARNING_SECONDS = 10.0
"""`tokenWillExpire` comes so long before the end."""
MOST_REGISTRATIONS = 10
"""Of one identity; the oldest gives way."""


@dataclass(frozen=True, kw_only=True)
class DeviceEvent:
    """What the SDK tells the page: registered, incoming, accept, cancel, disconnect, tokenWillExpire, error, …"""

    seq: int
    at: datetime
    name: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True, eq=False)
class Device:
    """One browser tab. `call` is the call it is on, `incoming` what rings in it. Safe to use from any thread.

    Methods raise DeviceError when the token does not allow it or it makes no sense now. `listener` hears each event.
    """

    x: Exchange = field(repr=False)
    id: int
    token: AccessToken
    name: str = ""
    allow_incoming_while_busy: bool = False
    state: State = "unregistered"
    call: Leg | None = None
    incoming: list[Incoming] = field(default_factory=list)
    events: list[DeviceEvent] = field(default_factory=list)
    listener: Callable[[DeviceEvent], object] | None = field(default=None, repr=False)
    _timers: list[Timer] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self._news = threading.Condition(self.x.kernel.lock)
        self._watch_token()

    @property
    def identity(self) -> str:
        return self.token.identity

    @property
    def is_busy(self) -> bool:
        return self.call is not None and not self.call.is_over

    @property
    def line_of_sound(self) -> Leg | None:
        """The call that somebody at this browser hears and speaks on."""
        return self.call

    def register(self) -> None:
        """From here on calls for the identity ring here."""
        with self.x.kernel.lock:
            self._must_live()
            if not self.token.may_be_called:
                raise self._refused(errors.NOT_ALLOWED, "the token does not allow incoming calls")
            if self.state != "registered":
                self.state = "registered"
                self._make_room()
                self._tell("registered")

    def unregister(self) -> None:
        with self.x.kernel.lock:
            if self.state == "registered":
                self.state = "unregistered"
                self._tell("unregistered")

    def update_token(self, token: str) -> None:
        """A fresh token of the same person. Raises DeviceError and keeps the old one if it is not good."""
        with self.x.kernel.lock:
            fresh = read_access_token(token, self.x.account, self.x.kernel.now())
            if fresh.identity != self.identity:
                raise DeviceError(errors.INVALID_TOKEN, f"the token is of {fresh.identity}, not of {self.identity}")
            self.token = fresh
            self._watch_token()

    def connect(self, params: Mapping[str, Any] | None = None) -> Leg:
        """Call the token's TwiML application, whose voice URL gets the parameters. Raises DeviceError."""
        with self.x.kernel.lock:
            self._must_live()
            if self.is_busy:
                raise DeviceError(errors.INVALID_STATE, f"{self.identity} is on a call already")
            leg = place_from_browser(self.x, self.token, dict(params or {}))
            self.talks_on(leg)
            return leg

    def accept(self) -> Leg:
        """Take the call that rings (the one that rings longest)."""
        with self.x.kernel.lock:
            incoming = self._ringing()
            if not incoming.taken.resolve(self):
                raise DeviceError(errors.INVALID_STATE, "somebody else has accepted")
            return incoming.leg

    def reject(self) -> None:
        """Refuse the call; it rings on in the identity's other browsers, unless a switch says otherwise."""
        with self.x.kernel.lock:
            incoming = self._ringing()
            self.incoming.remove(incoming)
            self._tell("reject", call=incoming.leg.sid)
            if self.x.switches.one_rejecting_browser_rejects_for_all:
                incoming.taken.resolve(None)
            incoming.silenced_at(self)

    def ignore(self) -> None:
        """Silence it here alone: the caller goes on hearing it ring."""
        with self.x.kernel.lock:
            incoming = self._ringing()
            self.incoming.remove(incoming)
            self._tell("ignore", call=incoming.leg.sid)

    def disconnect(self) -> None:
        with self.x.kernel.lock:
            leg_ends(self.x, self._line(), status="no-answer", by="person")

    def send_digits(self, digits: str) -> None:
        """Press keys on the call's keypad; `w` waits half a second."""
        with self.x.kernel.lock:
            leg, after = self._line(), 0.0
            if not digits or set(digits) - set("0123456789*#w"):
                raise DeviceError(errors.INVALID_STATE, f"{digits!r} are not digits")
            for digit in digits:
                after += 0.5 if digit == "w" else 0.2
                if digit != "w":
                    self.x.kernel.after(after, lambda key=digit: press_key(self.x, leg, key))  # type: ignore[misc]

    def say(self, text: str) -> None:
        """Speak into the microphone; somebody muted is not heard."""
        with self.x.kernel.lock:
            speak(self.x, self._line(), text)

    def mute(self, muted: bool = True) -> None:
        with self.x.kernel.lock:
            leg = self._line()
            leg.muted = muted
            self.x.tell("person", "mutes the microphone" if muted else "is heard again", leg)
            self._tell("mute", call=leg.sid, muted=muted)

    def destroy(self) -> None:
        """The tab is closed: its call is over, and it is not rung any more."""
        with self.x.kernel.lock:
            if self.is_busy:
                self.disconnect()
            self.unregister()
            self.state = "destroyed"
            for timer in self._timers:
                timer.cancel()
            for incoming in list(self.incoming):
                self.incoming.remove(incoming)
                incoming.silenced_at(self)
            self._tell("destroyed")

    def can_be_rung(self, identity: str) -> bool:
        free = not self.is_busy or self.allow_incoming_while_busy
        return self.identity == identity and self.state == "registered" and free

    def is_rung(self, incoming: Incoming) -> None:
        self.incoming.append(incoming)
        leg = incoming.leg
        self._tell("incoming", call=leg.sid, **{"from": leg.from_, "to": leg.to, "parameters": incoming.parameters})

    def stops_ringing(self, incoming: Incoming, *, won: bool) -> None:
        """The call is answered, here or elsewhere, or has been given up."""
        if incoming in self.incoming:
            self.incoming.remove(incoming)
            if not won:
                self._tell("cancel", call=incoming.leg.sid)

    def talks_on(self, leg: Leg) -> None:
        self.call = leg
        leg.name = self.name or self.identity
        leg.answered.then(lambda _: self._tell("accept", call=leg.sid))
        leg.ended.then(lambda _: self._tell("disconnect", call=leg.sid, status=leg.status))

    def wait(self, since: int, seconds: float) -> list[DeviceEvent]:
        """Events after this one, as soon as there are any, in real seconds; [] when there are none in time."""
        with self._news:
            self._news.wait_for(lambda: len(self.events) > since, seconds)
            return self.events[since:]

    def _line(self) -> Leg:
        if self.call is None or self.call.is_over:
            raise DeviceError(errors.INVALID_STATE, f"{self.identity} is not on a call")
        return self.call

    def _ringing(self) -> Incoming:
        if not self.incoming:
            raise DeviceError(errors.INVALID_STATE, f"nothing rings for {self.identity} here")
        return self.incoming[0]

    def _must_live(self) -> None:
        if self.state == "destroyed":
            raise DeviceError(errors.INVALID_STATE, "the device is destroyed")
        if self.token.expires_at <= self.x.kernel.now():
            raise self._refused(errors.EXPIRED, "Access Token expired")

    def _refused(self, code: int, why: str) -> DeviceError:
        self._tell("error", code=code, message=why)
        return DeviceError(code, why)

    def _make_room(self) -> None:
        same = [one for one in self.x.devices if one.identity == self.identity and one.state == "registered"]
        for oldest in same[:-MOST_REGISTRATIONS]:
            oldest.unregister()

    def _watch_token(self) -> None:
        for timer in self._timers:
            timer.cancel()
        ends, kernel = self.token.expires_at, self.x.kernel
        warning = kernel.at(ends - timedelta(seconds=WARNING_SECONDS), lambda: self._tell("tokenWillExpire"))
        self._timers[:] = [warning, kernel.at(ends, self._expires)]

    def _expires(self) -> None:
        """Not rung any more; a call that goes on goes on."""
        self._tell("error", code=errors.EXPIRED, message="Access Token expired")
        self.unregister()

    def _tell(self, name: str, **data: Any) -> None:
        event = DeviceEvent(seq=len(self.events) + 1, at=self.x.kernel.now(), name=name, data=data)
        self.events.append(event)
        leg = self.x.legs.get(str(data.get("call") or ""))
        self.x.tell("person", f"browser {self.id} of {self.identity}: {name}", leg, device=self.id, event=name)
        self._news.notify_all()
        if self.listener is not None:
            self.listener(event)
