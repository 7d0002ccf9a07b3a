"""The world a flow is tried in: it answers what the test says, and by itself only what needs no world."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ivr.language.language import KeepLanguage
from ivr.language.move import Effect, Outcome
from ivr.language.staffed import AskWhoIsAtWork
from ivr.talking.conversation import Conversation
from ivr.talking.talk import Talk
from ivr.talking.turn import Perform
from ivr.trying.scenario import Given, GivenOutcome


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Something a node asked of the world, and how it came out."""

    flow: str
    node: str
    effect: Effect
    outcome: Outcome


class TriedWorld:
    """`otherwise` is asked for what is neither given nor known by itself."""

    def __init__(self, given: Given, otherwise: Perform) -> None:
        self.asked: list[Asked] = []
        self._given = given
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
            if given := self._given.outcomes.get(name):
                turn = self._taken.get(name, 0)
                self._taken[name] = turn + 1
                return _outcome(where, given[min(turn, len(given) - 1)])
        return None

    def _by_itself(self, talk: Talk, effect: Effect) -> Outcome:
        known = BY_ITSELF.get(type(effect))
        return known(self._given, effect) if known else self._otherwise(talk, effect)


def _outcome(where: Conversation, given: GivenOutcome) -> Outcome:
    verified = where.verified if given.verified is None else given.verified
    return Outcome(
        way=given.way,
        values=given.values,
        kept=given.kept,
        progress=given.progress,
        changed=replace(where, verified=verified, case=given.case or where.case),
    )


def _at_work(given: Given, effect: AskWhoIsAtWork) -> Outcome:
    somebody = given.at_work if isinstance(given.at_work, bool) else effect.queue in given.at_work
    return Outcome(way="somebody" if somebody else "nobody")


BY_ITSELF: Final[Mapping[type[Effect], Callable[[Given, Any], Outcome]]] = {
    KeepLanguage: lambda given, effect: Outcome(way="next"),
    AskWhoIsAtWork: _at_work,
}
"""What comes out by what is given, without saying so for each node."""
