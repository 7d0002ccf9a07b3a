"""How far up a case has been since it was opened: each step once.

Whoever asks again goes one further, or joins what is still open.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from escalations.decision_rules import ALL_USED, FIRST_STEP, LEVELS
from escalations.escalation import Escalation


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """`answered` are the steps whose colleague spoke to the customer; `open_step` one that nobody has answered yet, of
    the escalation `open_id`."""

    answered: frozenset[int] = frozenset()
    open_step: int | None = None
    open_id: str | None = None

    @property
    def step(self) -> int:
        """The next one; 5 when all were used."""
        return min(max(self.answered, default=FIRST_STEP - 1) + 1, ALL_USED)

    def level_of(self, decision: str) -> int | None:
        """The step this decision would be: the lowest of its own that was not used. None: each was."""
        own = LEVELS.get(decision)
        return 0 if own is None else next((level for level in own if level >= self.step), None)

    def joins(self, level: int) -> bool:
        """Whether somebody is being asked there already, or further up."""
        return level > 0 and self.open_step is not None and self.open_step >= level


def ladder_of(earlier: Iterable[Escalation]) -> Ladder:
    """From all escalations of one opening of a case, or of one call where there is no case."""
    steps = [one for one in earlier if one.level > 0]
    still = [one for one in steps if one.ended_at is None and one.answered_at is None]
    standing = max(still, key=lambda one: (one.level, one.asked_at), default=None)
    return Ladder(
        answered=_levels(one for one in steps if one.answered_at is not None),
        open_step=standing.level if standing else None,
        open_id=standing.id if standing else None,
    )


def _levels(steps: Iterable[Escalation]) -> frozenset[int]:
    return frozenset(one.level for one in steps)
