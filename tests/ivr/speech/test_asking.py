"""Answers to a question that may be keyed or said, as numbers or in words."""

from typing import Any

import pytest
from pydantic import ValidationError

from cases.identification import Caller
from ivr.language.flow import Flow
from ivr.language.move import Heard
from ivr.talking.turn import Turn
from tests.ivr.test_conversation import MEHMET, caller, case, hear, scene_of
from tests.ivr.test_conversation import arrive as arrives

PROMPT = {"tr": "Söyleyin.", "en": "Say it."}


def asks(**ask: Any) -> Flow:
    asked = {"ask": {"say": PROMPT, **ask}, **({"next": "done"} if "keep" in ask else {})}
    ends = {name: {"agent": {"queue": name}} for name in ("anyone", "done", "lost", "bosses")}
    nodes = {"start": asked, **ends}
    return Flow.model_validate({"flow": "main", "start": "start", "person": "anyone", "nodes": nodes})


def answered(flow: Flow, heard: Heard, who: Caller | None = None, language: str = "tr") -> Turn:
    who = who or caller()
    return hear(flow, arrives(flow, who, language).conversation, heard, who)


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        (Heard(digits="4812"), "4812"),
        (Heard(speech="dört bin sekiz yüz on iki"), "4812"),
        (Heard(speech="kırk sekiz, on iki"), "4812"),
        (Heard(speech="buzdolabım soğutmuyor"), None),
        (Heard(speech="on iki"), None),
        (Heard(digits="481"), None),
        (Heard(), None),
    ],
)
def test_a_number_is_kept_as_digits_however_it_was_given(heard: Heard, kept: str | None) -> None:
    flow = asks(by="both", keep="number", least_digits=4)
    assert answered(flow, heard).conversation.kept.get("number") == kept


def test_words_are_kept_as_they_were_said() -> None:
    flow = asks(by="speech", keep="wish", words=True)
    turn = answered(flow, Heard(speech="Buzdolabım soğutmuyor"))
    assert turn.conversation.kept == {"wish": "Buzdolabım soğutmuyor"}


def test_a_case_is_found_by_the_number_said() -> None:
    flow = asks(by="both", case_number={"found": "done", "not_found": "lost"})
    who = caller(MEHMET, cases=(case("4812", "mehmet"),))
    found = answered(flow, Heard(speech="four thousand eight hundred twelve"), who, "en")
    assert (found.visited[-1].node, found.conversation.case) == ("done", "4812")
    assert answered(flow, Heard(speech="dört bin"), who).visited[-1].node == "lost"
    assert answered(flow, Heard(speech="bilmiyorum"), who).visited[-1].node == "start"


def test_words_that_would_not_be_heard_or_kept_are_a_mistake() -> None:
    with pytest.raises(ValidationError, match="words"):
        asks(by="digits", keep="wish", words=True)


def test_whoever_asks_for_a_manager_where_there_is_none_reaches_a_person() -> None:
    flow = asks(by="speech", keep="wish", words=True)
    assert answered(flow, Heard(speech="müdürünüzle görüşmek istiyorum")).visited[-1].node == "anyone"


def test_whoever_asks_to_repeat_is_asked_the_same_again_and_nothing_is_lost() -> None:
    flow = asks(by="speech", keep="wish", words=True)
    who = caller()
    start = arrives(flow, who).conversation.keeping({"case": "4812"})
    turn = hear(flow, start, Heard(speech="tekrar eder misiniz"), who)
    assert turn.conversation.node == "start" and turn.conversation.tries == 0
    assert turn.conversation.kept == {"case": "4812"}
    assert scene_of(flow, who).release.id == start.release


def test_what_a_menu_itself_offers_is_chosen_there_and_asked_for_anywhere_it_is_not() -> None:
    menu = {
        "say": PROMPT,
        "options": {
            "1": {"to": "done", "said": {"tr": ["şikâyet"]}},
            "2": {"to": "lost", "said": {"tr": ["fatura"]}},
        },
    }
    ends = {name: {"agent": {"queue": name}} for name in ("anyone", "done", "lost", "bosses")}
    nodes = {"start": {"menu": menu}, **ends}
    flow = Flow.model_validate(
        {"flow": "main", "start": "start", "person": "anyone", "complaint": "bosses", "nodes": nodes}
    )
    assert answered(flow, Heard(speech="şikayetim var")).visited[-1].node == "done"
    assert answered(flow, Heard(speech="faturamdan şikayetçi olacağım")).visited[-1].node != "lost"
    assert answered(flow, Heard(speech="faturam yanlış, müdürünüzle görüşmek istiyorum")).visited[-1].node == "anyone"
    assert answered(flow, Heard(speech="faturamı soracaktım")).visited[-1].node == "lost"
