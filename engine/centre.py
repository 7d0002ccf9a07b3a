"""The configuration of a call centre: policy, numbers, flows and phrases, read whole or refused with every problem."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ivr.errors import FlowInvalid
from ivr.flow import Flow
from ivr.flow_file import read_flow
from ivr.phrases import Phrases, read_phrases
from ivr.yaml_file import read_mapping
from routing.errors import BadPolicy
from routing.policy import Policy, policy_from


class CentreInvalid(Exception):
    """The centre's files cannot be used."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Centre:
    policy: Policy
    flows: Mapping[str, Flow]
    phrases: Phrases
    flow_of_number: Mapping[str, str]


def read_centre(folder: Path) -> Centre:
    """Everything under `centre/`. Raises CentreInvalid with file, line and column of each problem."""
    try:
        policy = _policy(folder / "policy.yaml")
        flows = [read_flow(path, frozenset(policy.queues)) for path in sorted((folder / "flows").glob("*.yaml"))]
        phrases = read_phrases(folder / "phrases")
        numbers = _numbers(folder / "numbers.yaml", {flow.flow for flow in flows})
    except FlowInvalid as invalid:
        raise CentreInvalid(invalid.problems) from None
    by_name = {flow.flow: flow for flow in flows}
    return Centre(policy=policy, flows=by_name, phrases=phrases, flow_of_number=numbers)


def _policy(path: Path) -> Policy:
    try:
        return policy_from(read_mapping(path))
    except (BadPolicy, TypeError, ValueError) as bad:
        raise CentreInvalid([f"{path}: {bad}"]) from None


def _numbers(path: Path, flows: set[str]) -> Mapping[str, str]:
    numbers = {str(number): str(flow) for number, flow in read_mapping(path).items()}
    problems = [
        f"{path}: {number} is answered by `{flow}`, and there is no such flow"
        for number, flow in numbers.items()
        if flow not in flows
    ]
    problems += [
        f'{path}: {number}: write numbers in quotes and with +, as in "+908502220000"'
        for number in numbers
        if not number.startswith("+")
    ]
    if problems or not numbers:
        raise CentreInvalid(problems or [f"{path}: no number is answered by any flow"])
    return numbers
