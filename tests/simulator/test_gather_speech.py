"""Gather listening to speech: when it begins, when it is over, and what is told on the way."""

from itertools import pairwise

import pytest

from simulator import Switches
from tests.simulator.customer import Customer

LONG = "bir iki üç dört beş altı yedi sekiz dokuz on " * 40


def gather(attributes: str, prompt: str = "") -> str:
    return (
        f'<Gather input="speech" language="tr-TR" action="/said" {attributes}>{prompt}</Gather><Say>Nothing heard</Say>'
    )


def after(customer: Customer, path: str = "/said") -> float:
    """Seconds from the last word to the request."""
    spoken = max(entry.at.timestamp() for entry in customer.of("speech"))
    words = max((entry for entry in customer.of("speech")), key=lambda entry: entry.at).text
    asked = next(entry.at for entry in customer.of("webhook") if entry.data["url"].endswith(path))
    return round(asked.timestamp() - spoken - len(words) / customer.sim.switches.letters_per_second, 2)


@pytest.mark.parametrize(
    ("attributes", "seconds"),
    [
        ("", 5),
        ('timeout="3"', 3),
        ('timeout="3" speechTimeout="2"', 2),
        ('speechTimeout="auto"', 1),
        ('speechTimeout="0"', 0),
    ],
)
def test_speech_is_over_after_a_silence_of_speech_timeout(customer: Customer, attributes: str, seconds: float) -> None:
    customer.says("/voice", gather(attributes))
    customer.call({"says": "faturam hakkında"})
    customer.sim.advance(30)
    assert customer.told("SpeechResult", "/said") == ["faturam hakkında"]
    assert after(customer) == seconds


def test_words_after_a_short_silence_belong_to_the_same_answer(customer: Customer) -> None:
    customer.says("/voice", gather('speechTimeout="3"'))
    customer.call({"says": "faturam"}, {"waits": 2}, {"says": "hakkında"})
    customer.sim.advance(30)
    assert customer.told("SpeechResult", "/said") == ["faturam hakkında"]


def test_whoever_has_begun_to_speak_is_heard_out(customer: Customer) -> None:
    customer.says("/voice", gather('timeout="2" speechTimeout="1"'))
    customer.call({"says": "x" * 140})
    customer.sim.advance(40)
    assert customer.told("SpeechResult", "/said") == ["x" * 140]


@pytest.mark.parametrize(("attributes", "longest"), [("", 60), ('maxSpeechTime="10"', 10), ('maxSpeechTime="600"', 60)])
def test_speech_is_cut_at_sixty_seconds_or_earlier(customer: Customer, attributes: str, longest: int) -> None:
    customer.says("/voice", gather(attributes))
    call = customer.call({"says": LONG.strip()})
    customer.sim.advance(200)
    (result,) = customer.told("SpeechResult", "/said")
    spoken = longest * customer.sim.switches.letters_per_second
    assert result and LONG.startswith(result)
    assert len(result) == pytest.approx(spoken, abs=25)
    assert call.leg.is_over


def test_no_speech_falls_through_after_the_timeout(customer: Customer) -> None:
    customer.says("/voice", gather('timeout="4"'))
    call = customer.call({"hears": "nothing heard"})
    customer.sim.advance(20)
    assert not call.failures and not customer.got("/said")


def test_speech_interrupts_the_prompt_as_soon_as_it_begins(customer: Customer) -> None:
    customer.says("/voice", gather("", f"<Say>{'x' * 280}</Say>"))
    customer.call({"waits": 3}, {"says": "faturam hakkında"})
    customer.sim.advance(60)
    prompt = customer.sim.legs()[0].ear.utterances[0]
    begun = customer.of("speech")[0].at
    assert prompt.cut_at == begun


def test_without_barge_in_the_prompt_is_said_to_its_end_and_speech_is_taken_all_the_same(customer: Customer) -> None:
    customer.says("/voice", gather('bargeIn="false"', f"<Say>{'x' * 140}</Say>"))
    customer.call({"waits": 3}, {"says": "faturam hakkında"})
    customer.sim.advance(60)
    assert customer.sim.legs()[0].ear.utterances[0].cut_at is None
    assert customer.told("SpeechResult", "/said") == ["faturam hakkında"]


def test_the_first_kind_of_input_wins_and_the_other_is_not_taken(customer: Customer) -> None:
    both = '<Gather input="dtmf speech" action="/said" timeout="3" numDigits="4"/>'
    customer.says("/voice", both)
    customer.call({"presses": "12"}, {"says": "faturam"})
    customer.sim.advance(30)
    first = customer.got("/said")[0]
    assert first["Digits"] == "12" and "SpeechResult" not in first
    other = Customer()
    other.says("/voice", both)
    other.call({"says": "faturam"}, {"presses": "12#"})
    other.sim.advance(30)
    first = other.got("/said")[0]
    assert first["SpeechResult"] == "faturam" and "Digits" not in first


def test_keys_are_not_taken_where_only_speech_is_listened_for(customer: Customer) -> None:
    customer.says("/voice", gather('timeout="6"'))
    call = customer.call({"presses": "1", "within": 1}, {"hears": "nothing heard"})
    customer.sim.advance(30)
    assert not call.failures


def test_partial_results_are_told_while_somebody_speaks(customer: Customer) -> None:
    customer.says("/voice", gather('partialResultCallback="/partial" speechTimeout="1"'))
    customer.says("/partial", "<Hangup/>")
    customer.call({"says": "bir iki üç dört beş altı yedi sekiz dokuz on"})
    customer.sim.advance(30)
    told = customer.got("/partial")
    assert [form["SequenceNumber"] for form in told] == ["0", "1", "2"]
    assert told[0]["CallSid"] == customer.sim.legs()[0].sid
    heard = [f"{form['StableSpeechResult']} {form['UnstableSpeechResult']}" for form in told]
    assert heard[0].startswith("bir") and all(b.startswith(a) for a, b in pairwise(heard))
    assert customer.told("SpeechResult", "/said")


def test_partial_results_may_be_asked_for_with_get(customer: Customer) -> None:
    customer.says("/voice", gather('partialResultCallback="/partial" partialResultCallbackMethod="GET"'))
    customer.call({"says": "bir iki üç dört beş altı yedi sekiz"})
    customer.sim.advance(30)
    methods = {entry.data["method"] for entry in customer.of("callback") if entry.data["url"].endswith("/partial")}
    assert methods == {"GET"}


def test_bad_words_are_masked_unless_the_filter_is_off(customer: Customer) -> None:
    customer.says("/voice", gather('speechTimeout="1"'))
    customer.call({"says": "bu lanet fatura"})
    customer.sim.advance(10)
    assert customer.told("SpeechResult", "/said") == ["bu l**** fatura"]
    other = Customer()
    other.says("/voice", gather('speechTimeout="1" profanityFilter="false"'))
    other.call({"says": "bu lanet fatura"})
    other.sim.advance(10)
    assert other.told("SpeechResult", "/said") == ["bu lanet fatura"]


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('speechModel="phone_call" speechTimeout="2"', 13343),
        ('speechModel="numbers_and_commands"', 13343),
        ('speechModel="experimental_utterances" speechTimeout="auto"', 13335),
    ],
)
def test_a_model_that_cannot_go_with_the_rest_fails_the_gather(customer: Customer, attributes: str, code: int) -> None:
    customer.says("/voice", gather(attributes, "<Say>Prompt</Say>"))
    call = customer.call({"hears": "nothing heard"})
    customer.sim.advance(10)
    assert not call.failures and "Prompt" not in customer.heard("Mehmet")
    assert customer.errors() == [code]


@pytest.mark.parametrize(
    "attributes",
    [
        'speechModel="experimental_utterances" speechTimeout="2"',
        'speechModel="googlev2_telephony"',
        'speechModel="deepgram_nova-3"',
    ],
)
def test_a_model_that_understands_turkish_is_taken(customer: Customer, attributes: str) -> None:
    customer.says("/voice", gather(attributes))
    customer.call({"says": "evet"})
    customer.sim.advance(20)
    assert customer.told("SpeechResult", "/said") == ["evet"] and customer.errors() == []


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('speechModel="clairvoyant"', 13334),
        (f'hints="{",".join(["söz"] * 501)}"', 13330),
        (f'hints="{"x" * 101}"', 13330),
    ],
)
def test_wrong_hints_and_models_are_left_out_with_a_warning(customer: Customer, attributes: str, code: int) -> None:
    customer.says("/voice", gather(attributes))
    customer.call({"says": "evet"})
    customer.sim.advance(20)
    assert customer.errors() == [code]
    assert customer.told("SpeechResult", "/said") == ["evet"]


def test_a_language_gather_does_not_know_is_warned_about(customer: Customer) -> None:
    customer.says("/voice", '<Gather input="speech" language="turkish" action="/said"/>')
    customer.call({"says": "evet"})
    customer.sim.advance(20)
    assert customer.errors() == [13331]


def test_confidence_may_be_missing() -> None:
    customer = Customer(Switches(speech_confidence=None))
    customer.says("/voice", gather(""))
    customer.call({"says": "evet"})
    customer.sim.advance(20)
    assert "Confidence" not in customer.got("/said")[0]
