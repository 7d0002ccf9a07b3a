"""What may stand in the file of a scripted call, and where it does not: see `engine.scripted_call` for what it means.

Steps and behaviours are the network's: whoever plays the people knows what they can do, and says so.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ivr.file_keys import keys_of
from ivr.yaml_file import Where, faults, named, nearest, place

Presence = Literal["ready", "not_ready", "logged_out"]
Facts = dict[str, Any]


class Part(BaseModel):
    """A part of the file, strict about what it does not know."""

    model_config = ConfigDict(extra="forbid", strict=True)


class PersonPart(Part):
    model_config = ConfigDict(extra="allow", strict=True)

    phone: str


class CallerPart(Part):
    model_config = ConfigDict(populate_by_name=True, extra="forbid", strict=True)

    from_number: str = Field(alias="from")
    to: str
    steps: list[Any] = []
    start_after: float = 0
    hang_up_when: str | None = None
    forwarded_from: str = ""
    patience: Any = None
    when_hears: dict[str, Any] = {}
    calls_again: Any = None
    calls: list[list[Any]] = []


class FaultPart(Part):
    kind: str
    times: int = 1
    after: int = 0
    seconds: float = 0
    only: str = ""
    chance: float = 1


class WrapUpPart(Part):
    caller: str
    disposition: str | None = None
    next_action: str | None = None
    due_in_days: float = 1
    hard: bool = False


class PromisePart(Part):
    case: str
    phone: str
    within_hours: float = 4
    agent_id: str | None = None
    anybody: bool = False


class ThenPart(Part):
    wrap_up: WrapUpPart


class ExpectPart(Part):
    calls: dict[str, Facts] = {}
    agents: dict[str, str | Facts] = {}
    rings: dict[str, int] = {}
    hears: dict[str, list[str]] = {}
    never_hears: dict[str, list[str]] = {}
    cases: dict[str, Facts] = {}
    callbacks: dict[str, Facts] = {}


class ScriptFile(Part):
    title: dict[str, str]
    agents: dict[str, Presence] = {}
    people: dict[str, PersonPart] = {}
    callers: dict[str, CallerPart] = {}
    promises: dict[str, PromisePart] = {}
    faults: list[FaultPart] = []
    lasts: Annotated[float, Field(gt=0)] = 1
    then: list[ThenPart] = []
    expect: ExpectPart = ExpectPart()


WORDS: Final = keys_of(ScriptFile)


def problems(path: Path, tree: Any, told: Mapping[str, Any]) -> list[str]:
    """`file:line:column: place: what` of everything that cannot be played."""
    try:
        file = ScriptFile.model_validate(told)
    except ValidationError as invalid:
        return list(dict.fromkeys(faults(path, tree, invalid, WORDS)))
    return [f"{place(path, tree, where)}{named(where)}: {what}" for where, what in _strangers(file)]


def _strangers(file: ScriptFile) -> Iterator[tuple[Where, str]]:
    """Callers who are spoken of and do not call, and callbacks that nobody promised."""
    if not file.callers and not file.promises:
        yield ("callers",), "is missing, and so is promises: nobody is on the line"
    for name in file.expect.callbacks.keys() - file.promises.keys():
        yield ("expect", "callbacks", name), f"nobody promised to call `{name}`{nearest(name, list(file.promises))}"
    callers = list(file.callers)
    spoken_of: list[tuple[Where, str]] = [(("expect", "calls", name), name) for name in file.expect.calls]
    spoken_of += [(("then", index, "wrap_up", "caller"), act.wrap_up.caller) for index, act in enumerate(file.then)]
    for where, name in spoken_of:
        if name not in callers:
            yield where, f"there is no caller `{name}`{nearest(name, callers)}"
