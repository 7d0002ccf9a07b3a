"""What a node asks of the world because of what the caller answered."""

from datetime import UTC, datetime
from typing import ClassVar

from cases.caller_id import CallerId
from cases.identification import Caller
from ivr.language.agent import Agent, AgentNode
from ivr.language.flow import Flow
from ivr.language.move import Do, Effect, Heard, Move, Outcome, Question, Reach
from ivr.language.node import Node, Way
from ivr.language.release import Release
from ivr.talking import interpreter
from ivr.talking.conversation import Conversation
from ivr.talking.talk import Talk
from ivr.talking.turn import Scene

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class CodeNode(Node):
    """Asks for a code, and the world whether it is right."""

    kind: ClassVar[str] = "code"

    def ways(self) -> tuple[Way, ...]:
        return (Way(label="right", to="person"),)

    def enter(self, talk: Talk) -> Move:
        return Question(prompt=())

    def hear(self, talk: Talk, heard: Heard) -> Move:
        return Do(Effect())


def test_an_answer_may_ask_the_world_and_its_outcome_is_on_the_record() -> None:
    person = AgentNode(agent=Agent(queue="destek"))
    flow = Flow.model_construct(
        flow="main", language="tr", start="code", person="person", nodes={"code": CodeNode(), "person": person}
    )
    conversation = Conversation(
        call="CA1", release="r", flow="main", node="code", language="tr", since=round(NOW.timestamp() * 1000)
    )
    turn = interpreter.hear(
        Scene(
            release=Release({"main": flow}),
            caller=Caller(caller_id=CallerId(kind="withheld")),
            now=NOW,
            perform=lambda talk, effect: Outcome(way="right"),
        ),
        conversation,
        Heard(digits="1234"),
    )
    assert isinstance(turn.then, Reach)
    assert [(str(step), step.outcome) for step in turn.visited] == [("main.code", "right"), ("main.person", None)]
