"""A fork by opening hours."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ivr.language.move import Do, Effect, Go, Move, Outcome
from ivr.language.node import Named, Node, Way
from ivr.language.part import NodeName, Part

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

OPEN, LAST_CALL = "open", "last_call"


@dataclass(frozen=True, kw_only=True)
class AskHours(Effect):
    """Whether the calendar of this name is open to this caller."""

    only_asks: ClassVar[bool] = True
    calendar: str


class HoursWays(Part):
    """`of` is a calendar of `hours.yaml`. In its last minutes callers go to `last_call`, where that is given.

    Later words can say `{reason}`, why it is closed, and the moments `{opens}` and `{closes}`.
    """

    of: NodeName
    open: NodeName
    closed: NodeName
    last_call: NodeName | None = None


class HoursNode(Node):
    """Callers part by whether somebody is there: by the calendar's rules, holidays, and what was ordered by hand."""

    kind: ClassVar[str] = "hours"
    hours: HoursWays

    def ways(self) -> tuple[Way, ...]:
        named = self.hours.model_dump(include={OPEN, "closed", LAST_CALL}, exclude_none=True)
        return tuple(Way(label=label, to=to, kind="outcome", where=("hours", label)) for label, to in named.items())

    def names(self) -> tuple[Named, ...]:
        return (Named(what="calendar", name=self.hours.of, where=("hours", "of")),)

    def keeps(self) -> frozenset[str]:
        return frozenset({"reason", "opens", "closes"})

    def nobody_there(self) -> frozenset[str]:
        return frozenset({"closed"})

    def enter(self, talk: "Talk") -> Do:
        return Do(AskHours(calendar=self.hours.of))

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Move:
        if outcome.way == LAST_CALL and self.hours.last_call is None:
            return Go(to=self.hours.open)
        return super().done(talk, effect, outcome)
