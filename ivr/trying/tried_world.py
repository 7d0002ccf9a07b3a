"""The world a flow is tried in: it answers what the test says, and otherwise as it usually does."""

from dataclasses import dataclass, replace

from ivr.language.move import Effect, Outcome
from ivr.talking.talk import Talk
from ivr.talking.turn import Perform
from ivr.trying.premises import Premises
from ivr.trying.scenario import Given, GivenOutcome
from ivr.trying.usual import usual_outcome


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Something a node asked of the world, and how it came out."""

    flow: str
    node: str
    effect: Effect
    outcome: Outcome


class TriedWorld:
    """`otherwise` is asked for what is neither given nor usual."""

    def __init__(self, premises: Premises, given: Given, otherwise: Perform) -> None:
        self.asked: list[Asked] = []
        self._premises = premises
        self._given = given
        self._otherwise = otherwise
        self._taken: dict[str, int] = {}

    def perform(self, talk: Talk, effect: Effect) -> Outcome:
        where = talk.conversation
        usual = usual_outcome(self._premises, self._given, talk, effect)
        given = self._given_next(talk)
        outcome = _as_given(talk, given, usual) if given else usual or self._otherwise(talk, effect)
        self.asked.append(Asked(flow=where.flow, node=where.node, effect=effect, outcome=outcome))
        return outcome

    def _given_next(self, talk: Talk) -> GivenOutcome | None:
        where = talk.conversation
        for name in (f"{where.flow}.{where.node}", where.node):
            if given := self._given.outcomes.get(name):
                turn = self._taken.get(name, 0)
                self._taken[name] = turn + 1
                return given[min(turn, len(given) - 1)]
        return None


def _as_given(talk: Talk, given: GivenOutcome, usual: Outcome | None) -> Outcome:
    """What is given wins over what is usual. Who is given as having passed a proof has proved who they are."""
    changed = (usual.changed if usual and usual.way == given.way else None) or talk.conversation
    proved = changed.verified or given.way in talk.flow.nodes[talk.conversation.node].proves()
    verified = proved if given.verified is None else given.verified
    about = given.case or changed.case
    return Outcome(
        way=given.way,
        values={**(usual.values if usual else {}), **given.values},
        kept={**(usual.kept if usual and usual.way == given.way else {}), **given.kept},
        progress=given.progress,
        changed=replace(changed, verified=verified, case=about, case_by="caller" if given.case else changed.case_by),
    )
