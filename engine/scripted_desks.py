"""People of a scripted call who sit at a browser: their desk shows who is offered to them, and a click takes them.

    people:
      Elif: {browser: elif, takes_after: 3, steps: [joins, {says: "Merhaba."}]}

`browser` is the agent whose desk it is; what is done on the line follows, as at a telephone. Of an agent who is reached
by telephone that rings as well.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from engine.scripted_call import Script, Stage

OURS: Final = "/api/v1"
TAKES_AFTER_SECONDS: Final = 2.0
SIGN_OF_LIFE: Final = timedelta(seconds=20)
"""A desk that is silent for longer than a minute and a half has lost contact."""
A_DAY: Final = timedelta(days=1)
ABOUT_THE_DESK: Final = ("browser", "takes_after")
"""What is said of somebody at a browser beside what they do on the line."""


@dataclass(frozen=True, kw_only=True)
class Browser:
    """`take` is the click on an offer, by its id; `close` the end of the tab."""

    take: Callable[[str], object]
    close: Callable[[], object]


class Desks:
    """`begin` seats everybody and `looked_at` is done again and again; both tell what went otherwise."""

    def __init__(self, stage: "Stage", script: "Script") -> None:
        self._stage, self._script = stage, script
        self._seated: dict[str, Browser] = {}
        self._offered: dict[str, datetime] = {}
        self._alive_at = stage.now()

    def begin(self) -> list[str]:
        return [fault for name, person in self._people() for fault in self._sits_down(name, person)]

    def looked_at(self) -> None:
        now = self._stage.now()
        lives = now - self._alive_at >= SIGN_OF_LIFE
        self._alive_at = now if lives else self._alive_at
        for name, person in self._people():
            if lives:
                self._is_there(str(person["browser"]))
            self._takes(name, person, now)

    def close(self) -> None:
        for browser in self._seated.values():
            browser.close()

    def _people(self) -> list[tuple[str, Mapping[str, Any]]]:
        return [(name, person) for name, person in self._script.people.items() if "browser" in person]

    def _sits_down(self, name: str, person: Mapping[str, Any]) -> list[str]:
        """With a token as any desk asks for one."""
        status, told = self._stage.ask("POST", f"{OURS}/agents/{person['browser']}/device-token")
        if status != 200:
            return [f"{name} cannot sit at a browser: {status} {told}"]
        self._seated[name] = self._stage.seats(self._script, name, told["token"])
        return []

    def _is_there(self, agent: str) -> None:
        """Who is logged out stays so."""
        if self._stage.ask("GET", f"{OURS}/agents/{agent}")[1].get("state") != "logged_out":
            alive = {"state": "ready", "heartbeat": True}
            self._stage.ask("PUT", f"{OURS}/agents/{agent}/presence", alive)

    def _takes(self, name: str, person: Mapping[str, Any], now: datetime) -> None:
        """Each offer once, so long after they saw it."""
        if name not in self._seated:
            return
        for offer in self._stage.ask("GET", f"{OURS}/agents/{person['browser']}/reservations")[1]["items"]:
            after = timedelta(seconds=person.get("takes_after", TAKES_AFTER_SECONDS))
            if offer["state"] == "ringing" and now >= self._offered.setdefault(offer["id"], now) + after:
                self._offered[offer["id"]] = now + A_DAY
                self._seated[name].take(offer["id"])
