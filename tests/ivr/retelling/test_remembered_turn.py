"""What of a turn is kept: enough to tell the call again, and nothing that is secret."""

from typing import Any

import pytest

from ivr.language.move import Heard, Outcome, Question, Reach
from ivr.retelling.remembered_turn import Answer, question_at, turn_told
from ivr.talking.conversation import Conversation
from ivr.talking.turn import Step, Turn

CALLER = Conversation(call="CA1", release="r", flow="main", node="code", language="tr", phase="digits")


def turn(**more: Any) -> Turn:
    usual: dict[str, Any] = {"sounds": (), "then": Question(prompt=()), "conversation": CALLER}
    return Turn(**{**usual, "visited": (Step(flow="main", node="code"),), **more})


def answered(**heard: Any) -> dict[str, Any]:
    secret = heard.pop("secret", False)
    return turn_told(turn(), Answer(at=question_at(CALLER), heard=Heard(**heard), secret=secret))


def test_an_answer_is_kept_with_the_question_it_answers() -> None:
    assert answered(digits="12") == {"nodes": ["main.code"], "at": "main.code:digits", "digits": "12"}
    assert answered(speech="fatura", confidence=0.5)["speech"] == "fatura"
    assert answered() == {"nodes": ["main.code"], "at": "main.code:digits"}


@pytest.mark.parametrize("heard", [{"digits": "4711"}, {"speech": "dört yedi on bir"}, {"digits": "00"}])
def test_of_a_secret_answer_only_that_there_was_one_is_kept(heard: dict[str, str]) -> None:
    assert answered(secret=True, **heard) == {"nodes": ["main.code"], "at": "main.code:digits", "secret": True}


@pytest.mark.parametrize("key", ["", "0", "*"])
def test_silence_and_the_engines_own_keys_give_nothing_away(key: str) -> None:
    assert "secret" not in answered(secret=True, digits=key)


def test_a_long_speech_is_cut() -> None:
    assert len(answered(speech="a" * 5000)["speech"]) == 200


def test_what_the_world_answered_is_kept_with_what_it_changed() -> None:
    outcome = Outcome(way="ok", kept={"due": "2026-11-25"}, changed=CALLER.keeping({"sum": "12"}), progress=True)
    told = turn_told(turn(outcomes=(("main.code", CALLER, outcome),)), None)
    assert told["outcomes"] == [
        {"at": "main.code", "way": "ok", "kept": {"sum": "12", "due": "2026-11-25"}, "progress": True}
    ]


def test_the_place_a_flow_leads_to_is_kept() -> None:
    assert turn_told(turn(then=Reach(queue="destek", owner=True)), None)["end"] == "destek owner"
    assert "end" not in turn_told(turn(), None)
