"""All flows as they were published together: a call stays on the release it started on."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ivr.language.flow import Flow, version_of


@dataclass(frozen=True)
class Release:
    """Flows by name. Its id is its content, so that a release is the same on every machine."""

    flows: Mapping[str, Flow]

    @cached_property
    def versions(self) -> Mapping[str, str]:
        return {name: version_of(flow) for name, flow in self.flows.items()}

    @cached_property
    def id(self) -> str:
        named = "\n".join(f"{name} {version}" for name, version in sorted(self.versions.items()))
        return hashlib.sha256(named.encode()).hexdigest()[:12]
