"""Leaving a recording."""

from typing import Any

import pytest

from simulator import Switches
from tests.simulator.customer import CENTRE, HOST, Customer

TOLD = 'recordingStatusCallback="/taped" recordingStatusCallbackEvent="in-progress completed absent"'
RECORD = f'<Record action="/recorded" timeout="3" maxLength="60" {TOLD}/>'
PLEA = "Beni arayın lütfen"
"""18 letters: 1.3 seconds."""


def leaves(customer: Customer, *steps: Any, record: str = RECORD, seconds: float = 30) -> Any:
    customer.says("/voice", record + "<Say>Sizi duyamadık</Say>")
    call = customer.call(*steps)
    customer.sim.advance(seconds)
    return call


def taped(customer: Customer) -> list[str]:
    return [f"{form['RecordingStatus']} {form.get('RecordingDuration', '')}".strip() for form in customer.got("/taped")]


def test_a_key_ends_the_recording(customer: Customer) -> None:
    call = leaves(customer, {"says": PLEA}, {"presses": "#"})
    done = customer.got("/recorded")[0]
    assert done["Digits"] == "#"
    assert done["RecordingUrl"].startswith("http://twilio.sim/2010-04-01/Accounts/AC")
    assert done["RecordingUrl"].endswith(f"/Recordings/{done['RecordingSid']}")
    assert done["RecordingDuration"] == "1"
    assert done["CallSid"] == call.sid


def test_only_the_keys_named_end_it(customer: Customer) -> None:
    record = RECORD.replace("<Record", '<Record finishOnKey="#"')
    leaves(customer, {"says": PLEA}, {"presses": "5"}, {"says": PLEA}, {"presses": "#"}, record=record)
    assert customer.told("Digits", "/recorded") == ["#"]


def test_no_key_ends_it_when_none_may(customer: Customer) -> None:
    leaves(
        customer,
        {"says": PLEA},
        {"presses": "#"},
        {"says": PLEA},
        record=RECORD.replace("<Record", '<Record finishOnKey=""'),
    )
    assert customer.told("Digits", "/recorded") == [""]


def test_hanging_up_ends_it_too_and_is_still_told(customer: Customer) -> None:
    leaves(customer, {"waits": 2}, "hangs_up")
    assert customer.told("Digits", "/recorded") == ["hangup"]
    assert customer.told("CallStatus", "/recorded") == ["completed"]


def test_silence_after_the_last_word_ends_it(customer: Customer) -> None:
    call = leaves(customer, {"says": PLEA})
    assert customer.told("Digits", "/recorded") == [""]
    starts = next(entry.at for entry in customer.of("note") if "recording starts" in entry.text)
    ends = next(entry.at for entry in customer.of("note") if "recording processing" in entry.text)
    assert (ends - starts).total_seconds() == pytest.approx(18 / 14 + 3, abs=0.01)
    assert call.leg.recordings[0].text == PLEA


def test_whoever_says_nothing_goes_on_with_the_next_verb(customer: Customer) -> None:
    leaves(customer)
    assert not customer.got("/recorded")
    assert customer.heard("Mehmet")[-1] == "Sizi duyamadık"
    assert taped(customer) == ["in-progress", "absent 0"]
    assert customer.told("ErrorCode", "/taped") == ["0", "16102"]


def test_an_empty_recording_may_be_told_to_the_action_instead() -> None:
    customer = Customer(Switches(empty_recording_falls_through=False))
    leaves(customer)
    assert customer.told("RecordingDuration", "/recorded") == ["0"]


def test_without_a_timeout_silence_does_not_matter(customer: Customer) -> None:
    record = RECORD.replace('timeout="3"', 'timeout="0"')
    leaves(customer, {"says": PLEA}, {"waits": 30}, {"says": PLEA}, record=record, seconds=58)
    assert not customer.got("/recorded")
    customer.sim.advance(10)
    assert customer.told("RecordingDuration", "/recorded") == ["33"]


def test_the_limit_ends_it_in_the_middle_of_a_word(customer: Customer) -> None:
    record = RECORD.replace('maxLength="60"', 'maxLength="2"')
    call = leaves(customer, {"says": "Lütfen beni yarın sabah saat dokuzda arayın"}, record=record)
    assert customer.told("RecordingDuration", "/recorded") == ["2"]
    assert call.leg.recordings[0].text == "Lütfen beni yarın sabah saat"


@pytest.mark.parametrize("length", ["0", "20000"])
def test_a_limit_that_cannot_be_is_warned_of_and_replaced(customer: Customer, length: str) -> None:
    leaves(customer, {"says": PLEA}, record=RECORD.replace('maxLength="60"', f'maxLength="{length}"'))
    assert 13612 in customer.errors()
    assert customer.told("RecordingDuration", "/recorded") == ["1"]


def test_trimmed_is_what_was_said_and_untrimmed_what_was_waited(customer: Customer) -> None:
    record = RECORD.replace("<Record", '<Record trim="do-not-trim"')
    leaves(customer, {"waits": 2}, {"says": PLEA}, {"presses": "#"}, record=record)
    assert customer.told("RecordingDuration", "/recorded") == ["3"]


def test_a_beep_is_heard_unless_it_is_not_wanted(customer: Customer) -> None:
    leaves(customer, {"says": PLEA})
    assert "♪ beep" in customer.heard("Mehmet")
    quiet = Customer()
    leaves(quiet, {"says": PLEA}, record=RECORD.replace("<Record", '<Record playBeep="false"'))
    assert "♪ beep" not in quiet.heard("Mehmet")


def test_the_file_is_ready_after_the_action_was_asked(customer: Customer) -> None:
    leaves(customer, {"says": PLEA}, {"presses": "#"})
    paths = [each.path for each in customer.requests]
    assert paths.index("/recorded") < len(paths) - 1 - paths[::-1].index("/taped")
    assert taped(customer) == ["in-progress", "completed 1"]
    ready = customer.got("/taped")[-1]
    assert ready["RecordingSource"] == "RecordVerb"
    assert (ready["RecordingChannels"], ready["ErrorCode"]) == ("1", "0")
    assert ready["RecordingSid"] == customer.told("RecordingSid", "/recorded")[0]


def test_the_end_of_the_call_tells_of_its_recording(customer: Customer) -> None:
    leaves(customer, {"says": PLEA}, "hangs_up")
    over = customer.got("/over")[0]
    assert over["RecordingSid"] == customer.told("RecordingSid", "/recorded")[0]
    assert over["RecordingUrl"].endswith(over["RecordingSid"])
    assert over["RecordingDuration"] == "1"


def test_the_document_itself_is_asked_again_without_an_action(customer: Customer) -> None:
    answers = iter(["<Record timeout='3'/>"])
    customer.says("/voice", lambda form: next(answers, "<Say>Teşekkürler</Say>"))
    customer.call({"says": PLEA}, {"presses": "1"})
    customer.sim.advance(20)
    assert customer.told("Digits", "/voice") == ["", "1"]
    assert "Teşekkürler" in customer.heard("Mehmet")


def test_a_call_redirected_to_a_recording_needs_an_action(customer: Customer) -> None:
    customer.says("/voice", "<Say>Merhaba</Say><Pause length='60'/>")
    customer.says("/message", "<Record timeout='3'/>")
    customer.says("/fallback", "<Say>Bir sorun oldu</Say>")
    call = customer.call({"waits": 5}, {"says": PLEA})
    customer.sim.advance(5)
    customer.rest.calls(call.sid).update(url=f"{HOST}/message")
    customer.sim.advance(30)
    assert 11100 in customer.errors()
    assert len(customer.got("/message")) == 1
    assert customer.told("ErrorCode", "/fallback") == ["11100"]


def test_a_call_redirected_away_leaves_its_recording_behind(customer: Customer) -> None:
    customer.says("/other", "<Say>Başka yer</Say>")
    customer.says("/voice", RECORD)
    call = customer.call({"says": PLEA})
    customer.sim.advance(1.5)
    customer.rest.calls(call.sid).update(url=f"{HOST}/other")
    customer.sim.advance(30)
    assert not customer.got("/recorded")
    assert taped(customer)[-1].startswith("completed")


def test_a_recording_is_written_down_when_asked(customer: Customer) -> None:
    record = '<Record action="/recorded" timeout="3" transcribe="true" transcribeCallback="/text"/>'
    leaves(customer, {"says": "Please call me back tomorrow morning"}, record=record)
    text = customer.got("/text")[0]
    assert (text["TranscriptionStatus"], text["TranscriptionText"]) == (
        "completed",
        "Please call me back tomorrow morning",
    )
    assert text["TranscriptionUrl"].endswith(text["TranscriptionSid"])
    assert text["RecordingSid"] == customer.told("RecordingSid", "/recorded")[0]
    assert text["CallStatus"] == "completed"


def test_a_word_is_too_short_to_be_written_down(customer: Customer) -> None:
    record = '<Record action="/recorded" timeout="3" transcribeCallback="/text"/>'
    leaves(customer, {"says": "Alo"}, record=record)
    assert customer.told("TranscriptionStatus", "/text") == ["failed"]
    assert customer.errors() == [13617]


def test_a_recording_that_may_be_long_is_not_written_down(customer: Customer) -> None:
    record = '<Record action="/recorded" timeout="3" maxLength="300" transcribe="true" transcribeCallback="/text"/>'
    leaves(customer, {"says": PLEA}, record=record)
    assert not customer.got("/text")
    assert customer.errors() == [13615]


@pytest.mark.parametrize("quarter", range(1, 29))
def test_whoever_hangs_up_at_any_moment_is_told_of_once(quarter: int) -> None:
    customer = Customer()
    customer.says("/voice", RECORD + "<Pause length='60'/>")
    customer.says("/recorded", "<Say>Teşekkürler</Say><Pause length='60'/>")
    caller = customer.call({"says": PLEA}, {"waits": 60})
    customer.sim.advance(quarter / 4)
    leg = caller.leg
    customer.rest.calls(leg.sid).update(status="completed")
    customer.sim.advance(60)
    told = customer.told("Digits", "/recorded")
    assert len(told) <= 1
    assert len(told) == len(leg.recordings)
    assert all(one.status in ("completed", "absent") for one in leg.recordings)
    assert [form["RecordingStatus"] for form in customer.got("/taped")] == [
        step for one in leg.recordings for step in ("in-progress", one.status)
    ]
    assert ("RecordingSid" in customer.got("/over")[0]) == bool(leg.recordings)
    assert not customer.sim.exchange.kernel.next_due()


@pytest.mark.parametrize("ending", ["completed", "in-progress"])
def test_a_lost_callback_of_a_recording_is_lost_alone(customer: Customer, ending: str) -> None:
    customer.fault("callback_lost", only=f"recording-{ending}")
    leaves(customer, {"says": PLEA}, "hangs_up")
    assert len(customer.got("/taped")) == 1
    assert customer.told("RecordingStatus", "/taped") != [ending]
    assert customer.told("RecordingDuration", "/over") == ["1"]


def test_a_document_given_in_a_request_has_no_url_to_ask_again(customer: Customer) -> None:
    customer.says("/voice", "<Say>Merhaba</Say><Pause length='60'/>")
    call = customer.call({"waits": 5}, {"says": PLEA})
    customer.sim.advance(3)
    customer.rest.calls(call.sid).update(twiml="<Response><Record timeout='3'/></Response>")
    customer.sim.advance(30)
    assert 11100 in customer.errors()


def test_the_number_called_is_told_nothing_of_a_call_without_a_recording(customer: Customer) -> None:
    customer.says("/voice", "<Say>Merhaba</Say>")
    customer.call()
    customer.sim.advance(10)
    assert "RecordingSid" not in customer.got("/over")[0]
    assert customer.got("/voice")[0]["To"] == CENTRE
