"""What is allowed in a policy and yet makes one wonder: rings that ask for certificates and briefings nobody named."""

from collections.abc import Iterator
from pathlib import Path

from ivr.checking.finding import Finding
from ivr.checking.rules.unknown_skill import not_known
from ivr.checking.surroundings import skills_of
from ivr.yaml_file import place, read_mapping
from routing.policy import Policy
from routing.skills import skill_names


def doubts_about(policy: Policy, path: Path) -> Iterator[Finding]:
    """A warning for each place in this file where a ring asks for what the policy does not know."""
    known, tree = skills_of(policy), read_mapping(path, places=True)
    for name, queue in policy.queues.items():
        for number, ring in enumerate(queue.rings):
            where = ("queues", name, "rings", number, "skills")
            for skill in sorted(skill_names(ring.skills) - known):
                found = place(path, tree, where).removesuffix(": ")
                fault = not_known(skill, known, flow="", where=where)
                yield Finding(level="warning", rule="unknown_skill", place=found, fault=fault)
