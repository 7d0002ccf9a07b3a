"""The caller wants a manager, and is given one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from pydantic import Field, StringConstraints, model_validator

from cases.manager_request import UNSTATED
from ivr.language.move import Do, Effect, Heard, Move, Outcome, Question, Reach
from ivr.language.node import Node, Prompt, Reached, Way
from ivr.language.part import NodeName, Part, VariableName, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

ReasonKey = Annotated[str, StringConstraints(pattern=r"^[1-9]$")]


@dataclass(frozen=True, kw_only=True)
class AskForManager(Effect):
    """Write down that the caller asked for a manager, and why."""

    reason: str


class Escalate(Part):
    """`queue` is the leads'. With `ask`, the caller is asked once why, and `reasons` names what each key stands for."""

    queue: NodeName
    say: Words | None = None
    ask: Words | None = None
    reasons: Annotated[dict[ReasonKey, VariableName], Field(max_length=9)] = Field(default_factory=dict)
    seconds: Annotated[int, Field(ge=2, le=20)] = 6

    @model_validator(mode="after")
    def _asks_for_reasons(self) -> Self:
        if (self.ask is None) != (not self.reasons):
            raise ValueError("`ask` needs `reasons`, and `reasons` need an `ask`")
        return self


class EscalateNode(Node):
    """The request for a manager is written down with its reason, and the caller is put in line for a lead."""

    kind: ClassVar[str] = "escalate"
    escalate: Escalate

    def ways(self) -> tuple[Way, ...]:
        return ()

    def reaches(self) -> tuple[Reached, ...]:
        return (Reached(queue=self.escalate.queue, where=("escalate", "queue")),)

    def prompts(self) -> tuple[Prompt, ...]:
        said = {"ask": self.escalate.ask, "say": self.escalate.say}
        return tuple(Prompt(words=words, where=("escalate", key)) for key, words in said.items() if words)

    def listens(self) -> bool:
        return self.escalate.ask is not None

    def silence_seconds(self) -> float:
        return self.escalate.seconds

    def enter(self, talk: "Talk") -> Move:
        if self.escalate.ask is None:
            return Do(AskForManager(reason=UNSTATED))
        prompt = talk.say(self.escalate.ask)
        return Question(prompt=(prompt,), seconds=self.escalate.seconds, language=prompt.language)

    def hear(self, talk: "Talk", heard: Heard) -> Do:
        return Do(AskForManager(reason=self.escalate.reasons.get(heard.digits, UNSTATED)))

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Reach:
        """Whatever became of the record: who asks for a manager is never sent anywhere else."""
        sounds = (talk.say(self.escalate.say),) if self.escalate.say else ()
        return Reach(queue=self.escalate.queue, reason="manager", sounds=sounds)
