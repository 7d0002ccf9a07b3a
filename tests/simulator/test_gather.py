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
