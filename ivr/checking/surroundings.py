"""What the centre has that its flows may call by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from routing.policy import Policy
from routing.skills import OF_EVERYBODY, is_written_down, skill_names, written_down


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """`skills` are the names the policy asks for or says that there are. `audio` is the folder of sound files; None:
    none is known. `hosts` are the systems flows may ask. `care_tags` and `reasons` are those of care.yaml.

    `numbers` tells which flow answers which of our numbers.
    """

    queues: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    calendars: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    audio: Path | None = None
    care_tags: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    numbers: Mapping[str, str] = field(default_factory=dict)


def skills_of(policy: Policy) -> frozenset[str]:
    """Every skill some ring of some queue asks for, and what expressions may ask of everybody.

    A certificate or briefing is known by being named in the policy, not by being asked for.
    """
    rings = (ring for queue in policy.queues.values() for ring in queue.rings)
    asked = {name for ring in rings for name in skill_names(ring.skills) if not is_written_down(name)}
    return frozenset(asked | OF_EVERYBODY | written_down(policy.certificates, policy.briefings))
