"""Keys and speech."""

import pytest

from simulator import Switches
from tests.simulator.customer import Customer

PROMPT = "<Say>Please enter your case number, then press the hash key.</Say>"


def gather(attributes: str, prompt: str = PROMPT, after: str = "<Say>Nothing heard</Say>") -> str:
    return f'<Gather action="/key" {attributes}>{prompt}</Gather>{after}'


def test_keys_interrupt_the_prompt_and_go_to_the_action(customer: Customer) -> None:
    customer.says("/voice", gather('numDigits="1"'))
    customer.call({"presses": "2"})
    customer.sim.advance(2)
    assert customer.told("Digits", "/key") == ["2"]


def test_the_finishing_key_ends_the_number_and_is_not_part_of_it(customer: Customer) -> None:
    customer.says("/voice", gather(""))
    customer.call({"presses": "10423#"})
    customer.sim.advance(10)
    assert customer.told("Digits", "/key") == ["10423"]
    assert customer.told("FinishedOnKey", "/key") == ["#"]


def test_a_pause_after_the_last_key_ends_the_number(customer: Customer) -> None:
    customer.says("/voice", gather('timeout="3" finishOnKey=""'))
    customer.call({"presses": "12"})
    customer.sim.advance(10)
    assert customer.told("Digits", "/key") == ["12"]


def test_nothing_pressed_falls_through_to_the_next_verb(customer: Customer) -> None:
    customer.says("/voice", gather('timeout="3"'))
    call = customer.call({"hears": "nothing heard"})
    customer.sim.advance(20)
    assert not call.failures
    assert not customer.got("/key")


def test_only_the_finishing_key_is_nothing_pressed(customer: Customer) -> None:
    customer.says("/voice", gather('timeout="3"'))
    call = customer.call({"presses": "#"}, {"hears": "nothing heard"})
    customer.sim.advance(20)
    assert not call.failures


@pytest.mark.parametrize(("switch", "digits"), [(True, [""]), (False, [None])])
def test_nothing_pressed_is_told_when_asked_for(switch: bool, digits: list[str | None]) -> None:
    customer = Customer(Switches(empty_result_carries_digits=switch))
    customer.says("/voice", gather('timeout="3" actionOnEmptyResult="true"'))
    customer.call()
    customer.sim.advance(20)
    assert [form.get("Digits") for form in customer.got("/key")] == digits


def test_speech_is_heard_where_it_is_listened_for(customer: Customer) -> None:
    customer.says("/voice", gather('input="dtmf speech" language="tr-TR"'))
    customer.call({"says": "faturam hakkında"})
    customer.sim.advance(20)
    assert customer.told("SpeechResult", "/key") == ["faturam hakkında"]
    assert customer.told("Confidence", "/key") == ["0.92"]


def test_keys_nobody_listens_to_are_lost(customer: Customer) -> None:
    customer.says("/voice", "<Say>Merhaba</Say><Pause length='20'/>" + gather('timeout="2"', prompt=""))
    call = customer.call({"presses": "1", "within": 3}, {"hears": "nothing heard"})
    customer.sim.advance(60)
    assert not call.failures
    assert customer.of("digits")[0].text.endswith("(nothing listens)")


def test_a_caller_hears_only_the_part_spoken_before_the_prompt_was_cut(customer: Customer) -> None:
    customer.says("/voice", gather('numDigits="1"'))
    call = customer.call({"hears": "please enter"}, {"presses": "2"}, {"hears": "hash key", "within": 5})
    customer.sim.advance(20)
    assert len(call.failures) == 1


def asked(customer: Customer, path: str) -> float:
    """The second, from when the call was answered, at which a path was asked."""
    answered = customer.sim.legs()[0].answered_at
    assert answered is not None
    at = next(entry.at for entry in customer.of("webhook") if entry.data["url"].endswith(path))
    return round((at - answered).total_seconds(), 1)


def test_the_time_limit_counts_from_the_end_of_the_prompt_and_again_from_each_key(customer: Customer) -> None:
    customer.says("/voice", gather('timeout="4" actionOnEmptyResult="true"', "<Say>" + "x" * 140 + "</Say>"))
    customer.call()
    customer.sim.advance(30)
    assert asked(customer, "/key") == 14.0
    other = Customer()
    other.says("/voice", gather('timeout="4"', "<Say>" + "x" * 140 + "</Say>"))
    other.call({"presses": "1"}, {"waits": 3}, {"presses": "2"})
    other.sim.advance(30)
    assert other.told("Digits", "/key") == ["12"]
    assert asked(other, "/key") == 8.2


def test_five_seconds_is_the_time_limit_unless_told_otherwise(customer: Customer) -> None:
    customer.says("/voice", gather('actionOnEmptyResult="true"', prompt=""))
    customer.call()
    customer.sim.advance(30)
    assert asked(customer, "/key") == 5.0


@pytest.mark.parametrize(
    ("key", "pressed", "digits"),
    [("*", "12*", "12"), ("5", "1235", "123"), ("", "1#2*", "1#2*"), ("#", "12*3#", "12*3")],
)
def test_the_finishing_key_may_be_another_or_none(customer: Customer, key: str, pressed: str, digits: str) -> None:
    customer.says("/voice", gather(f'finishOnKey="{key}" timeout="2"'))
    customer.call({"presses": pressed})
    customer.sim.advance(15)
    assert customer.told("Digits", "/key") == [digits]


def test_so_many_keys_are_enough_and_more_are_lost(customer: Customer) -> None:
    customer.says("/voice", gather('numDigits="3"'))
    customer.call({"presses": "12345"})
    customer.sim.advance(15)
    assert customer.told("Digits", "/key") == ["123"]


def test_without_an_action_the_same_document_is_asked(customer: Customer) -> None:
    customer.says("/voice", lambda form: "<Say>Thanks</Say>" if form.get("Digits") else '<Gather numDigits="1"/>')
    call = customer.call({"presses": "7"}, {"hears": "thanks"})
    customer.sim.advance(15)
    assert not call.failures
    assert customer.got("/voice")[1]["Digits"] == "7"


def test_the_action_may_be_asked_with_get(customer: Customer) -> None:
    customer.says("/voice", gather('numDigits="1" method="GET"'))
    customer.call({"presses": "7"})
    customer.sim.advance(15)
    assert customer.told("Digits", "/key") == ["7"]
    assert [entry.data["method"] for entry in customer.of("webhook")] == ["POST", "GET"]


def test_prompts_are_said_played_and_paused_one_after_the_other(customer: Customer) -> None:
    customer.says(
        "/voice", gather('timeout="1"', "<Say>One</Say><Pause length='2'/><Play>/two.mp3</Play><Say>Three</Say>")
    )
    customer.call()
    customer.sim.advance(40)
    heard = customer.heard("Mehmet")
    assert [text.rpartition("/")[2] for text in heard] == ["One", "two.mp3", "Three", "Nothing heard"]


def test_only_the_finishing_key_is_told_as_nothing_when_asked_for(customer: Customer) -> None:
    customer.says("/voice", gather('actionOnEmptyResult="true"'))
    customer.call({"presses": "#"})
    customer.sim.advance(15)
    assert customer.told("Digits", "/key") == [""]
