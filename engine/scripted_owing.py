"""Whom we owe a call in a scripted call: promised when it begins, about a promise we broke, asked for meanwhile."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from engine.scripted_call import Script, Stage

OURS: Final = "/api/v1"
SOON_MINUTES: Final = 1 / 30
"""A promise to be broken is due so soon: the clock sees that nobody kept it."""
MINUTES: Final = {"begin_in_minutes": "begin", "due_in_minutes": "due"}


class Owed:
    """`begins` asks for what stands in the script; `expected` is what must have come of all of it."""

    def __init__(self, stage: "Stage", script: "Script", began: datetime) -> None:
        self._stage, self._script, self._began = stage, script, began
        self._callbacks: dict[str, str] = {}
        self._flow_calls: dict[str, str] = {}
        self._unwritten = sorted(script.messages, key=lambda message: float(message.get("after", 0)))

    def begins(self) -> list[str]:
        """What could not be promised."""
        return [*self._promised(), *self._broken(), *self._flows_called()]

    def expected(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """What it is, where the API shows it (empty: nowhere yet), and how it must look."""
        self._writes_what_is_due()
        for name, facts in self._script.expect.get("callbacks", {}).items():
            known = self._callbacks.get(name) or self._made_since(name)
            yield f"callback of {name}", f"{OURS}/callbacks/{known}" if known else "", facts
        for name, facts in self._script.expect.get("flow_calls", {}).items():
            known = self._flow_calls.get(name)
            yield f"call to {name}", f"{OURS}/flow-calls/{known}" if known else "", facts

    def _promised(self) -> Iterator[str]:
        for name, wanted in self._script.promises.items():
            told = {key: value for key, value in wanted.items() if key not in ("case", *MINUTES)}
            told |= {field: self._in_minutes(wanted[key]) for key, field in MINUTES.items() if key in wanted}
            status, made = self._stage.ask("POST", f"{OURS}/cases/{wanted['case']}/callbacks", told)
            if status == 200:
                self._callbacks[name] = made["id"]
            else:
                yield f"the call to {name} was not promised: {status} {made}"

    def _broken(self) -> Iterator[str]:
        for name, wanted in self._script.broken.items():
            path = f"{OURS}/cases/{wanted['case']}/promises"
            told = {"kind": wanted["kind"], "what": wanted["what"], "due_at": self._in_minutes(SOON_MINUTES)}
            status, made = self._stage.ask("POST", path, told)
            if status != 200:
                yield f"nothing was promised to {name}: {status} {made}"

    def _flows_called(self) -> Iterator[str]:
        for name, wanted in self._script.flow_calls.items():
            status, made = self._stage.ask("POST", f"{OURS}/flow-calls", dict(wanted))
            if status == 200:
                self._flow_calls[name] = made["id"]
            else:
                yield f"{name} is not called: {status} {made}"

    def _writes_what_is_due(self) -> None:
        passed = (self._stage.now() - self._began).total_seconds()
        while self._unwritten and float(self._unwritten[0].get("after", 0)) <= passed:
            message = self._unwritten.pop(0)
            self._stage.writes(message["from"], message["to"], message["text"])

    def _made_since(self, name: str) -> str | None:
        """To the telephone of this person."""
        phone = str(self._script.people[name]["phone"]).lstrip("+")
        listed = self._stage.ask("GET", f"{OURS}/callbacks?phone=%2B{phone}&limit=200")[1]["items"]
        made = [one["id"] for one in listed if datetime.fromisoformat(one["made_at"]) >= self._began]
        return made[-1] if made else None

    def _in_minutes(self, minutes: float) -> str:
        return (self._stage.now() + timedelta(minutes=minutes)).isoformat()
