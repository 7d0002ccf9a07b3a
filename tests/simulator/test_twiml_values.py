"""Attribute values Twilio would not take: each has its code in the Debugger, and counts as not given."""

import pytest

from simulator.twiml.document import Document, Rules, read_document
from simulator.twiml.grammar import CALL


def read(body: str) -> Document:
    return read_document(f"<Response>{body}</Response>".encode(), "", Rules(context=CALL))


WRONG = [
    ('<Say loop="-1">x</Say>', 13510),
    ('<Say loop="twice">x</Say>', 13510),
    ('<Say loop="1.5">x</Say>', 13510),
    ('<Play loop="many">/a</Play>', 13410),
    ('<Play digits="12z"/>', 13430),
    ('<Pause length="0"/>', 13910),
    ('<Pause length="long"/>', 13910),
    ('<Pause length="1e999"/>', 13910),
    ('<Gather input="voice"/>', 13326),
    ("<Gather input=\"['dtmf', 'speech']\"/>", 13326),
    ('<Gather method="PUT"/>', 13312),
    ('<Gather timeout="auto"/>', 13313),
    ('<Gather timeout="-5"/>', 13313),
    ('<Gather speechTimeout="never"/>', 13327),
    ('<Gather maxSpeechTime="0"/>', 13328),
    ('<Gather finishOnKey="A"/>', 13310),
    ('<Gather finishOnKey="12"/>', 13311),
    ('<Gather numDigits="0"/>', 13314),
    ('<Gather numDigits="nan"/>', 13314),
    ('<Gather partialResultCallbackMethod="HEAD"/>', 13329),
    ('<Gather bargeIn="maybe"/>', 13332),
    ('<Gather profanityFilter="1"/>', 13333),
    ('<Gather actionOnEmptyResult="yes"/>', 13338),
    ('<Redirect method="DELETE">/x</Redirect>', 13710),
    ('<Reject reason="tired"/>', 13810),
    ('<Enqueue method="PUT">x</Enqueue>', 14201),
    ('<Enqueue waitUrlMethod="PUT">x</Enqueue>', 14206),
    ('<Enqueue workflowSid="WW1">x</Enqueue>', 14220),
    ('<Dial method="PUT">1</Dial>', 13210),
    ('<Dial timeout="4">1</Dial>', 13212),
    ('<Dial timeout="601">1</Dial>', 13212),
    ('<Dial hangupOnStar="on">1</Dial>', 13213),
    ('<Dial timeLimit="0">1</Dial>', 13216),
    ('<Dial record="always">1</Dial>', 13217),
    ('<Dial callReason="' + "x" * 51 + '">1</Dial>', 12200),
    ('<Dial><Number sendDigits="x">1</Number></Dial>', 13222),
    ('<Dial><Number method="PUT">1</Number></Dial>', 13221),
    ('<Dial><Number statusCallbackEvent="answered hungup">1</Number></Dial>', 12200),
    ('<Dial><Number machineDetectionTimeout="2">1</Number></Dial>', 12200),
    ('<Dial><Conference muted="x">r</Conference></Dial>', 13230),
    ('<Dial><Conference endConferenceOnExit="x">r</Conference></Dial>', 13231),
    ('<Dial><Conference startConferenceOnEnter="x">r</Conference></Dial>', 13232),
    ('<Dial><Conference waitMethod="x">r</Conference></Dial>', 13234),
    ('<Dial><Conference beep="loud">r</Conference></Dial>', 13235),
    ('<Dial><Conference coach="Ali">r</Conference></Dial>', 13240),
    ('<Dial><Conference maxParticipants="1">r</Conference></Dial>', 12200),
    ('<Dial><Conference maxParticipants="251">r</Conference></Dial>', 12200),
    ('<Dial><Conference participantLabel="' + "x" * 129 + '">r</Conference></Dial>', 12200),
    ('<Dial><Conference recordingStatusCallbackEvent="done">r</Conference></Dial>', 13621),
    ('<Dial><Queue method="PUT">q</Queue></Dial>', 14210),
    ('<Dial><Queue reservationSid="x">q</Queue></Dial>', 14215),
    ('<Dial><Sip method="PUT">sip:a@b</Sip></Dial>', 13241),
    ('<Record method="PUT"/>', 13610),
    ('<Record timeout="x"/>', 13611),
    ('<Record maxLength="14401"/>', 13612),
    ('<Record finishOnKey="x"/>', 13613),
    ('<Record transcribe="x"/>', 13614),
    ('<Record playBeep="x"/>', 13616),
    ('<Record trim="x"/>', 13699),
]


@pytest.mark.parametrize(("body", "code"), WRONG)
def test_a_wrong_value_is_warned_about_with_its_code_and_left_out(body: str, code: int) -> None:
    document = read(body)
    (warning,) = document.warnings
    assert warning.code == code
    assert "line 1, column" in warning.reason
    verb = document.verbs[0]
    assert not verb.attributes and not any(child.attributes for child in verb.children)


RIGHT = [
    '<Say loop="0" voice="Polly.Filiz" language="tr-TR">x</Say>',
    '<Play loop="0" digits="0123456789ABCD#*wW"/>',
    '<Pause length="3600"/>',
    '<Gather input="dtmf speech" method="post" timeout="0" speechTimeout="auto" finishOnKey="" numDigits="1"/>',
    '<Gather input="speech" finishOnKey="*" bargeIn="True" partialResultCallback="" actionOnEmptyResult="FALSE"/>',
    '<Reject reason="busy"/>',
    '<Enqueue waitUrl="" waitUrlMethod="get">x</Enqueue>',
    '<Dial timeout=" 5 " timeLimit="86400"><Number statusCallbackEvent="answered completed">1</Number></Dial>',
    '<Dial><Conference waitUrl="" beep="onEnter" maxParticipants="2" statusCallbackEvent="">r</Conference></Dial>',
    '<Record timeout="0" finishOnKey="1234567890*#" maxLength="1"/>',
]


@pytest.mark.parametrize("body", RIGHT)
def test_right_values_pass_without_a_word(body: str) -> None:
    document = read(body)
    assert document.warnings == ()


def test_a_value_far_too_long_is_not_repeated_whole() -> None:
    (warning,) = read(f'<Say loop="{"9" * 5000}">x</Say>').warnings
    assert len(warning.reason) < 200


def test_several_mistakes_are_all_told() -> None:
    document = read('<Gather numDigits="x" timeout="y" colour="z">words<Say loop="w">x</Say></Gather>')
    assert sorted(warning.code for warning in document.warnings) == [12200, 12200, 13313, 13314, 13510]
