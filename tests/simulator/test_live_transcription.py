"""A call put into words while it goes on, and streams of its audio."""

import json
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException

from tests.simulator.customer import AYSE, HOST, Customer

GREETING, WORDS = "Hoş geldiniz", "Bir iki üç dört"
CALLBACK = f'statusCallbackUrl="{HOST}/words"'


def transcribed(customer: Customer, attributes: str = CALLBACK, *, stop: str = "") -> Any:
    """Mehmet is greeted, says four words, and waits."""
    customer.says(
        "/voice",
        f"<Start><Transcription {attributes}/></Start><Say>{GREETING}</Say>"
        '<Gather input="speech" timeout="60" speechTimeout="1" action="/heard"/>',
    )
    customer.says("/heard", f"{stop}<Say>Anladım</Say><Pause length='60'/>")
    call = customer.call({"waits": 3}, {"says": WORDS}, {"waits": 5}, "hangs_up")
    customer.sim.advance(60)
    return call


def events(customer: Customer) -> list[str]:
    return [form["TranscriptionEvent"].removeprefix("transcription-") for form in customer.got("/words")]


def said(customer: Customer, final: str = "true") -> list[tuple[str, str]]:
    return [
        (form["Track"], json.loads(form["TranscriptionData"])["transcript"])
        for form in customer.got("/words")
        if form.get("Final") == final
    ]


def test_both_sides_of_a_call_are_written_down_as_they_speak(customer: Customer) -> None:
    call = transcribed(customer)
    assert events(customer) == ["started", "content", "content", "content", "stopped"]
    assert said(customer) == [("outbound_track", GREETING), ("inbound_track", WORDS), ("outbound_track", "Anladım")]
    assert {form["CallSid"] for form in customer.got("/words")} == {call.sid}
    assert [form["SequenceId"] for form in customer.got("/words")] == ["1", "2", "3", "4", "5"]
    assert len({form["TranscriptionSid"] for form in customer.got("/words")}) == 1
    assert customer.got("/words")[0]["TranscriptionSid"].startswith("GT")
    content = customer.got("/words")[1]
    assert json.loads(content["TranscriptionData"])["confidence"] > 0.5
    assert (content["LanguageCode"], content["Timestamp"][-1]) == ("en-US", "Z")


@pytest.mark.parametrize("track", ["inbound_track", "outbound_track"])
def test_one_side_may_be_enough(customer: Customer, track: str) -> None:
    transcribed(customer, f'{CALLBACK} track="{track}"')
    assert {side for side, _ in said(customer)} == {track}


def test_how_it_is_done_is_told_at_the_start(customer: Customer) -> None:
    transcribed(
        customer,
        f'{CALLBACK} languageCode="tr-TR" transcriptionEngine="deepgram" speechModel="nova-3" hints="iade,kargo" '
        'profanityFilter="false" inboundTrackLabel="caller" outboundTrackLabel="centre" '
        'enableAutomaticPunctuation="false"',
    )
    started = customer.got("/words")[0]
    assert (started["LanguageCode"], started["TranscriptionEngine"]) == ("tr-TR", "deepgram")
    assert (started["InboundTrackLabel"], started["OutboundTrackLabel"]) == ("caller", "centre")
    assert json.loads(started["ProviderConfiguration"]) == {
        "profanityFilter": "false",
        "speechModel": "nova-3",
        "enableAutomaticPunctuation": "false",
        "hints": "iade,kargo",
    }
    assert customer.got("/words")[1]["LanguageCode"] == "tr-TR"


def test_half_a_sentence_is_told_when_it_is_wanted(customer: Customer) -> None:
    transcribed(customer, f'{CALLBACK} partialResults="true" track="inbound_track"')
    assert said(customer, "false") == [("inbound_track", "Bir iki")]
    assert said(customer) == [("inbound_track", WORDS)]
    partial = next(form for form in customer.got("/words") if form.get("Final") == "false")
    assert float(partial["Stability"]) < 1
    assert "confidence" not in json.loads(partial["TranscriptionData"])


def test_it_can_be_stopped_by_its_name(customer: Customer) -> None:
    transcribed(customer, f'{CALLBACK} name="mine"', stop='<Stop><Transcription name="mine"/></Stop>')
    assert ("outbound_track", "Anladım") not in said(customer)
    assert events(customer)[-1] == "stopped"


def test_the_wrong_name_stops_nothing(customer: Customer) -> None:
    transcribed(customer, f'{CALLBACK} name="mine"', stop='<Stop><Transcription name="yours"/></Stop>')
    assert ("outbound_track", "Anladım") in said(customer)


def test_a_sentence_cut_short_is_told_as_far_as_it_went(customer: Customer) -> None:
    customer.says("/voice", f"<Start><Transcription {CALLBACK}/></Start><Say>Bir iki üç dört beş altı yedi sekiz</Say>")
    customer.says("/other", "<Pause length='9'/>")
    call = customer.call({"waits": 60})
    customer.sim.advance(1.1)
    customer.rest.calls(call.sid).update(url=f"{HOST}/other")
    customer.sim.advance(5)
    assert said(customer) == [("outbound_track", "Bir iki üç")]


def test_whoever_hangs_up_in_the_middle_of_a_sentence_is_written_down_so_far(customer: Customer) -> None:
    call = waiting(customer)
    customer.rest.calls(call.sid).transcriptions.create(status_callback_url=f"{HOST}/words")
    customer.sim.advance(1.6)
    customer.rest.calls(call.sid).update(status="completed")
    customer.sim.advance(1)
    assert said(customer) == [("inbound_track", "Bir iki")]
    assert events(customer)[-1] == "stopped"


def test_a_conversation_is_written_down_from_both_ends(customer: Customer) -> None:
    customer.says("/voice", f"<Start><Transcription {CALLBACK}/></Start><Dial>{AYSE}</Dial>")
    customer.sim.person(AYSE, "Ayşe", answers_after=1, steps=["joins", {"says": "Buyurun"}, {"waits": 9}, "hangs_up"])
    customer.call("joins", {"waits": 3}, {"says": WORDS}, {"waits": 60})
    customer.sim.advance(30)
    assert said(customer) == [("outbound_track", "Buyurun"), ("inbound_track", WORDS)]


def waiting(customer: Customer) -> Any:
    customer.says("/voice", f'<Say>{GREETING}</Say><Gather input="speech" timeout="60"/>')
    call = customer.call({"waits": 3}, {"says": WORDS}, {"waits": 60})
    customer.sim.advance(2)
    return call


def test_a_live_call_can_be_transcribed_by_rest(customer: Customer) -> None:
    call = waiting(customer)
    made = customer.rest.calls(call.sid).transcriptions.create(
        name="mine",
        status_callback_url=f"{HOST}/words",
        track="inbound_track",
        language_code="tr-TR",
        partial_results=True,
    )
    assert (made.status, made.name, made.call_sid) == ("in-progress", "mine", call.sid)
    customer.sim.advance(4)
    assert said(customer) == [("inbound_track", WORDS)]
    assert customer.rest.calls(call.sid).transcriptions("mine").update(status="stopped").status == "stopped"
    customer.sim.advance(1)
    assert events(customer) == ["started", "content", "content", "stopped"]


def test_a_call_that_is_over_can_neither_be_transcribed_nor_streamed(customer: Customer) -> None:
    call = waiting(customer)
    customer.rest.calls(call.sid).update(status="completed")
    for ask in (
        lambda: customer.rest.calls(call.sid).transcriptions.create(),
        lambda: customer.rest.calls(call.sid).streams.create(url="wss://customer.test/audio"),
    ):
        with pytest.raises(TwilioRestException) as refused:
            ask()
        assert (refused.value.status, refused.value.code) == (400, 21220)


def test_what_never_began_cannot_be_stopped(customer: Customer) -> None:
    call = waiting(customer)
    with pytest.raises(TwilioRestException) as refused:
        customer.rest.calls(call.sid).transcriptions("mine").update(status="stopped")
    assert (refused.value.status, refused.value.code) == (404, 20404)


def streamed(customer: Customer, attributes: str, stop: str = "") -> Any:
    stream = f'<Stream name="ear" statusCallback="/stream" {attributes}/>'
    customer.says("/voice", f"<Start>{stream}</Start><Say>{GREETING}</Say>{stop}<Pause length='5'/>")
    call = customer.call({"waits": 60})
    customer.sim.advance(20)
    return call


def test_a_stream_tells_that_it_began_and_ended_and_that_no_audio_flows(customer: Customer) -> None:
    call = streamed(customer, 'url="wss://customer.test/audio"')
    assert customer.told("StreamEvent", "/stream") == ["stream-started", "stream-stopped"]
    assert set(customer.told("CallSid", "/stream")) == {call.sid}
    assert set(customer.told("StreamName", "/stream")) == {"ear"}
    assert customer.told("StreamSid", "/stream")[0].startswith("MZ")
    assert any("no audio is sent" in entry.text and "simulator" in entry.text for entry in customer.of("note"))


@pytest.mark.parametrize(
    "url", ["ws://customer.test/audio", "https://customer.test/audio", "wss://customer.test/a?b=1"]
)
def test_a_stream_goes_only_to_a_secure_socket_without_a_query(customer: Customer, url: str) -> None:
    streamed(customer, f'url="{url}"')
    assert customer.told("StreamEvent", "/stream") == ["stream-error"]
    assert 31921 in customer.errors()


def test_a_stream_can_be_stopped_by_its_name(customer: Customer) -> None:
    streamed(customer, 'url="wss://customer.test/audio"', '<Stop><Stream name="ear"/></Stop><Say>Bitti</Say>')
    stopped = next(entry.seq for entry in customer.of("callback") if "stream-stopped" in str(entry.data))
    assert stopped < next(entry.seq for entry in customer.of("leg") if entry.text.startswith("call over"))


def test_a_live_call_can_be_streamed_by_rest(customer: Customer) -> None:
    call = waiting(customer)
    streams = customer.rest.calls(call.sid).streams
    made = streams.create(url="wss://customer.test/audio", name="ear", status_callback=f"{HOST}/stream")
    assert (made.status, made.name) == ("in-progress", "ear")
    assert streams(made.sid).update(status="stopped").status == "stopped"
    with pytest.raises(TwilioRestException) as refused:
        streams.create(url="ws://customer.test/audio")
    assert (refused.value.status, refused.value.code) == (400, 21205)


@pytest.mark.parametrize("verb", ["Connect", "Start"])
def test_what_is_not_simulated_says_so_and_the_call_goes_on(customer: Customer, verb: str) -> None:
    noun = '<Stream url="wss://customer.test/audio"/>' if verb == "Connect" else '<Siprec connectorName="x"/>'
    customer.says("/voice", f"<{verb}>{noun}</{verb}><Say>Devam</Say>")
    customer.call()
    customer.sim.advance(10)
    assert "Devam" in customer.heard("Mehmet")
    assert any("simulator does not model" in entry.text for entry in customer.of("error"))


def test_what_connect_leads_to_is_its_action(customer: Customer) -> None:
    customer.says("/voice", '<Connect action="/then"><Stream url="wss://customer.test/audio"/></Connect>')
    customer.says("/then", "<Say>Devam</Say>")
    customer.call()
    customer.sim.advance(10)
    assert "Devam" in customer.heard("Mehmet")


def test_siprec_over_rest_says_it_is_the_simulator_s_limit(customer: Customer) -> None:
    call = waiting(customer)
    with pytest.raises(TwilioRestException, match="limit of the simulator") as refused:
        customer.rest.calls(call.sid).siprec.create()
    assert refused.value.status == 501
