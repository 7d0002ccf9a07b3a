"""The configuration of a call centre: policy, hours, numbers, flows and phrases. Whole, or with every problem."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from engine.hours_file import read_hours
from engine.policy_file import A_NUMBER, is_dialled, read_policy
from hours.opening_hours import Calendars
from ivr.errors import FlowInvalid
from ivr.language.flow import Flow
from ivr.language.flow_file import read_flow
from ivr.phrases import Phrases, read_phrases
from ivr.yaml_file import nearest, place, read_mapping
from routing.policy import Policy

Part = TypeVar("Part")


class CentreInvalid(Exception):
    """The centre's files cannot be used."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Centre:
    policy: Policy
    calendars: Calendars
    flows: Mapping[str, Flow]
    phrases: Phrases
    flow_of_number: Mapping[str, str]


def read_centre(folder: Path) -> Centre:
    """Everything under `centre/`. Raises CentreInvalid with file, line and column of each problem.

    Files that rest on a file with a problem are not looked at: what they would be told follows from that problem.
    """
    problems: list[str] = []
    policy = _read(problems, lambda: read_policy(folder / "policy.yaml"))
    calendars = _read(problems, lambda: read_hours(folder / "hours.yaml"))
    flows = _flows(problems, folder / "flows", frozenset(policy.queues)) if policy else {}
    numbers = {} if problems else _read(problems, lambda: _numbers(folder / "numbers.yaml", list(flows)))
    phrases = _read(problems, lambda: read_phrases(folder / "phrases"))
    if policy is None or calendars is None or numbers is None or phrases is None or problems:
        raise CentreInvalid(problems)
    return Centre(policy=policy, calendars=calendars, flows=flows, phrases=phrases, flow_of_number=numbers)


def _read(problems: list[str], how: Callable[[], Part]) -> Part | None:
    """One part of the centre; when it cannot be used, why goes to the problems."""
    try:
        return how()
    except FlowInvalid as invalid:
        problems += invalid.problems
        return None


def _flows(problems: list[str], folder: Path, queues: frozenset[str]) -> Mapping[str, Flow]:
    flows: dict[str, Flow] = {}
    for path in sorted(folder.glob("*.yaml")):
        flow = _read(problems, partial(read_flow, path, queues))
        if flow and flow.flow in flows:
            problems.append(f"{path}:1:1: flow: another file has a flow `{flow.flow}` already")
        if flow:
            flows[flow.flow] = flow
    return flows


def _numbers(path: Path, flows: list[str]) -> Mapping[str, str]:
    """Which flow answers which number. Raises FlowInvalid."""
    tree = read_mapping(path, places=True)
    problems = [
        f"{place(path, tree, (number,))}{number}: must be {A_NUMBER}"
        for number in tree
        if not isinstance(number, str) or not is_dialled(number)
    ]
    problems += [
        f"{place(path, tree, (number,))}{number}: there is no flow `{flow}`{nearest(str(flow), flows)}"
        for number, flow in tree.items()
        if flow not in flows
    ]
    if problems or not tree:
        raise FlowInvalid(problems or [f"{path}:1:1: no number is answered by any flow"])
    return {str(number): str(flow) for number, flow in tree.items()}
