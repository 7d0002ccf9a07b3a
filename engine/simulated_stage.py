"""A scripted call on the stage of one process and virtual time."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.scripted_call import Script, Told
from engine.scripted_desks import ABOUT_THE_DESK, Browser
from engine.scripted_outcome import heard_by
from engine.simulated_centre import SimulatedCentre
from engine.told_along import ToldAlong
from simulator import Caller, Entry, transcript, transcript_page
from simulator.rooms.alone import longest_silence


class SimulatedStage:
    """`centre` has nobody else on the line; what happened in it before the script begins is not told."""

    def __init__(self, centre: SimulatedCentre) -> None:
        self.centre = centre
        self._begin_at, self._began = 0, centre.clock()
        self._placed: dict[str, Caller] = {}
        self._told_along: ToldAlong | None = None

    def tell_as_it_happens(self, tell: Callable[[str], None], *, colour: bool) -> None:
        """As `HttpStage` does."""
        self._told_along = ToldAlong(tell, lambda: transcript(self._entries(), colour=colour))

    def now(self) -> datetime:
        return self.centre.clock()

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        status, told = self.centre.ask(method, path, body, key=self.centre.key)
        self.centre.settle()
        if method != "GET" and self._told_along:
            self._told_along.asked(f"{method} {path}", body, status)
        return status, told

    def begin(self, script: Script) -> None:
        self._begin_at, self._began = len(self.centre.sim.trace), self.now()
        if self._told_along:
            self._told_along.begins()
        for name, person in script.people.items():
            if "phone" in person:
                self._person(script, name, person)
        for fault in script.faults:
            self.centre.sim.fault(**fault)
        for name, caller in script.callers.items():
            self._placed[name] = self._caller(script, name, caller)

    def seats(self, script: Script, name: str, token: str) -> Browser:
        person = script.people[name]
        behaviour = {key: value for key, value in person.items() if key not in ABOUT_THE_DESK}
        try:
            device = self.centre.sim.at_browser(token, name, **behaviour).device
        except (TypeError, ValueError) as why:
            raise script.refused(("people", name), person, str(why)) from None
        return Browser(take=lambda offer: device.connect({"reservation": offer}), close=device.destroy)

    def _person(self, script: Script, name: str, person: Mapping[str, Any]) -> None:
        """Raises ScriptInvalid."""
        behaviour = {key: value for key, value in person.items() if key != "phone"}
        try:
            self.centre.sim.person(person["phone"], name, **behaviour)
        except (TypeError, ValueError) as why:
            raise script.refused(("people", name), person, str(why)) from None

    def _caller(self, script: Script, name: str, caller: Mapping[str, Any]) -> Caller:
        """Raises ScriptInvalid."""
        told = {key: value for key, value in caller.items() if key not in ("from", "to")}
        try:
            return self.centre.sim.place_call(caller["from"], caller["to"], name=name, **told)
        except (TypeError, ValueError) as why:
            raise script.refused(("callers", name), caller, str(why)) from None

    def callers(self) -> Mapping[str, Told]:
        return {
            name: Told(call=caller.leg.sid if caller.leg else "", over=caller.is_over, failures=caller.failures)
            for name, caller in self._placed.items()
        }

    def let_pass(self, seconds: float) -> None:
        self.centre.advance(seconds)
        if self._told_along:
            self._told_along.news()

    def leap_to(self, moment: datetime) -> None:
        self.centre.clock.advance_to(moment)
        self.centre.settle()

    def writes(self, from_: str, to: str, body: str) -> None:
        self.centre.sim.text(from_, to, body)

    def rings(self, number: str) -> int:
        dialled = [entry for entry in self._entries() if entry.kind == "leg" and entry.text.startswith("is dialled")]
        return sum(1 for entry in dialled if number in entry.text)

    def heard(self, name: str) -> Sequence[str]:
        return [entry.text for entry in self._entries() if heard_by(name, entry.kind, entry.name, entry.data)]

    def silence(self, name: str) -> float:
        since = [leg for leg in self.centre.sim.legs() if leg.name == name and leg.created_at >= self._began]
        return max((longest_silence(leg, self.now()) for leg in since), default=0.0)

    def transcript_page(self) -> str:
        """Everything since `begin` as one HTML file, with numbers masked."""
        return transcript_page(self._entries())

    def _entries(self) -> list[Entry]:
        return self.centre.sim.trace.since(self._begin_at)
