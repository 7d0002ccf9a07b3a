"""One past call through a release: the same caller, the same answers to the same questions, the same world."""

from collections import defaultdict, deque
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from ivr.language.move import Effect, Heard, Outcome, Question, Wait
from ivr.language.release import Release
from ivr.retelling.past_call import PastAnswer, PastCall, PastOutcome
from ivr.retelling.remembered_turn import ending, question_at
from ivr.talking.conversation import Conversation
from ivr.talking.interpreter import begin, hear
from ivr.talking.talk import Talk
from ivr.talking.turn import Scene, Turn
from routing.instants import to_ms

MOST_TURNS: Final = 200
MOST_WAITS: Final = 30
"""How often a caller waits at one node for something that never came about in this telling."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """Where the call ends: a queue, `recording`, `hang_up`, or `left at flow.node` where the caller hung up.

    `unknown` is the node at which nobody can say how this call would go on.
    """

    end: str | None = None
    unknown: str | None = None


def told_again(past: PastCall, release: Release) -> Told:
    """The call as it would have been on this release."""
    try:
        return _Retelling(past, release).told()
    except _NotTold as nothing:
        return Told(unknown=nothing.at)


class _NotTold(Exception):
    """The call came to a question, or asked of the world, what it was never asked before."""

    def __init__(self, at: str) -> None:
        super().__init__(at)
        self.at = at


class _Retelling:
    def __init__(self, past: PastCall, release: Release) -> None:
        self.past, self.release = past, release
        self.answers: dict[str, deque[PastAnswer]] = defaultdict(deque)
        self.outcomes: dict[str, deque[PastOutcome]] = defaultdict(deque)
        for answer in past.answers:
            self.answers[answer.at].append(answer)
        for outcome in past.outcomes:
            self.outcomes[outcome.at].append(outcome)
        self.moment = past.at
        self.waits = 0

    def told(self) -> Told:
        if self.past.flow not in self.release.flows:
            raise _NotTold(self.past.flow)
        turn = begin(self._scene(self.moment), self._start())
        for _ in range(MOST_TURNS):
            if (end := ending(turn)) is not None:
                return Told(end=end)
            heard = self._heard(turn)
            if heard is None:
                return Told(end=f"left at {question_at(turn.conversation)}")
            turn = hear(self._scene(self.moment), turn.conversation, heard)
        raise _NotTold(question_at(turn.conversation))

    def _start(self) -> Conversation:
        flow = self.release.flows[self.past.flow]
        return Conversation(
            call=self.past.call,
            release=self.release.id,
            flow=flow.flow,
            node=flow.start,
            language=self.past.language,
            since=to_ms(self.past.at),
        )

    def _scene(self, now: datetime) -> Scene:
        past = self.past
        return Scene(release=self.release, caller=past.caller, now=now, perform=self._perform, number=past.number)

    def _heard(self, turn: Turn) -> Heard | None:
        """What the caller answers here; None when they had hung up by then."""
        at = question_at(turn.conversation)
        if self.answers[at]:
            answer = self.answers[at].popleft()
            self.moment = max(self.moment, answer.moment)
            return answer.heard if answer.heard is not None else _secret(turn)
        if isinstance(turn.then, Wait) and self.waits < MOST_WAITS:
            self.waits += 1
            return Heard()
        if self.past.end is None and not any(self.answers.values()):
            return None
        raise _NotTold(at)

    def _perform(self, talk: Talk, effect: Effect) -> Outcome:
        at = f"{talk.conversation.flow}.{talk.conversation.node}"
        if not self.outcomes[at]:
            raise _NotTold(at)
        came = self.outcomes[at].popleft()
        changed = replace(talk.conversation, **came.changed) if came.changed else None
        return replace(came.outcome, changed=changed)


def _secret(turn: Turn) -> Heard:
    """Digits that stand for those nobody kept: what they came to is known from the outcome."""
    asked = turn.then.most_digits if isinstance(turn.then, Question) else None
    return Heard(digits="9" * (asked or 4))
