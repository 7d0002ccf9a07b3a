"""The world a flow is tried in: it answers what the test says, and by itself only what needs no world."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from hours.bilingual import catalogued
from hours.closure import Closure
from hours.orders import Orders
from ivr.effects.ask_hours import hours_told
from ivr.language.hours import AskHours
from ivr.language.language import KeepLanguage
from ivr.language.mark import MarkCall
from ivr.language.move import TROUBLE, Effect, Outcome
from ivr.language.staffed import AskWhoIsAtWork
from ivr.talking.conversation import Conversation
from ivr.talking.talk import Talk
from ivr.talking.turn import Perform
from ivr.trying.premises import Premises
from ivr.trying.scenario import Given, GivenOutcome

CLOSED_FOR: Final = timedelta(days=1)
"""How long what is given as closed stays closed."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Something a node asked of the world, and how it came out."""

    flow: str
    node: str
    effect: Effect
    outcome: Outcome


class TriedWorld:
    """`otherwise` is asked for what is neither given nor known by itself."""

    def __init__(self, premises: Premises, given: Given, otherwise: Perform) -> None:
        self.asked: list[Asked] = []
        self.premises = premises
        self.given = given
        self._otherwise = otherwise
        self._taken: dict[str, int] = {}

    def perform(self, talk: Talk, effect: Effect) -> Outcome:
        where = talk.conversation
        outcome = self._as_given(talk) or self._by_itself(talk, effect)
        self.asked.append(Asked(flow=where.flow, node=where.node, effect=effect, outcome=outcome))
        return outcome

    def _as_given(self, talk: Talk) -> Outcome | None:
        where = talk.conversation
        for name in (f"{where.flow}.{where.node}", where.node):
            if given := self.given.outcomes.get(name):
                turn = self._taken.get(name, 0)
                self._taken[name] = turn + 1
                return _outcome(where, given[min(turn, len(given) - 1)])
        return None

    def _by_itself(self, talk: Talk, effect: Effect) -> Outcome:
        known = BY_ITSELF.get(type(effect))
        return known(self, talk, effect) if known else self._otherwise(talk, effect)


def _outcome(where: Conversation, given: GivenOutcome) -> Outcome:
    verified = where.verified if given.verified is None else given.verified
    return Outcome(
        way=given.way,
        values=given.values,
        kept=given.kept,
        progress=given.progress,
        changed=replace(where, verified=verified, case=given.case or where.case),
    )


def _nothing(world: TriedWorld, talk: Talk, effect: Effect) -> Outcome:
    return Outcome(way="next")


def _at_work(world: TriedWorld, talk: Talk, effect: AskWhoIsAtWork) -> Outcome:
    at_work = world.given.at_work
    somebody = at_work if isinstance(at_work, bool) else effect.queue in at_work
    return Outcome(way="somebody" if somebody else "nobody")


def _hours(world: TriedWorld, talk: Talk, effect: AskHours) -> Outcome:
    """The centre's own calendars at the moment of the call, and what is given as closed beside them."""
    calendars = world.premises.calendars
    calendar = calendars.named.get(effect.calendar)
    if calendar is None:
        return Outcome(way=TROUBLE)
    closed = world.given.closed
    shut = closed if isinstance(closed, bool) else effect.calendar in closed
    closure = Closure(
        id=0, calendar=effect.calendar, began_at=talk.now, until=talk.now + CLOSED_FOR,
        why=catalogued("closed_by_hand"), author="",
    )  # fmt: skip
    opening = calendars.opening_at(effect.calendar, talk.now, Orders(closures=(closure,) if shut else ()))
    return hours_told(opening, calendar.zone, talk.conversation.language)


BY_ITSELF: Final[Mapping[type[Effect], Callable[[TriedWorld, Talk, Any], Outcome]]] = {
    KeepLanguage: _nothing,
    MarkCall: _nothing,
    AskWhoIsAtWork: _at_work,
    AskHours: _hours,
}
"""What comes out by what is given, without saying so for each node."""
