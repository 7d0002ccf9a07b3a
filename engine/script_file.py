"""What may stand in the file of a scripted call, and where it does not: see `engine.scripted_call` for what it means.

Steps and behaviours are the network's: whoever plays the people knows what they can do, and says so.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.centre import read_centre
from engine.script_rules import RulesPart, over_the_shipped, problems_of_rules
from engine.shipped import shipped
from ivr.file_keys import keys_of
from ivr.yaml_file import Where, faults, named, nearest, place

Presence = Literal["ready", "not_ready", "logged_out"]
Facts = dict[str, Any]
ApiRequest = Annotated[str, Field(pattern=r"^(POST|PUT|PATCH|DELETE) [^\s/]\S*$")]
"""A method, and the path below `/api/v1/`."""


class Part(BaseModel):
    """A part of the file, strict about what it does not know."""

    model_config = ConfigDict(extra="forbid", strict=True)


class PersonPart(Part):
    model_config = ConfigDict(extra="allow", strict=True)

    phone: str | None = None
    browser: str | None = None
    takes_after: Annotated[float, Field(ge=0)] | None = None


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
    kind: str | None = None
    within_hours: float | None = None
    begin_in_minutes: float | None = None
    due_in_minutes: float | None = None
    agent_id: str | None = None
    anybody: bool = False


class BrokenPart(Part):
    case: str
    kind: str
    what: str


class MessagePart(Part):
    model_config = ConfigDict(populate_by_name=True, extra="forbid", strict=True)

    from_number: str = Field(alias="from")
    to: str
    text: str
    after: float = 0


class FlowCallPart(Part):
    flow: str
    phone: str
    purpose: str


class MeanwhilePart(Part):
    when: dict[str, str] = {}
    after: float = 0
    api: ApiRequest
    with_: Facts = Field(default={}, alias="with")
    answers: int = 200


class ThenPart(Part):
    wrap_up: WrapUpPart | None = None
    api: ApiRequest | None = None
    with_: Facts = Field(default={}, alias="with")
    answers: int = 200


class ExpectPart(Part):
    calls: dict[str, Facts] = {}
    agents: dict[str, str | Facts] = {}
    rings: dict[str, int] = {}
    hears: dict[str, list[str]] = {}
    never_hears: dict[str, list[str]] = {}
    cases: dict[str, Facts] = {}
    callbacks: dict[str, Facts] = {}
    flow_calls: dict[str, Facts] = {}
    transfers: dict[str, Facts] = {}
    escalations: dict[str, Facts] = {}
    silence: dict[str, float] = {}
    shows: dict[str, Facts] = {}


class ScriptFile(Part):
    title: dict[str, str]
    by_day: bool = False
    rules: RulesPart = RulesPart()
    agents: dict[str, Presence] = {}
    people: dict[str, PersonPart] = {}
    callers: dict[str, CallerPart] = {}
    promises: dict[str, PromisePart] = {}
    broken: dict[str, BrokenPart] = {}
    messages: list[MessagePart] = []
    flow_calls: dict[str, FlowCallPart] = {}
    faults: list[FaultPart] = []
    lasts: Annotated[float, Field(gt=0)] = 1
    meanwhile: list[MeanwhilePart] = []
    then: list[ThenPart] = []
    expect: ExpectPart = ExpectPart()


WORDS: Final = keys_of(ScriptFile)


def problems(path: Path, tree: Any, told: Mapping[str, Any]) -> list[str]:
    """`file:line:column: place: what` of everything that cannot be played."""
    whole = {**told, "rules": over_the_shipped(told["rules"])} if "rules" in told else told
    try:
        file = ScriptFile.model_validate(whole)
    except ValidationError as invalid:
        return list(dict.fromkeys(faults(path, tree, invalid, WORDS)))
    wrong = [*_nowhere(file), *_strangers(file), *_against_the_rules(file)]
    return [f"{place(path, tree, where)}{named(where)}: {what}" for where, what in wrong]


def _against_the_rules(file: ScriptFile) -> Iterator[tuple[Where, str]]:
    if "rules" in file.model_fields_set:
        for where, what in problems_of_rules(file.rules, read_centre(shipped("centre"))):
            yield ("rules", *where), what


def _nowhere(file: ScriptFile) -> Iterator[tuple[Where, str]]:
    """People of whom it is not said how they are reached."""
    for name, person in file.people.items():
        if (person.phone is None) == (person.browser is None):
            yield ("people", name), "is either at a `phone` or at a `browser`"
        elif person.browser is None and person.takes_after is not None:
            yield ("people", name, "takes_after"), "a click is made at a `browser`"


def _strangers(file: ScriptFile) -> Iterator[tuple[Where, str]]:
    """Callers who are spoken of and do not call, and callbacks that nobody promised."""
    if not (file.callers or file.promises or file.broken or file.messages or file.flow_calls):
        yield ("callers",), "is missing, and so is promises: nobody is on the line"
    owed = [*file.promises, *(name for name, person in file.people.items() if person.phone is not None)]
    for name in file.expect.callbacks.keys() - set(owed):
        yield ("expect", "callbacks", name), f"nobody promised to call `{name}`{nearest(name, owed)}"
    for name in file.expect.flow_calls.keys() - file.flow_calls.keys():
        yield ("expect", "flow_calls", name), f"`{name}` is not called{nearest(name, list(file.flow_calls))}"
    callers = list(file.callers)
    for where, name in _callers_spoken_of(file):
        if name not in callers:
            yield where, f"there is no caller `{name}`{nearest(name, callers)}"
    there = [*callers, *file.people]
    for where, name in _people_spoken_of(file):
        if name not in there:
            yield where, f"nobody is called `{name}`{nearest(name, there)}"
    for index, act in enumerate(file.then):
        if (act.wrap_up is None) == (act.api is None):
            yield ("then", index), "is either `wrap_up` or `api`"


def _callers_spoken_of(file: ScriptFile) -> Iterator[tuple[Where, str]]:
    expect = file.expect
    for part, names in (("calls", expect.calls), ("transfers", expect.transfers), ("escalations", expect.escalations)):
        yield from ((("expect", part, name), name) for name in names)
    for index, act in enumerate(file.then):
        if act.wrap_up is not None:
            yield ("then", index, "wrap_up", "caller"), act.wrap_up.caller


def _people_spoken_of(file: ScriptFile) -> Iterator[tuple[Where, str]]:
    yield from ((("expect", "silence", name), name) for name in file.expect.silence)
    for index, act in enumerate(file.meanwhile):
        yield from ((("meanwhile", index, "when", name), name) for name in act.when)
