"""One thing the API can do: where it is, who may ask for it, what it takes, what it answers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel

from console.asker import Asker
from console.role import Scope
from escalations.board import EscalationBoard


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request, parsed: `query` and `body` are instances of the operation's models.

    `once` names it: the same for whoever sends it again with its Idempotency-Key, also after we have died over it.
    """

    who: Asker
    once: str
    path: Mapping[str, str]
    query: Any = None
    body: Any = None


@dataclass(frozen=True, kw_only=True)
class Operation:
    """`path` is below /api/v1, with its parameters in braces. There is no operation without a scope."""

    method: Literal["GET", "PUT", "PATCH", "POST", "DELETE"]
    path: str
    scope: Scope
    summary: str
    does: Callable[[EscalationBoard, Asked], BaseModel]
    answers: type[BaseModel]
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    problems: tuple[int, ...] = field(default=())
    kept: bool = True
    """Whether the answer is kept for whoever repeats the request: not where it is a secret, and made anew as well."""
    shown_once: bool = False
    """Its answer has a secret that is not kept either, but the act is one under `Asked.once`: whoever repeats it is
    answered anew."""
    kept_with_act: bool = False
    """What it does is one transaction and reaches nothing else: its answer is kept in that very transaction, and
    whoever repeats it has it, also after we have died over it."""
    raw: str | None = None
    """The media type of a body that is no JSON: it is handed on as bytes."""
    longest: int = 64 * 1024
    """Bytes of a body."""

    @property
    def name(self) -> str:
        return self.does.__name__

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(re.findall(r"{(\w+)}", self.path))

    @property
    def rule(self) -> str:
        """The path as Flask spells it."""
        return self.path.replace("{", "<").replace("}", ">")
