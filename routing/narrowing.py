"""A queue narrowed by what a flow asks for: its rings, but only with agents who have these skills as well."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

NOT_NEWCOMER: Final = "not newcomer"
"""Who takes hard calls first."""


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """`skills` is an expression as in the policy. The same words with other blanks between them are the same."""

    queue: str
    skills: str

    @property
    def tidy(self) -> str:
        return " ".join(self.skills.split())


def sparing_newcomers(queues: Iterable[str]) -> frozenset[Narrowing]:
    """The narrowings by which a hard call of these queues is kept from newcomers for a while."""
    return frozenset(Narrowing(queue=queue, skills=NOT_NEWCOMER) for queue in queues)
