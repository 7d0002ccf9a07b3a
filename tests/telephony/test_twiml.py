"""What leaves for Twilio is always a document that Twilio obeys, whoever wrote the words in it."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.errors import TwimlInvalid
from telephony.treatment import (
    Conference,
    Context,
    Document,
    Enqueue,
    Gather,
    Hangup,
    Leave,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
)
from telephony.twiml import SAY_CHARACTERS, check, render, safe_document, twiml_allowed, xml_safe

GRAMMAR = Path(__file__).parents[2].parent / "shared" / "reference" / "twiml-voice.json"

WAITING: Document = (
    Gather(action="/voice/choice", digits=1, children=(Say("Sıradasınız.", "tr"), Play("/audio/hold.mp3"), Pause(1))),
    Redirect("/voice/wait"),
)
AGENT_LEG: Document = (
    Conference(
        room="call-CA1", label="agent", status_callback="https://x.example/room", action="https://x.example/left"
    ),
)


def parsed(document: Document) -> ElementTree.Element:
    return ElementTree.fromstring(render(document))


def spoken(text: str) -> str:
    return parsed((Say(text, "tr"),))[0].text or ""


def test_turkish_and_english_are_spoken_by_their_own_voices() -> None:
    turkish, english = parsed((Say("Merhaba", "tr"), Say("Hello", "en")))
    assert turkish.attrib == {"voice": "Polly.Burcu-Neural", "language": "tr-TR"}
    assert english.attrib == {"voice": "Polly.Joanna-Neural", "language": "en-US"}


def test_every_say_inside_a_gather_names_voice_and_language() -> None:
    root = parsed((Gather(action="/a", children=(Say("Bire basın", "tr"), Say("Press one", "en"))),))
    assert [say.get("language") for say in root.iter("Say")] == ["tr-TR", "en-US"]
    assert all(say.get("voice") for say in root.iter("Say"))


def test_a_language_without_a_voice_is_refused() -> None:
    with pytest.raises(TwimlInvalid):
        render((Say("Guten Tag", "de"),))


@pytest.mark.parametrize("text", ["İstanbul'da ığüşöç", "<Hangup/>", "a & b", "]]>", '"quoted"', "😀", "<![CDATA[x]]>"])
def test_words_are_spoken_as_they_are_and_never_become_verbs(text: str) -> None:
    root = parsed((Say(text, "tr"),))
    assert root[0].text == text
    assert [child.tag for child in root] == ["Say"]


@pytest.mark.parametrize("text", ["a\x00b", "a\x08b", "a\ud800b", "a\udfffb", "a\ufffeb", "a\uffffb", "a\x1bb"])
def test_what_xml_cannot_carry_is_left_out(text: str) -> None:
    assert spoken(text) == "a b"


@given(st.text() | st.text(st.characters(categories=["Cc", "Cs", "Cn", "Co"])))
def test_any_text_of_any_caller_can_be_spoken(text: str) -> None:
    check(render((Say(text, "tr"), Gather(action="/a", speech=True, hints=(text,), children=(Say(text, "en"),)))))


def test_ten_thousand_characters_are_cut_at_a_word() -> None:
    text = spoken("çağrı " * 2_000)
    assert SAY_CHARACTERS - 6 <= len(text) <= SAY_CHARACTERS
    assert text.endswith("çağrı")
    assert len(spoken("x" * 10_000)) == SAY_CHARACTERS


def test_a_document_too_long_for_twilio_is_refused() -> None:
    with pytest.raises(TwimlInvalid, match="65536"):
        render((Say("ş" * SAY_CHARACTERS, "tr"),) * 12)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "/a b", "/ş", "", "ftp://x", "http:///x", "/a\n", "wait", "https://"]
)
def test_an_address_twilio_would_read_differently_is_refused(url: str) -> None:
    with pytest.raises(TwimlInvalid):
        render((Redirect(url),))


@pytest.mark.parametrize("name", ["", "call/CA1", "call CA1", "çağrı", "x" * 65, "a?b", "a\n"])
def test_a_room_a_rest_path_could_not_name_is_refused(name: str) -> None:
    with pytest.raises(TwimlInvalid):
        render((Conference(room=name, label="agent"),))
    with pytest.raises(TwimlInvalid):
        render((Conference(room="call-CA1", label=name),))
    with pytest.raises(TwimlInvalid):
        render((Enqueue(queue=name, wait_url="/w", action="/a"),))


def test_the_caller_waits_with_both_addresses_given() -> None:
    [enqueue] = parsed((Enqueue(queue="support", wait_url="/w", action="/done"),))
    assert enqueue.attrib == {"waitUrl": "/w", "action": "/done"}
    assert enqueue.text == "support"


def test_the_room_is_quiet_silent_and_reports_everything() -> None:
    dial = parsed(AGENT_LEG)[0]
    room = dial[0]
    assert dial.get("action") == "https://x.example/left"
    assert room.get("beep") == "false"
    assert room.get("waitUrl") == ""
    assert (room.get("startConferenceOnEnter"), room.get("endConferenceOnExit")) == ("true", "false")
    assert room.get("statusCallbackEvent") == "start end join leave mute hold modify"


def test_a_room_without_a_status_callback_asks_for_no_events() -> None:
    room = parsed((Conference(room="call-CA1", label="caller", end_on_exit=True),))[0][0]
    assert room.get("statusCallback") is None
    assert room.get("statusCallbackEvent") is None
    assert room.get("endConferenceOnExit") == "true"


def test_a_recording_says_where_it_goes_on_and_who_is_told_of_its_sound() -> None:
    told = "https://x.example/recorded"
    [record] = parsed((Record(action="https://x.example/left", status_callback=told, finish_on_keys="0*#"),))
    assert record.tag == "Record" and record.get("action") == "https://x.example/left"
    assert (record.get("recordingStatusCallback"), record.get("finishOnKey")) == (told, "0*#")
    assert not twiml_allowed((Record(action="/a", status_callback="/b"),), Context.WAIT)


def test_silence_is_an_answer_unless_the_flow_says_otherwise() -> None:
    asked, unasked = parsed((Gather(action="/a"), Gather(action="/a", on_empty=False)))
    assert asked.get("actionOnEmptyResult") == "true"
    assert unasked.get("actionOnEmptyResult") == "false"


def test_speech_is_listened_for_in_the_callers_language() -> None:
    [gather] = parsed((Gather(action="/a", speech=True, language="tr", hints=("fatura, borç", "arıza")),))
    assert gather.get("input") == "dtmf speech"
    assert gather.get("language") == "tr-TR"
    assert gather.get("hints") == "fatura  borç, arıza"


def test_reject_is_only_obeyed_first() -> None:
    assert parsed((Reject("busy"),))[0].attrib == {"reason": "busy"}
    with pytest.raises(TwimlInvalid):
        render((Say("Merhaba", "tr"), Reject()))
    with pytest.raises(TwimlInvalid):
        render((Reject("bored"),))


def test_a_waiting_caller_hears_only_what_a_wait_document_may_say() -> None:
    assert twiml_allowed(WAITING, Context.WAIT)
    assert twiml_allowed((Say("Ayşe sizi arayacak.", "tr"), Leave()), Context.WAIT)
    assert twiml_allowed((Hangup(),), Context.WAIT)
    assert not twiml_allowed(AGENT_LEG, Context.WAIT)
    assert not twiml_allowed((Enqueue(queue="q", wait_url="/w", action="/a"),), Context.WAIT)
    assert not twiml_allowed((Reject(),), Context.WAIT)


def test_music_on_hold_listens_to_no_keys() -> None:
    assert twiml_allowed((Play("/audio/hold.mp3", 0), Redirect("/again")), Context.ROOM)
    assert not twiml_allowed(WAITING, Context.ROOM)
    assert not twiml_allowed((Hangup(),), Context.ROOM)


def test_a_call_may_be_told_everything_but_a_late_reject() -> None:
    assert twiml_allowed((*WAITING, *AGENT_LEG), Context.CALL)
    assert not twiml_allowed((Pause(), Reject()), Context.CALL)


@pytest.mark.parametrize(
    "twiml",
    [
        "",
        "<Response>",
        "<Play/>",
        "<Response><Dial><Say/></Dial></Response>",
        "<Response><Say><Say/></Say></Response>",
        "<Response><Gather><Hangup/></Gather></Response>",
        "<Response><say/></Response>",
        " <?xml version='1.0'?><Response/>",
    ],
)
def test_what_twilio_would_not_obey_does_not_pass(twiml: str) -> None:
    with pytest.raises(TwimlInvalid):
        check(twiml)


def test_the_apology_is_valid_in_both_languages_and_hangs_up() -> None:
    check(safe_document())
    root = ElementTree.fromstring(safe_document().encode())
    assert [child.tag for child in root] == ["Say", "Say", "Hangup"]
    assert [say.get("language") for say in root.iter("Say")] == ["tr-TR", "en-US"]


def test_an_empty_document_is_an_empty_response() -> None:
    assert len(parsed(())) == 0


def test_short_text_is_left_alone() -> None:
    assert xml_safe("Hoş geldiniz\n") == "Hoş geldiniz\n"


@pytest.mark.skipif(not GRAMMAR.exists(), reason=f"the TwiML grammar is not at {GRAMMAR}")
def test_every_attribute_and_nesting_we_use_is_in_twilios_grammar() -> None:
    elements = json.loads(GRAMMAR.read_text())["elements"]
    by_tag = {one["tag"]: one for name, one in elements.items()}
    everything = (
        Reject(),
        Say("a"),
        *WAITING,
        Gather(action="/a", speech=True, hints=("a",)),
        *AGENT_LEG,
        Leave(),
        Enqueue(queue="q", wait_url="/w", action="/a"),
        Hangup(),
    )
    for document in ((verb,) for verb in everything):
        for element in parsed(document).iter():
            assert set(element.attrib) <= set(by_tag[element.tag]["attributes"]), element.tag
