"""A scripted call on the real stage: our processes and the simulator, over HTTP, on the real clock."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import requests

from engine.demo_clock import present
from engine.errors import DemoDoesNotStart, TelephonesInHand
from engine.scripted_call import Script, Told
from engine.scripted_desks import ABOUT_THE_DESK, Browser
from engine.scripted_outcome import heard_by
from engine.told_along import ToldAlong
from ivr.yaml_file import Where

TIMEOUT_SECONDS = 10
OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""States of a call that is no more."""


class RequestRefused(Exception):
    """The simulator does not understand what it was told; the message says why."""


class HttpStage:
    """`engine_url` is where we answer, `key` an API key of ours; `simulator_url` is the simulator beside us.

    `now` is the time both live in.
    """

    def __init__(self, engine_url: str, key: str, simulator_url: str, *, now: Callable[[], datetime] = present) -> None:
        self.now = now
        self._engine, self._simulator = engine_url, simulator_url
        self._session = requests.Session()
        self._key = key
        self._placed: dict[str, str] = {}
        self._begin_at, self._began = 0, ""
        self._told_along: ToldAlong | None = None

    @property
    def addresses(self) -> tuple[str, str, str]:
        """For another stage in the same house."""
        return self._engine, self._key, self._simulator

    def tell_as_it_happens(self, tell: Callable[[str], None], *, colour: bool) -> None:
        """Each line of the transcript, and each request to our API that changes something, as soon as it is known."""
        self._told_along = ToldAlong(tell, lambda: self.transcript(colour=colour))

    def stop_telling(self) -> None:
        self._told_along = None

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self._key}"}
        with _a_demo_answers(self._engine):
            answer = self._session.request(
                method, self._engine + path, json=body, headers=headers, timeout=TIMEOUT_SECONDS
            )
            told = answer.json()
        if method != "GET" and self._told_along:
            self._told_along.asked(f"{method} {path}", body, answer.status_code)
        return answer.status_code, told

    def begin(self, script: Script) -> None:
        state = self._get("state")
        self._begin_at, self._began = int(state["trace"]), str(state["now"])
        if self._told_along:
            self._told_along.begins()
        for name, person in script.people.items():
            if "phone" in person:
                told = dict(person)
                behaviour = {"number": told.pop("phone"), "name": name, **told}
                self._post_scripted(script, ("people", name), "people", behaviour)
        self._post("faults/none", {})  # what an earlier script left over
        for index, fault in enumerate(script.faults):
            self._post_scripted(script, ("faults", index), "faults", dict(fault))
        for name, caller in script.callers.items():
            placed = self._post_scripted(script, ("callers", name), "calls", {"name": name, **caller})
            self._placed[name] = placed["id"]

    def seats(self, script: Script, name: str, token: str) -> Browser:
        person = script.people[name]
        behaviour = {key: value for key, value in person.items() if key not in ABOUT_THE_DESK}
        told = {"token": token, "person": {"name": name, **behaviour}}
        device = self._post_scripted(script, ("people", name), "devices", told)["id"]
        return Browser(
            take=lambda offer: self._post(f"devices/{device}/connect", {"params": {"reservation": offer}}),
            close=lambda: self._close(f"devices/{device}"),
        )

    def see_that_nobody_holds_them(self, script: Script) -> None:
        """The script's telephones are free. Raises TelephonesInHand."""
        needed = {str(person["phone"]) for person in script.people.values() if "phone" in person}
        needed |= {str(caller["from"]) for caller in script.callers.values()}
        held = sorted(self.telephones_in_hand() & needed)
        if held:
            raise TelephonesInHand(held)

    def callers(self) -> Mapping[str, Told]:
        known = {caller["id"]: caller for caller in self._get("state")["callers"]}
        return {name: _told(known[placed]) for name, placed in self._placed.items()}

    def let_pass(self, seconds: float) -> None:
        time.sleep(seconds)
        if self._told_along:
            self._told_along.news()

    def leap_to(self, moment: datetime) -> None:
        self._post("clock", {"to": moment.isoformat()})

    def writes(self, from_: str, to: str, body: str) -> None:
        self._post("messages", {"from": from_, "to": to, "body": body})

    def rings(self, number: str) -> int:
        dialled = [
            entry for entry in self._entries() if entry["kind"] == "leg" and entry["text"].startswith("is dialled")
        ]
        return sum(1 for entry in dialled if number in entry["text"])

    def heard(self, name: str) -> Sequence[str]:
        told = ((entry["text"], entry["kind"], entry["name"], entry["data"]) for entry in self._entries())
        return [text for text, *about in told if heard_by(name, *about)]

    def silence(self, name: str) -> float:
        since = [leg for leg in self._get("state")["legs"] if leg["name"] == name and leg["created_at"] >= self._began]
        return max((float(leg["silence"]) for leg in since), default=0.0)

    def transcript(self, *, colour: bool) -> str:
        """Everything since `begin`: the people, the webhooks, the TwiML and the REST calls, with times."""
        with _a_demo_answers(self._simulator):
            answer = self._session.get(
                f"{self._simulator}/_sim/transcript",
                params={"since": self._begin_at, "colour": int(colour)},
                timeout=TIMEOUT_SECONDS,
            )
            answer.raise_for_status()
        return answer.text

    def put_at_telephone(self, number: str, name: str, behaviour: Mapping[str, Any]) -> None:
        """Somebody with this number does this whenever it rings."""
        self._post("people", {"number": number, "name": name, **behaviour})

    def suggest(self, telephones: Mapping[str, Any]) -> None:
        """Whose telephones the telephone page offers."""
        self._post("suggestions", telephones)

    def telephones_in_hand(self) -> set[str]:
        """Whose telephones somebody holds on the telephone page or in a terminal, by number."""
        return {str(each["number"]) for each in self._get("handsets")["handsets"]}

    def rings_in(self, number: str, to: str, name: str, steps: Sequence[Any]) -> str:
        """Somebody calls us and does this. Returns the call's SID."""
        told = {"from": number, "to": to, "name": name, "steps": list(steps)}
        return str(self._post("calls", told)["sid"])

    def on_the_line(self) -> set[str]:
        """The numbers of whoever calls us, or is called, at the moment."""
        legs = [leg for leg in self._get("state")["legs"] if leg["status"] not in OVER]
        return {leg["from"] if leg["direction"] == "inbound" else leg["to"] for leg in legs}

    def is_over(self, call: str) -> bool:
        """Whether whoever placed this call is done with it; one that was forgotten is long over."""
        with _a_demo_answers(self._simulator):
            answer = self._session.get(f"{self._simulator}/_sim/calls/{call}", timeout=TIMEOUT_SECONDS)
            return answer.status_code == 404 or bool(answer.json()["over"])

    def hangs_up(self, call: str) -> None:
        """Whoever placed this call ends it now."""
        self._post(f"calls/{call}/hang_up", {})

    def forgets(self, seconds: float) -> None:
        """The network keeps nothing of calls that have been over for so long."""
        self._post("forgetting", {"seconds": seconds})

    def transcript_page(self) -> str:
        """The same as one HTML file, with numbers masked."""
        with _a_demo_answers(self._simulator):
            answer = self._session.get(
                f"{self._simulator}/_sim/transcript",
                params={"since": str(self._begin_at), "format": "html"},
                timeout=TIMEOUT_SECONDS,
            )
            answer.raise_for_status()
        return answer.text

    def _entries(self) -> Sequence[Mapping[str, Any]]:
        entries: Sequence[Mapping[str, Any]] = self._get(f"trace?since={self._begin_at}")["entries"]
        return entries

    def _get(self, what: str) -> Any:
        with _a_demo_answers(self._simulator):
            answer = self._session.get(f"{self._simulator}/_sim/{what}", timeout=TIMEOUT_SECONDS)
            answer.raise_for_status()
            return answer.json()

    def _post_scripted(self, script: Script, where: Where, what: str, told: Mapping[str, Any]) -> Any:
        """Hand over a part of the script. Raises ScriptInvalid with its place when the simulator refuses it."""
        try:
            return self._post(what, told)
        except RequestRefused as refused:
            raise script.refused(where, told, str(refused)) from None

    def _post(self, what: str, told: Mapping[str, Any]) -> Any:
        with _a_demo_answers(self._simulator):
            answer = self._session.post(f"{self._simulator}/_sim/{what}", json=told, timeout=TIMEOUT_SECONDS)
            if answer.status_code == 400:
                raise RequestRefused(answer.json()["error"])
            answer.raise_for_status()
            return answer.json()

    def _close(self, what: str) -> None:
        with _a_demo_answers(self._simulator):
            self._session.delete(f"{self._simulator}/_sim/{what}", timeout=TIMEOUT_SECONDS).raise_for_status()


@contextmanager
def _a_demo_answers(address: str) -> Iterator[None]:
    try:
        yield
    except requests.RequestException as trouble:
        raise DemoDoesNotStart(
            f"No demo answers at {address} ({type(trouble).__name__}): start one with `sahip demo`, in this folder."
        ) from None


def _told(caller: Mapping[str, Any]) -> Told:
    call = caller["sids"][-1] if caller["sids"] else ""
    return Told(call=call, over=caller["over"], failures=caller["failures"])
