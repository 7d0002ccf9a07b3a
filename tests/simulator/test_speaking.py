"""Say, Play, Pause and Echo."""

import io
import wave

import pytest
from flask import Response

from simulator import Switches
from simulator.telling.trace import Entry
from tests.simulator.customer import HOST, MEHMET, Customer


def wav(seconds: float) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * int(8000 * seconds))
    return made.getvalue()


def said(customer: Customer) -> list[tuple[str, float]]:
    return [(entry.text, entry.data["seconds"]) for entry in customer.of("say") if "seconds" in entry.data]


def plays(customer: Customer, verbs: str, seconds: float = 60) -> list[tuple[str, float]]:
    customer.says("/voice", verbs)
    customer.call()
    customer.sim.advance(seconds)
    return said(customer)


def test_a_text_takes_as_long_as_its_letters(customer: Customer) -> None:
    assert plays(customer, "<Say>" + "x" * 140 + "</Say>") == [("x" * 140, 10.0)]


@pytest.mark.parametrize(("loop", "times"), [("3", 3), ("1", 1), ("0", 1000)])
def test_say_and_play_repeat_themselves_and_zero_means_a_thousand_times(loop: str, times: int) -> None:
    customer = Customer(Switches(play_seconds=1))
    customer.says("/voice", f'<Say loop="{loop}">Merhaba</Say><Hangup/>')
    customer.call()
    customer.sim.advance(2000)
    assert len(said(customer)) == times


def test_play_repeats_itself_until_the_caller_hangs_up(customer: Customer) -> None:
    customer.says("/voice", '<Play loop="0">/music.mp3</Play>')
    call = customer.call({"waits": 35}, "hangs_up")
    customer.sim.advance(100)
    assert call.is_over and len(said(customer)) == 4


@pytest.mark.parametrize(
    ("markup", "text", "seconds"),
    [
        ('Bir<break time="2s"/>iki', "Bir iki", 2.5),
        ('Bir<break time="500ms"/>iki', "Bir iki", 1.0),
        ('Bir<break time="900s"/>iki', "Bir iki", 10.5),
        ('Bir<break strength="none"/>iki', "Bir iki", 0.5),
        ("Bir<break/>iki", "Bir iki", 1.0),
        ('<say-as interpret-as="telephone">5551112233</say-as>', "5551112233", 50 / 14),
        ('<say-as interpret-as="digits">10423</say-as>', "10423", 25 / 14),
        ('<say-as interpret-as="cardinal">10423</say-as>', "10423", 0.5),
        ('<sub alias="Türkiye Büyük Millet Meclisi">TBMM</sub>', "Türkiye Büyük Millet Meclisi", 2.0),
        ('<prosody rate="50%">xxxxxxxxxxxxxx</prosody>', "x" * 14, 2.0),
        ('<prosody rate="fast">xxxxxxxxxxxxxxxxxxxxx</prosody>', "x" * 21, 1.0),
        ('<p><s>Bir</s> <emphasis level="strong">iki</emphasis></p> üç', "Bir iki üç", 0.5),
    ],
)
def test_speech_markup_is_followed(customer: Customer, markup: str, text: str, seconds: float) -> None:
    ((heard, took),) = plays(customer, f'<Say language="tr-TR">{markup}</Say>')
    assert heard == text
    assert took == pytest.approx(seconds, abs=0.1)


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('voice="Polly.Filiz" language="en-US"', 13511),
        ('voice="Polly.Joanna" language="tr-TR"', 13511),
        ('voice="Google.tr-TR-Wavenet-A" language="de-DE"', 13511),
        ('voice="Polly.Nobody"', 13511),
        ('voice="Google.tr-TR-Neural2-A"', 13511),
        ('language="tr"', 13512),
        ('language="xx-XX"', 13512),
    ],
)
def test_a_voice_that_does_not_speak_the_language_says_nothing(customer: Customer, attributes: str, code: int) -> None:
    assert plays(customer, f"<Say {attributes}>Merhaba</Say><Say>Next</Say>") == [("Next", 0.5)]
    assert customer.errors() == [code]


def test_inside_a_gather_a_wrong_voice_has_a_code_of_its_own(customer: Customer) -> None:
    plays(customer, '<Gather><Say voice="Polly.Nobody">Merhaba</Say></Gather>')
    assert customer.errors() == [13321]


@pytest.mark.parametrize(
    "attributes",
    [
        'voice="Polly.Filiz" language="tr-TR"',
        'voice="Polly.Filiz"',
        'voice="polly.burcu-neural" language="tr-TR"',
        'voice="Google.tr-TR-Chirp3-HD-Kore" language="tr-TR"',
        'voice="Polly.Amy" language="en-US"',
        'voice="Polly.Zeina" language="ar-AE"',
        'voice="alice" language="tr-TR"',
        'language="tr-TR"',
    ],
)
def test_a_voice_that_speaks_the_language_is_heard(customer: Customer, attributes: str) -> None:
    assert len(plays(customer, f"<Say {attributes}>Merhaba</Say>")) == 1
    assert customer.errors() == []


def test_whether_the_old_voices_speak_turkish_is_a_switch() -> None:
    customer = Customer(Switches(basic_voices_speak_every_language=False))
    assert plays(customer, '<Say voice="man" language="tr-TR">a</Say><Say voice="man" language="en-GB">b</Say>') == [
        ("b", 0.5)
    ]
    assert customer.errors() == [13511]


def test_a_text_that_is_too_long_is_not_spoken(customer: Customer) -> None:
    assert plays(customer, f"<Say>{'x' * 4097}</Say>") == []
    assert customer.errors() == [13521]
    assert len(plays(Customer(), f"<Say>{'x' * 4096}</Say>", 600)) == 1


def test_nothing_to_say_is_warned_about_and_a_silence_is_not(customer: Customer) -> None:
    assert plays(customer, "<Say>  </Say><Say/>") == []
    assert customer.errors() == [13520, 13520]
    other = Customer()
    assert plays(other, '<Say><break time="3s"/></Say>') == [("", 3.5)]
    assert other.errors() == []


def test_keys_are_played_as_tones_with_their_pauses(customer: Customer) -> None:
    assert plays(customer, '<Play digits="1w2W#"/>') == [("♪ 1w2W#", 2.25)]


def test_a_play_without_a_url_plays_nothing_and_says_so(customer: Customer) -> None:
    assert plays(customer, "<Play/>") == []
    assert customer.errors() == [13410]


def test_a_file_is_not_asked_for_unless_the_switch_says_so(customer: Customer) -> None:
    assert plays(customer, "<Play>/hello.wav</Play>") == [(f"♪ {HOST}/hello.wav", 10.0)]
    assert customer.got("/hello.wav") == []


@pytest.fixture
def fetching() -> Customer:
    return Customer(Switches(play_fetches_audio=True))


def test_a_wav_file_lasts_as_long_as_it_is(fetching: Customer) -> None:
    fetching.says("/hello.wav", lambda form: Response(wav(3.5), content_type="audio/wav"))
    assert plays(fetching, "<Play>/hello.wav</Play>") == [(f"♪ {HOST}/hello.wav", 3.5)]
    assert fetching.errors() == []
    assert fetching.requests[1].genuine


def test_a_file_of_another_kind_lasts_as_long_as_every_file(fetching: Customer) -> None:
    fetching.says("/hello.mp3", lambda form: Response(b"ID3", content_type="audio/mpeg"))
    assert plays(fetching, "<Play>/hello.mp3</Play>") == [(f"♪ {HOST}/hello.mp3", 10.0)]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Response("gone", 404), 11200),
        (Response("<html/>", content_type="text/html"), 13420),
        (Response(b"x", content_type=""), 13420),
    ],
)
def test_a_file_that_cannot_be_played_is_passed_over_and_notified(
    fetching: Customer, answer: Response, code: int
) -> None:
    fetching.says("/hello.wav", lambda form: answer)
    assert plays(fetching, "<Play>/hello.wav</Play><Say>Next</Say>") == [("Next", 0.5)]
    assert fetching.errors() == [code]


def test_audio_as_an_answer_is_played_for_its_length_and_then_the_call_is_over(customer: Customer) -> None:
    customer.says("/voice", lambda form: Response(wav(2), content_type="audio/wav"))
    call = customer.call("is_hung_up")
    customer.sim.advance(20)
    assert said(customer) == [(f"♪ {HOST}/voice", 2.0)]
    assert call.leg.seconds_talked(customer.clock()) == 2


def ringing_seconds(customer: Customer) -> float:
    (leg,) = customer.sim.legs()
    assert leg.answered_at is not None
    return (leg.answered_at - leg.created_at).total_seconds()


def test_a_pause_at_the_beginning_lets_it_ring_for_longer(customer: Customer) -> None:
    plays(customer, '<Pause length="5"/><Say>Merhaba</Say>')
    assert ringing_seconds(customer) == pytest.approx(5.05)


def test_a_pause_lasts_a_second_unless_told_otherwise(customer: Customer) -> None:
    plays(customer, "<Say>Merhaba</Say><Pause/><Hangup/>")
    (leg,) = customer.sim.legs()
    assert leg.ended_at is not None and leg.answered_at is not None
    assert (leg.ended_at - leg.answered_at).total_seconds() == pytest.approx(1.5)


def test_a_second_pause_has_picked_up(customer: Customer) -> None:
    plays(customer, '<Pause length="2"/><Pause length="2"/><Say>x</Say>')
    assert ringing_seconds(customer) == pytest.approx(2.05)


@pytest.mark.parametrize(("switch", "status"), [(True, "no-answer"), (False, "completed")])
def test_whether_nothing_but_a_pause_ever_picks_up_is_a_switch(switch: bool, status: str) -> None:
    customer = Customer(Switches(lone_pause_never_answers=switch))
    plays(customer, '<Pause length="5"/>')
    assert customer.told("CallStatus", "/over") == [status]


def test_an_empty_document_picks_up_and_hangs_up(customer: Customer) -> None:
    plays(customer, "")
    assert customer.told("CallStatus", "/over") == ["completed"]


def test_echo_gives_back_what_is_said_until_the_caller_hangs_up(customer: Customer) -> None:
    customer.says("/voice", "<Echo/><Say>never</Say>")
    call = customer.call(
        {"says": "sesim geliyor mu"}, {"hears": "sesim geliyor mu"}, {"presses": "5"}, {"waits": 5}, "hangs_up"
    )
    customer.sim.advance(60)
    assert not call.failures and call.is_over
    echoed: list[Entry] = [entry for entry in customer.of("say") if entry.data.get("echo")]
    assert [entry.text for entry in echoed] == ["sesim geliyor mu", "♪ 5"]
    assert "never" not in customer.heard("Mehmet") and MEHMET
