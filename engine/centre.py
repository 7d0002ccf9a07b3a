"""The configuration of a call centre: policy, numbers, flows and phrases, read whole or refused with every problem."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from ivr.errors import FlowInvalid
from ivr.flow import Flow
from ivr.flow_file import read_flow
from ivr.phrases import Phrases, read_phrases
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
    policy = _policy(folder / "policy.yaml")
    try:
        flows = [read_flow(path, frozenset(policy.queues)) for path in sorted((folder / "flows").glob("*.yaml"))]
        phrases = read_phrases(folder / "phrases")
    except FlowInvalid as invalid:
        raise CentreInvalid(invalid.problems) from None
    by_name = {flow.flow: flow for flow in flows}
    return Centre(
        policy=policy, flows=by_name, phrases=phrases, flow_of_number=_numbers(folder / "numbers.yaml", by_name)
    )


def _policy(path: Path) -> Policy:
    try:
        return policy_from(_mapping(path))
    except (BadPolicy, TypeError, ValueError) as bad:
        raise CentreInvalid([f"{path}: {bad}"]) from None


def _numbers(path: Path, flows: Mapping[str, Flow]) -> Mapping[str, str]:
    numbers = {str(number): str(flow) for number, flow in _mapping(path).items()}
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


def _mapping(path: Path) -> dict[str, Any]:
    try:
        tree = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as broken:
        mark = broken.problem_mark
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise CentreInvalid([f"{where}: {broken.problem or 'not YAML'}"]) from None
    except (OSError, UnicodeDecodeError) as unreadable:
        raise CentreInvalid([f"{path}: cannot be read: {unreadable}"]) from None
    if not isinstance(tree, dict):
        raise CentreInvalid([f"{path}:1:1: must be a mapping"])
    return tree
