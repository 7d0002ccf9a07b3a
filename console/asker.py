"""Who asks something of the console: a program with a key, or a person who signed in."""

from dataclasses import dataclass
from typing import Literal

from console.role import Scope, may


@dataclass(frozen=True, kw_only=True)
class Asker:
    """`agent` is which agent a person is; None for programs, and for people who take no calls."""

    id: str
    name: str
    role: str
    kind: Literal["key", "user"]
    agent: str | None = None

    @property
    def label(self) -> str:
        """How tables and the audit trail name them: `key:…` or `user:…`."""
        return f"{self.kind}:{self.id}"

    def may(self, scope: Scope) -> bool:
        return may(self.role, scope)
