"""A flow that goes round and round holds nobody: a person takes over, however many nodes lead there."""

from datetime import UTC, datetime

from cases.caller_id import CallerId
from cases.identification import Caller
from ivr.language.flow import Flow
from ivr.language.move import Effect, Heard, Outcome, Question, Reach
from ivr.language.release import Release
from ivr.talking import interpreter
from ivr.talking.conversation import Conversation
from ivr.talking.interpreter import MOST_STEPS
from ivr.talking.talk import Talk
from ivr.talking.turn import Scene, Turn
from tests.flows import flow_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROUND_AND_ROUND = """
flow: main
start: here
person: at_work
nodes:
  here: {say: {tr: "Burası.", en: "Here."}, next: there}
  there: {say: {tr: "Orası.", en: "There."}, next: here}
  at_work: {staffed: {queue: destek, somebody: anyone, nobody: choice}}
  choice:
    menu:
      say: {tr: "1'e basın.", en: "Press 1."}
      options: {"1": anyone}
  anyone: {agent: {queue: destek}}
"""


def scene_with(flow: Flow, at_work: str) -> Scene:
    def perform(talk: Talk, effect: Effect) -> Outcome:
        return Outcome(way=at_work)

    caller = Caller(caller_id=CallerId(kind="e164", value="+905550001122"))
    return Scene(release=Release({"main": flow}), caller=caller, now=NOW, perform=perform)


def standing_at(node: str, *, step: int = 0) -> Conversation:
    since = round(NOW.timestamp() * 1000)
    return Conversation(call="CA1", release="r", flow="main", node=node, language="tr", step=step, since=since)


def begun(flow: Flow, *, at_work: str = "somebody", step: int = 0) -> Turn:
    return interpreter.begin(scene_with(flow, at_work), standing_at("here", step=step))


def test_an_endless_flow_ends_at_a_person_behind_other_nodes() -> None:
    assert begun(flow_of(ROUND_AND_ROUND)).then == Reach(queue="destek")


def test_a_call_that_passed_too_many_nodes_ends_at_a_person_behind_other_nodes() -> None:
    assert begun(flow_of(ROUND_AND_ROUND), step=MOST_STEPS).then == Reach(queue="destek")


def test_who_is_asked_on_the_way_to_a_person_may_still_answer() -> None:
    flow = flow_of(ROUND_AND_ROUND)
    asked = begun(flow, at_work="nobody", step=MOST_STEPS)
    assert isinstance(asked.then, Question)
    answered = interpreter.hear(scene_with(flow, "nobody"), asked.conversation, Heard(digits="1"))
    assert answered.then == Reach(queue="destek")


def test_where_even_the_way_to_a_person_is_endless_the_caller_waits_in_line_all_the_same() -> None:
    flow = flow_of(ROUND_AND_ROUND).model_copy(update={"person": "here"})
    assert isinstance(begun(flow).then, Reach)


def test_where_the_person_is_no_node_the_caller_waits_in_line_all_the_same() -> None:
    flow = flow_of(ROUND_AND_ROUND).model_copy(update={"person": "nowhere"})
    assert isinstance(interpreter.begin(scene_with(flow, "somebody"), standing_at("gone")).then, Reach)
