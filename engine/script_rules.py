"""Rules of a scripted call that are not the shipped centre's: what may stand under `rules:`, and the centre they make.

    rules:
      callbacks: {returns: {abandoned: true}}     # as in centre/callbacks.yaml
      policy: {wrap_up_seconds: 5}                # as in centre/policy.yaml
      escalations: {transfer: {most_rung: 1}}     # as in centre/escalations.yaml

A mapping is laid over the shipped one key by key; anything else, a list as well, takes the place of what stands there.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from engine.callbacks_file import queues_unknown
from engine.callbacks_parts import CallbacksFile
from engine.centre import Centre
from engine.escalations_parts import EscalationsFile
from engine.policy_file import diversions_astray, problems_of
from engine.policy_parts import PolicyFile
from engine.shipped import shipped
from ivr.checking.surroundings import skills_of
from ivr.yaml_file import Where, nearest, plain, read_mapping
from routing.errors import BadPolicy
from routing.policy import policy_from

LAID_OVER: Final = ("callbacks", "policy", "escalations")
"""Files of the centre, by the names they have under `rules:`."""


class RulesPart(BaseModel):
    """The rules as they are once they lie over the shipped ones."""

    model_config = ConfigDict(extra="forbid")

    callbacks: CallbacksFile = CallbacksFile()
    policy: PolicyFile = PolicyFile()
    escalations: EscalationsFile = EscalationsFile()


def over_the_shipped(rules: Any) -> Any:
    """What a script says, with all that it leaves out as the shipped centre has it."""
    if not isinstance(rules, Mapping):
        return rules
    return {**rules, **{name: _laid(_shipped_rules(name), rules.get(name, {})) for name in LAID_OVER}}


def problems_of_rules(rules: RulesPart, centre: Centre) -> Iterator[tuple[Where, str]]:
    """What no key tells alone: a queue, a calendar or a flow that is not there, rules that contradict each other."""
    for where, what in problems_of(rules.policy, centre.calendars.named):
        yield ("policy", *where), what.en
    for where, what in diversions_astray(rules.policy, centre.flows):
        yield ("policy", *where), what.en
    try:
        policy_from(rules.policy.model_dump(exclude_unset=True))
    except BadPolicy as bad:
        yield ("policy",), str(bad)
    yield from _queues_astray(rules)


def _queues_astray(rules: RulesPart) -> Iterator[tuple[Where, str]]:
    known = list(rules.policy.queues)
    named: list[tuple[Where, str]] = [
        (("callbacks", "leg", "first_by_queue", queue), queue)
        for queue in queues_unknown(rules.callbacks.rules, rules.policy.queues)
    ]
    if rules.escalations.queue not in known:
        named.append((("escalations", "queue"), rules.escalations.queue))
    for where, queue in named:
        yield where, f"there is no queue `{queue}`{nearest(queue, known)}"


def under_rules(centre: Centre, rules: Mapping[str, Any]) -> Centre:
    """This centre with the rules of a script that was read."""
    read = RulesPart.model_validate(over_the_shipped(rules))
    policy = policy_from(read.policy.model_dump(exclude_unset=True))
    known = replace(centre.surroundings, queues=frozenset(policy.queues), skills=skills_of(policy))
    dialler, escalations = read.callbacks.rules, read.escalations.rules
    return replace(centre, policy=policy, dialler=dialler, escalations=escalations, surroundings=known)


def rules_told(rules: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """One line for each rule: `callbacks.returns.abandoned: true`."""
    for name, value in rules.items():
        if isinstance(value, Mapping) and value:
            yield from rules_told(value, f"{before}{name}.")
        else:
            yield f"{before}{name}: {json.dumps(value, ensure_ascii=False)}"


def _shipped_rules(name: str) -> Any:
    path: Path = shipped("centre") / f"{name}.yaml"
    return plain(path, read_mapping(path))


def _laid(below: Any, above: Any) -> Any:
    if not (isinstance(below, Mapping) and isinstance(above, Mapping)):
        return above
    return {**below, **{name: _laid(below.get(name), value) for name, value in above.items()}}
