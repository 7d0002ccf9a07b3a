"""The configuration of a call centre: policy, care, hours, numbers, flows and phrases. Whole, or with every problem."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from callbacks.dialler.rules import DiallerRules
from cases.care import Care
from console.alerts.rule import AlertRules
from engine.alerts_file import read_alerts
from engine.callbacks_file import queues_unknown, read_callbacks
from engine.care_calendars import see_that_calendars_are_there
from engine.care_file import read_care
from engine.connections_file import Connections, read_connections
from engine.dips_file import AllowedHosts, read_dips
from engine.escalations_file import read_escalations
from engine.hours_file import read_hours
from engine.numbers_file import Answer, read_numbers
from engine.policy_file import read_policy, see_that_diversions_lead_to
from escalations.rules import EscalationRules
from hours.opening_hours import Calendars
from ivr.checking.check import runnable
from ivr.checking.surroundings import Surroundings, skills_of
from ivr.errors import FlowInvalid
from ivr.file_fault import fault, said
from ivr.language.flow import Flow
from ivr.language.part import Language
from ivr.language.written import Written
from ivr.phrases import Phrases, read_phrases
from ivr.publishing.written_flow import WrittenFlow, written_file
from routing.policy import Policy

Part = TypeVar("Part")


class CentreInvalid(Exception):
    """The centre's files cannot be used."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Centre:
    """`draft_numbers` are those of our numbers on which drafts are tried.

    `surroundings` is what flows may call by name: whatever is published is checked against it. `versions` are those of
    files that were published; the others are as they lie in the folder.
    """

    policy: Policy
    care: Care
    dialler: DiallerRules
    escalations: EscalationRules
    calendars: Calendars
    hosts: AllowedHosts
    connections: Connections
    alerts: AlertRules
    written: Mapping[str, WrittenFlow]
    phrases: Phrases
    flow_of_number: Mapping[str, str]
    draft_numbers: frozenset[str]
    language_of_number: Mapping[str, Language]
    surroundings: Surroundings
    versions: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        return {name: one.flow for name, one in self.written.items()}


def read_centre(folder: Path, *, flows_published: Collection[str] = ()) -> Centre:
    """Everything under `centre/`. Raises CentreInvalid with file, line and column of each problem.

    `flows_published` may be led to though no file of theirs is here.

    Files that rest on a file with a problem are not looked at: what they would be told follows from that problem.
    """
    problems: list[str] = []
    calendars = _read(problems, lambda: read_hours(folder / "hours.yaml"))
    policy = _read(problems, lambda: read_policy(folder / "policy.yaml", calendars.named if calendars else None))
    hosts = _read(problems, lambda: read_dips(folder / "dips.yaml"))
    care = _read(problems, lambda: _care(folder / "care.yaml", calendars))
    dialler = _read(problems, lambda: _dialler(folder / "callbacks.yaml", policy))
    escalations = _read(problems, lambda: read_escalations(folder / "escalations.yaml"))
    connections = _read(problems, lambda: read_connections(folder / "connections.yaml"))
    known = _known(folder, policy, care, calendars, hosts)
    heard = _what_callers_hear(folder, problems, known, flows_published)
    if problems or not (policy and care and dialler and calendars and hosts and connections and escalations and heard):
        raise CentreInvalid(problems)
    return Centre(
        policy=policy,
        care=care,
        dialler=dialler,
        escalations=escalations,
        calendars=calendars,
        hosts=hosts,
        connections=connections,
        alerts=_alerts(folder / "alerts.yaml", policy),
        **heard,
    )


def _what_callers_hear(
    folder: Path, problems: list[str], known: Surroundings | None, published: Collection[str]
) -> dict[str, Any]:
    """Flows, phrases and which number leads where; nothing where something before or in them is wrong."""
    flows = _flows(problems, folder / "flows", known) if known else {}
    numbers = None if problems else _numbers(problems, folder, {*flows, *published})
    phrases = _read(problems, lambda: read_phrases(folder / "phrases"))
    if not (known and phrases and numbers):
        return {}
    told = {number: answer.flow for number, answer in numbers.items()}
    surroundings = replace(known, numbers=told)
    return {"written": flows, "phrases": phrases, "surroundings": surroundings, **of_the_numbers(numbers)}


def of_the_numbers(numbers: Mapping[str, Answer]) -> dict[str, Any]:
    """What a centre has of them."""
    return {
        "flow_of_number": {number: answer.flow for number, answer in numbers.items()},
        "draft_numbers": frozenset(number for number, answer in numbers.items() if answer.draft),
        "language_of_number": {number: answer.language for number, answer in numbers.items() if answer.language},
    }


def _care(path: Path, calendars: Calendars | None) -> Care:
    care = read_care(path)
    if calendars:
        see_that_calendars_are_there(care, calendars.named, path)
    return care


def _dialler(path: Path, policy: Policy | None) -> DiallerRules:
    rules = read_callbacks(path)
    if policy and (unknown := queues_unknown(rules, policy.queues)):
        raise FlowInvalid([fault(f"{path}:1:1: ", said("first_no_queue", names=", ".join(unknown)))])
    return rules


def _alerts(path: Path, policy: Policy) -> AlertRules:
    try:
        return read_alerts(path, policy.queues)
    except FlowInvalid as invalid:
        raise CentreInvalid(invalid.problems) from None


def _numbers(problems: list[str], folder: Path, flows: Collection[str]) -> Mapping[str, Answer] | None:
    """Which flow answers which number, and whether diversions lead to flows that are there."""
    _read(problems, lambda: see_that_diversions_lead_to(flows, folder / "policy.yaml"))
    return _read(problems, lambda: read_numbers(folder / "numbers.yaml", sorted(flows)))


def _known(
    folder: Path, policy: Policy | None, care: Care | None, calendars: Calendars | None, hosts: AllowedHosts | None
) -> Surroundings | None:
    if not (policy and care and calendars and hosts):
        return None
    return replace(surroundings_of(folder, policy, care, calendars), hosts=hosts.names)


def surroundings_of(folder: Path, policy: Policy, care: Care, calendars: Calendars) -> Surroundings:
    """What flows may call by name, the numbers aside."""
    return Surroundings(
        queues=frozenset(policy.queues),
        skills=skills_of(policy),
        calendars=frozenset(calendars.named),
        audio=folder / "audio",
        care_tags=frozenset(care.care_tags),
        reasons=frozenset(care.reasons),
    )


def _read(problems: list[str], how: Callable[[], Part]) -> Part | None:
    """One part of the centre; when it cannot be used, why goes to the problems."""
    try:
        return how()
    except FlowInvalid as invalid:
        problems += invalid.problems
        return None


def _flows(problems: list[str], folder: Path, known: Surroundings) -> Mapping[str, WrittenFlow]:
    """Every flow, where calls can run them all; what only makes callers suffer is told before publishing."""
    flows: dict[str, WrittenFlow] = {}
    places: list[Written] = []
    for path in sorted(folder.glob("*.yaml")):
        one = _read(problems, partial(written_file, path, known.queues))
        if one and one.name in flows:
            problems.append(f"{path}:1:1: flow: another file has a flow `{one.name}` already")
        if one:
            flows[one.name] = one
            places.append(Written(flow=one.flow, path=path, text=one.source))
    if not problems:
        problems += [finding.sentence() for finding in runnable(known, places)]
    return flows
