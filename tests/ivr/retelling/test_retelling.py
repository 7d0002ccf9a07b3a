"""A call is told again with the answers and the outcomes it had; where it had none, nothing is made up."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from cases.caller_id import CallerId
from cases.identification import Caller
from ivr.language.flow import Flow
from ivr.language.move import Heard, Outcome
from ivr.language.release import Release
from ivr.retelling.past_call import PastAnswer, PastCall, PastOutcome
from ivr.retelling.retelling import told_again

AT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
NODES: dict[str, Any] = {
    "when": {"hours": {"of": "destek", "open": "choice", "closed": "later"}},
    "choice": {"menu": {"say": {"tr": "1"}, "options": {"1": "help"}}},
    "help": {"agent": {"queue": "destek"}},
    "later": {"hang_up": True},
}


def release(**nodes: Any) -> Release:
    told = {"flow": "main", "start": "when", "person": "help", "nodes": {**NODES, **nodes}}
    return Release({"main": Flow.model_validate(told)})


def past(way: str | None, *heard: Heard | None, end: str | None = "destek") -> PastCall:
    outcomes = (PastOutcome(at="main.when", outcome=Outcome(way=way)),) if way else ()
    answers = tuple(PastAnswer(at="main.choice", moment=AT, heard=one) for one in heard)
    caller = Caller(caller_id=CallerId(kind="e164", value="+905321234567"))
    return PastCall(call="CA1", at=AT, number="", caller=caller, language="tr", flow="main", release="r",
                    answers=answers, outcomes=outcomes, nodes=("main.when",), end=end)  # fmt: skip


def test_the_world_is_as_it_was_then() -> None:
    assert told_again(past("open", Heard(digits="1")), release()).end == "destek"
    assert told_again(past("closed", end="hang_up"), release()).end == "hang_up"


def test_what_the_world_was_never_asked_is_not_made_up() -> None:
    assert told_again(past(None, Heard(digits="1")), release()).unknown == "main.when"


def test_silence_and_mistakes_are_told_again_too() -> None:
    assert told_again(past("open", Heard(), Heard(digits="9")), release()).end == "destek"


def test_whoever_hung_up_is_left_where_they_were() -> None:
    assert told_again(past("open", end=None), release()).end == "left at main.choice"
    assert told_again(past("open", Heard(), end=None), release()).end == "left at main.choice"


def test_a_question_with_no_answer_left_is_unknown_when_the_call_went_on() -> None:
    assert told_again(past("open", Heard()), release()).unknown == "main.choice"


def test_a_secret_answer_stands_for_itself_by_what_it_came_to() -> None:
    assert told_again(past("open", None, None), release()).end == "destek"


def test_a_flow_that_is_gone_is_unknown() -> None:
    assert told_again(past("open"), Release({})).unknown == "main"


DIP = {"dip": {"get": "https://crm.example/x", "keep": {"due": "d"}, "ok": "choice", "failed": "later"}}


@pytest.mark.parametrize(
    ("ways", "end"), [(("pending", "pending", "ok"), "destek"), (("pending", "failed"), "hang_up")]
)
def test_a_wait_for_another_system_is_told_again_as_long_as_it_was(ways: tuple[str, ...], end: str) -> None:
    waits = tuple(PastAnswer(at="main.look", moment=AT, heard=Heard()) for _ in ways[1:])
    dipped = tuple(PastOutcome(at="main.look", outcome=Outcome(way=way)) for way in ways)
    call = past("open", Heard(digits="1"), end=end)
    call = replace(call, outcomes=(*call.outcomes, *dipped), answers=(*waits, *call.answers))
    to_look = {"hours": {"of": "destek", "open": "look", "closed": "later"}}
    assert told_again(call, release(when=to_look, look=DIP)).end == end


def test_a_flow_inside_a_flow_is_told_again_with_it() -> None:
    part = Flow.model_validate({"flow": "part", "start": "ask", "person": "help", "nodes": {
        "ask": {"menu": {"say": {"tr": "1"}, "options": {"1": "end"}}}, "end": {"back": True},
        "help": {"agent": {"queue": "fatura"}}}})  # fmt: skip
    whole = release(choice={"subflow": "part", "next": "help"})
    call = past("open")
    call = replace(call, answers=(PastAnswer(at="part.ask", moment=AT, heard=Heard(digits="1")),))
    both = Release({**whole.flows, "part": part})
    assert told_again(call, both).end == "destek"
    zero = replace(call, answers=(PastAnswer(at="part.ask", moment=AT, heard=Heard(digits="0")),))
    assert told_again(zero, both).end == "fatura"
