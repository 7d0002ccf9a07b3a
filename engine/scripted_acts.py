"""What people in a scripted call do through our API: while the calls go on, one thing after the other, and after them.

    meanwhile:
      - when: {Ayşe: yöneticinizle}           # as soon as she has heard it, since the thing before
        api: POST escalations
        with: {call: "{Mehmet}", trigger: agent}
      - {after: 3, api: "POST transfers/{Mehmet.transfer}/join"}     # seconds after that, or after the thing before
      - {api: "POST transfers/{Mehmet.transfer}/swap", answers: 409}

`{Mehmet}` is the call of that caller, `{Mehmet.case}` the number of the case it is about, `{Mehmet.transfer}` and
`{Mehmet.escalation}` are the newest of that call; `{made}` is what the request before has made, `{in 5 minutes}` and
`{in 2 days}` are a moment and a date.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from engine.scripted_call import Script, Stage

OURS: Final = "/api/v1"
ABOUT: Final = re.compile(r"\{(?P<name>[^{}.]+)(?:\.(?P<what>case|transfer|escalation))?\}")
MADE: Final = "made"
SOON: Final = re.compile(r"in (?P<many>\d{1,4}) (?P<unit>minute|day)s?")
GRANTED: Final = 200


class NothingThere(Exception):
    """What somebody is to do is about something that does not exist; the message says what."""


class Acts:
    """`done_now` does whatever its time has come for; `never_done` are those of which it has not."""

    def __init__(self, stage: "Stage", script: "Script", began: datetime) -> None:
        self._stage, self._script = stage, script
        self._left = list(script.meanwhile)
        self._since, self._heard_before = began, dict[str, int]()
        self._told, self._made = False, ""

    def done_now(self) -> list[str]:
        """What went otherwise."""
        failures: list[str] = []
        while self._left and self._its_time(self._left[0]):
            act, self._told = self._left.pop(0), False
            self._since = self._stage.now()
            self._heard_before |= {name: len(self._stage.heard(name)) for name in act.get("when", {})}
            failures += self.does(act)
        return failures

    def does(self, act: Mapping[str, Any]) -> list[str]:
        """One request to our API; what went otherwise."""
        method, path = str(act["api"]).split(maxsplit=1)
        try:
            path, body = (named(self._stage, told, made=self._made) for told in (path, act.get("with", {})))
        except NothingThere as nothing:
            return [f"{act['api']}: {nothing}"]
        status, told = self._stage.ask(method, f"{OURS}/{path}", body)
        if status != act.get("answers", GRANTED):
            return [f"{act['api']} was answered {status}: {told}"]
        self._made = str(told.get("id", told.get("number", self._made)))
        return []

    def never_done(self) -> list[str]:
        waited = ", ".join(f"{name}: “{text}”" for act in self._left[:1] for name, text in act.get("when", {}).items())
        return [
            f"{act['api']} was never asked for" + (f" (waited for {waited})" if waited else "") for act in self._left
        ]

    def _its_time(self, act: Mapping[str, Any]) -> bool:
        if not self._told and all(self._has_heard(name, text) for name, text in act.get("when", {}).items()):
            self._told = True
            self._since = self._stage.now() if act.get("when") else self._since
        return self._told and self._stage.now() >= self._since + timedelta(seconds=act.get("after", 0))

    def _has_heard(self, name: str, text: str) -> bool:
        new = self._stage.heard(name)[self._heard_before.get(name, 0) :]
        return any(text.casefold() in heard.casefold() for heard in new)


def named(stage: "Stage", told: Any, *, made: str = "") -> Any:
    """The same with every `{Mehmet}` in it as the id it stands for. Raises NothingThere."""
    if isinstance(told, Mapping):
        return {key: named(stage, value, made=made) for key, value in told.items()}
    if isinstance(told, list):
        return [named(stage, value, made=made) for value in told]
    return ABOUT.sub(lambda found: _id(stage, found, made), told) if isinstance(told, str) else told


def newest(stage: "Stage", name: str, what: str) -> str | None:
    """The id of the newest transfer or escalation of this caller's call."""
    call = stage.callers()[name].call
    status, listed = stage.ask("GET", f"{OURS}/{what}s?limit=200")
    found = [one for one in listed["items"] if one["call"] == call] if status == GRANTED else []
    return max(found, key=lambda one: str(one["asked_at"]))["id"] if found else None


def _id(stage: "Stage", found: re.Match[str], made: str) -> str:
    name, what = found["name"], found["what"]
    if soon := SOON.fullmatch(name):
        moment = stage.now() + timedelta(**{f"{soon['unit']}s": int(soon["many"])})
        return moment.isoformat() if soon["unit"] == "minute" else moment.date().isoformat()
    if name == MADE and made:
        return made
    caller = stage.callers().get(name)
    if caller is None:
        raise NothingThere(f"there is no caller {name}" if name != MADE else "nothing was made")
    if what is None:
        return caller.call
    known = _case(stage, caller.call) if what == "case" else newest(stage, name, what)
    if known is None:
        raise NothingThere(f"there is no {what} of the call of {name}")
    return known


def _case(stage: "Stage", call: str) -> str | None:
    number = stage.ask("GET", f"{OURS}/calls/{call}")[1].get("case_number")
    return str(number) if number else None
