"""What a rule finds: a fault of a flow, where it stands, and what would help."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ivr.checking.wording import worded
from ivr.yaml_file import Where, named

Level = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A rule is broken at this part of a flow. `values` fill the rule's sentence; `near` is what may have been meant.

    `kind` picks the sentence where a rule has several.
    """

    flow: str
    where: Where = ()
    kind: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    near: str | None = None
    level: Level | None = None
    """Where it is not the rule's own."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A fault with its place, `file:line:column`. Flows with an error are not published."""

    level: Level
    rule: str
    place: str
    fault: Fault

    @property
    def flow(self) -> str:
        return self.fault.flow

    @property
    def node(self) -> str | None:
        where = self.fault.where
        return str(where[1]) if len(where) > 1 and where[0] == "nodes" else None

    @property
    def part(self) -> str:
        """The part of the flow as its file names it: `nodes.menu.menu.say`."""
        return named(self.fault.where)

    @property
    def message(self) -> str:
        return self.told("en")

    @property
    def hint(self) -> str:
        return self.advice("en")

    def told(self, language: str) -> str:
        """What is wrong, in a sentence."""
        return worded(self._key, language, self.fault.values)

    def advice(self, language: str) -> str:
        """What would help; empty where the sentence says it all."""
        if self.fault.near:
            return worded("did_you_mean", language, {"near": self.fault.near})
        return worded(f"{self._key}_hint", language, self.fault.values)

    def sentence(self, language: str = "en") -> str:
        """`file:line:column: nodes.menu: what is wrong; what would help`."""
        parts = [part for part in (self.told(language), self.advice(language)) if part]
        return ": ".join(part for part in (self.place, self.part, "; ".join(parts)) if part)

    @property
    def _key(self) -> str:
        return f"{self.rule}_{self.fault.kind}" if self.fault.kind else self.rule
