"""All flows as they were published together: a call stays on the release it started on."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ivr.language.flow import Flow, version_of
from ivr.language.narrowings import narrowings_in
from routing.narrowing import Narrowing


@dataclass(frozen=True)
class Release:
    """Flows by name. Its id is its content, so that a release is the same on every machine.

    `kept` are the versions of flows that were published: they stay what they were on that day.
    """

    flows: Mapping[str, Flow]
    kept: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def narrowings(self) -> frozenset[Narrowing]:
        """What its flows ask of queues; what cannot be read is asked of nobody."""
        return frozenset(narrowings_in(self.flows.values()))

    @cached_property
    def versions(self) -> Mapping[str, str]:
        return {name: self.kept.get(name) or version_of(flow) for name, flow in self.flows.items()}

    @cached_property
    def id(self) -> str:
        return release_id(self.versions)


def release_id(versions: Mapping[str, str]) -> str:
    named = "\n".join(f"{name} {version}" for name, version in sorted(versions.items()))
    return hashlib.sha256(named.encode()).hexdigest()[:12]
