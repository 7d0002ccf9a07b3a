"""A plain flow, walked as callers of every kind walk it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cases.caller_id import CallerId
from cases.identification import Caller, KnownCustomer, OpenCase
from ivr.language.flow import Flow
from ivr.language.move import Effect, HangUp, Heard, Outcome, Question, Reach
from ivr.language.release import Release
from ivr.language.written import read_written
from ivr.talking import interpreter
from ivr.talking.conversation import Conversation
from ivr.talking.talk import Talk
from ivr.talking.turn import Scene, Turn

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MEHMET = KnownCustomer(id="mehmet", name="Mehmet Kaya", language="tr", tier=None)
ANNE = KnownCustomer(id="anne", name="Fatma Demirci", language="tr", tier=None)
OGUL = KnownCustomer(id="ogul", name="Kerem Demirci", language="tr", tier=None)


def case(number: str, customer: str, owner: str | None = "ayse") -> OpenCase:
    day = datetime(2026, 11, 1, tzinfo=UTC)
    return OpenCase(number=number, customer_id=customer, owner_id=owner, opened_at=day, last_touched_at=day)


def caller(*customers: KnownCustomer, cases: tuple[OpenCase, ...] = (), kind: str = "e164") -> Caller:
    caller_id = CallerId(kind=kind, value="+905321234567")  # type: ignore[arg-type]
    return Caller(caller_id=caller_id, customers=customers, open_cases=cases)


@pytest.fixture(scope="module")
def flow() -> Flow:
    return read_written(Path(__file__).with_name("plain.yaml")).flow


def arrive(flow: Flow, who: Caller, language: str = "tr") -> Turn:
    scene = scene_of(flow, who)
    since = round(NOW.timestamp() * 1000)
    start = Conversation(
        call="CA1", release=scene.release.id, flow=flow.flow, node=flow.start, language=language, since=since
    )
    return interpreter.begin(scene, start)


def hear(flow: Flow, conversation: Conversation, heard: Heard, who: Caller) -> Turn:
    return interpreter.hear(scene_of(flow, who), conversation, heard)


def scene_of(flow: Flow, who: Caller) -> Scene:
    return Scene(release=Release({flow.flow: flow}), caller=who, now=NOW, perform=nothing_else)


def nothing_else(talk: Talk, effect: Effect) -> Outcome:
    raise AssertionError(effect)


def words(turn: Turn) -> str:
    asked = turn.then.prompt if isinstance(turn.then, Question) else ()
    return " ".join(said.text for said in (*turn.sounds, *asked))


def test_a_customer_with_an_open_case_skips_the_menu_and_goes_to_its_owner(flow: Flow) -> None:
    turn = arrive(flow, caller(MEHMET, cases=(case("4812", "mehmet"),)))
    assert isinstance(turn.then, Reach) and turn.then.owner
    assert (turn.conversation.customer, turn.conversation.case) == ("mehmet", "4812")


def test_nothing_about_the_case_or_the_customer_is_spoken_to_a_number(flow: Flow) -> None:
    turn = arrive(flow, caller(MEHMET, cases=(case("4812", "mehmet"),)))
    assert "4812" not in words(turn) and "Mehmet" not in words(turn)


def test_two_customers_on_one_number_are_asked_which_and_nobody_is_guessed(flow: Flow) -> None:
    shared = caller(ANNE, OGUL, cases=(case("5001", "anne"), case("5002", "ogul", owner="burak")))
    turn = arrive(flow, shared)
    assert isinstance(turn.then, Question)
    assert turn.conversation.customer is None and turn.conversation.case is None
    assert "Fatma" not in words(turn) and "Kerem" not in words(turn)
    found = hear(flow, turn.conversation, Heard(digits="5002"), shared)
    assert (found.conversation.customer, found.conversation.case) == ("ogul", "5002")


def test_a_case_number_of_somebody_elses_number_opens_nothing(flow: Flow) -> None:
    shared = caller(ANNE, OGUL, cases=(case("5001", "anne"),))
    turn = hear(flow, arrive(flow, shared).conversation, Heard(digits="4812"), shared)
    assert turn.conversation.case is None and turn.conversation.node == "menu"


@pytest.mark.parametrize("kind", ["withheld", "unknown"])
def test_a_withheld_number_hears_the_menu(flow: Flow, kind: str) -> None:
    turn = arrive(flow, caller(kind=kind))
    assert turn.conversation.node == "menu" and isinstance(turn.then, Question)


@pytest.mark.parametrize("node_key", ["menu", "which_case"])
def test_zero_reaches_a_person_everywhere(flow: Flow, node_key: str) -> None:
    who = caller(ANNE, OGUL, cases=(case("5001", "anne"),)) if node_key == "which_case" else caller()
    turn = hear(flow, arrive(flow, who).conversation, Heard(digits="0"), who)
    assert isinstance(turn.then, Reach)


def test_silence_and_mistakes_end_at_a_person_and_never_at_a_hang_up(flow: Flow) -> None:
    turn = arrive(flow, caller())
    turn = hear(flow, turn.conversation, Heard(), caller())
    assert isinstance(turn.then, Question)
    turn = hear(flow, turn.conversation, Heard(digits="9"), caller())
    assert isinstance(turn.then, Reach)


def test_a_star_repeats_the_question_without_counting_as_a_mistake(flow: Flow) -> None:
    turn = arrive(flow, caller())
    for _ in range(5):
        turn = hear(flow, turn.conversation, Heard(digits="*"), caller())
        assert isinstance(turn.then, Question)


def test_an_english_caller_hears_english(flow: Flow) -> None:
    turn = arrive(flow, caller(), language="en")
    assert "welcome" in words(turn) and all(said.language == "en" for said in turn.sounds)


def test_the_conversation_survives_its_journey_through_a_url(flow: Flow) -> None:
    turn = arrive(flow, caller(MEHMET, cases=(case("4812", "mehmet"),)))
    assert Conversation.carried("CA1", turn.conversation.query()) == turn.conversation


def test_a_flow_that_goes_in_circles_ends_at_a_person() -> None:
    circle = {"say": {"tr": "döner"}, "next": "round"}
    flow = Flow.model_validate(
        {
            "flow": "loop", "start": "round", "person": "anyone",
            "nodes": {"round": circle, "anyone": {"agent": {"queue": "destek"}}},
        }
    )  # fmt: skip
    assert isinstance(arrive(flow, caller()).then, Reach)


def test_a_flow_may_say_goodbye() -> None:
    nodes = {"bye": {"hang_up": True}, "anyone": {"agent": {"queue": "destek"}}}
    flow = Flow.model_validate({"flow": "bye", "start": "bye", "person": "anyone", "nodes": nodes})
    assert arrive(flow, caller()).then == HangUp()


def test_who_proved_to_be_one_customer_has_not_proved_to_be_another_on_the_same_number(flow: Flow) -> None:
    shared = caller(ANNE, OGUL, cases=(case("5001", "anne"), case("5002", "ogul", owner="burak")))
    asked = replace(arrive(flow, shared).conversation, customer="anne", verified=True)
    assert not hear(flow, asked, Heard(digits="5002"), shared).conversation.verified
    assert hear(flow, asked, Heard(digits="5001"), shared).conversation.verified


def test_a_conversation_changes_in_what_it_has_and_in_nothing_else(flow: Flow) -> None:
    asked = arrive(flow, caller(ANNE)).conversation
    assert asked.changed(tries=2, phase="pin") == replace(asked, tries=2, phase="pin")
    with pytest.raises(TypeError, match="tires"):
        asked.changed(tires=2)


def marked_flow() -> Flow:
    nodes = {
        "mark": {"mark": "mystery", "next": "ask"},
        "ask": {"menu": {"say": {"tr": "Bir?"}, "options": {"1": "ask"}}},
        "anyone": {"agent": {"queue": "destek"}},
    }
    return Flow.model_validate({"flow": "one", "start": "mark", "person": "anyone", "nodes": nodes})


@pytest.mark.parametrize(("progress", "reached"), [(True, False), (False, True)])
def test_two_minutes_are_counted_from_when_the_caller_last_got_somewhere(progress: bool, reached: bool) -> None:
    flow = marked_flow()

    def scene(seconds: float) -> Scene:
        outcome = Outcome(way="next", progress=progress)
        now = NOW + timedelta(seconds=seconds)
        return Scene(release=Release({"one": flow}), caller=caller(), now=now, perform=lambda talk, effect: outcome)

    began = round(NOW.timestamp() * 1000)
    start = Conversation(call="CA1", release="r", flow="one", node="mark", language="tr", since=began)
    turn = interpreter.begin(scene(90), start)
    turn = interpreter.hear(scene(130), turn.conversation, Heard(digits="1"))
    assert isinstance(turn.then, Reach) is reached
