"""Recordings over REST: started on a live call, paused, stopped, looked up, heard and deleted."""

import io
import wave
from array import array
from datetime import timedelta
from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from simulator import Switches, rest_app
from simulator.wire.in_process import WsgiAdapter
from tests.simulator.customer import AYSE, HOST, MEHMET, Customer

WORDS = "Bir iki üç dört beş altı"


def on_the_line(customer: Customer, *steps: Any) -> Any:
    """Mehmet hears a greeting for a second, and is then listened to for as long as he likes."""
    customer.says("/voice", '<Say>Merhabalar bay</Say><Gather input="speech" timeout="60" action="/heard"/>')
    customer.says("/heard", "<Pause length='60'/>")
    call = customer.call(*(steps or ({"waits": 90},)))
    customer.sim.advance(2)
    return call


def tapes(customer: Customer, call: Any) -> Any:
    return customer.rest.calls(call.sid).recordings


def media(customer: Customer, path: str, **query: Any) -> requests.Response:
    session = requests.Session()
    session.mount("http://twilio.sim", WsgiAdapter(rest_app(customer.sim)))
    return session.get(f"http://twilio.sim/2010-04-01/Accounts/{customer.sim.account.sid}{path}", params=query)


def refusal(ask: Any, **arguments: Any) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as refused:
        ask(**arguments)
    return refused.value.status, refused.value.code


def taped(customer: Customer, **how: Any) -> Any:
    """A recording of ten seconds in which he says six words."""
    call = on_the_line(customer, {"waits": 3}, {"says": WORDS}, {"waits": 60})
    made = tapes(customer, call).create(recording_status_callback=f"{HOST}/taped", **how)
    customer.sim.advance(10)
    tapes(customer, call)(made.sid).update(status="stopped")
    customer.sim.advance(5)
    return made


def test_a_live_call_is_recorded_from_now_on(customer: Customer) -> None:
    call = on_the_line(customer)
    made = tapes(customer, call).create(
        recording_status_callback=f"{HOST}/taped", recording_status_callback_event=["in-progress", "completed"]
    )
    assert (made.status, made.source, made.channels, made.track) == ("in-progress", "StartCallRecordingAPI", 1, "both")
    assert (made.call_sid, made.duration, made.start_time) == (call.sid, None, customer.clock())
    customer.sim.advance(10)
    customer.rest.calls(call.sid).update(status="completed")
    customer.sim.advance(5)
    assert customer.told("RecordingStatus", "/taped") == ["in-progress", "completed"]
    assert customer.told("RecordingDuration", "/taped")[-1] == "10"
    assert "RecordingSid" not in customer.got("/over")[0]


def test_starting_twice_is_starting_once(customer: Customer) -> None:
    call = on_the_line(customer)
    first, second = tapes(customer, call).create(), tapes(customer, call).create()
    assert first.sid == second.sid
    tapes(customer, call)(first.sid).update(status="stopped")
    assert tapes(customer, call).create().sid != first.sid


def test_only_a_live_call_can_be_recorded(customer: Customer) -> None:
    call = on_the_line(customer)
    customer.rest.calls(call.sid).update(status="completed")
    assert refusal(tapes(customer, call).create) == (400, 21220)
    assert refusal(customer.rest.calls("CA" + "0" * 32).recordings.create) == (404, 20404)


@pytest.mark.parametrize(
    "arguments",
    [{"recording_channels": "three"}, {"recording_track": "inside"}, {"trim": "short"}],
)
def test_nonsense_is_refused(customer: Customer, arguments: dict[str, str]) -> None:
    assert refusal(tapes(customer, on_the_line(customer)).create, **arguments) == (400, 20001)


def test_a_callback_with_unknown_events_is_refused(customer: Customer) -> None:
    asked = {"recording_status_callback": f"{HOST}/taped", "recording_status_callback_event": ["begun"]}
    assert refusal(tapes(customer, on_the_line(customer)).create, **asked) == (400, 21626)


@pytest.mark.parametrize(("behaviour", "seconds"), [("silence", "10"), ("skip", "6")])
def test_a_pause_is_silence_or_no_tape_at_all(customer: Customer, behaviour: str, seconds: str) -> None:
    call = on_the_line(customer, {"waits": 3.5}, {"says": WORDS}, {"waits": 60})
    made = tapes(customer, call).create()
    customer.sim.advance(2.6)
    current = tapes(customer, call)("Twilio.CURRENT")
    assert current.update(status="paused", pause_behavior=behaviour).status == "paused"
    customer.sim.advance(4)
    current.update(status="in-progress")
    customer.sim.advance(3.4)
    assert current.update(status="stopped").status == "stopped"
    customer.sim.advance(3)
    ready = tapes(customer, call)(made.sid).fetch()
    assert (ready.status, ready.duration) == ("completed", seconds)
    assert customer.sim.exchange.recordings[made.sid].text == "Bir iki üç dört"


def test_changing_what_has_ended_or_never_was_is_refused(customer: Customer) -> None:
    call = on_the_line(customer)
    made = tapes(customer, call).create()
    assert refusal(tapes(customer, call)(made.sid).update, status="completed") == (400, 20001)
    assert refusal(tapes(customer, call)(made.sid).update, status="paused", pause_behavior="hum") == (400, 20001)
    customer.rest.calls(call.sid).update(status="completed")
    assert refusal(tapes(customer, call)(made.sid).update, status="paused") == (400, 21220)
    assert refusal(tapes(customer, call)("Twilio.CURRENT").update, status="paused") == (404, 20404)
    assert refusal(tapes(customer, call)("RE" + "0" * 32).fetch) == (404, 20404)


@pytest.mark.parametrize("newest", [True, False])
def test_of_several_recordings_the_current_one_is_chosen_by_a_switch(newest: bool) -> None:
    customer = Customer(Switches(current_recording_is_the_newest=newest))
    customer.says("/agent", "<Say>Merhaba</Say><Pause length='60'/>")
    customer.sim.person(AYSE, "Ayşe", answers_after=0, steps=[{"waits": 60}])
    placed = customer.rings(record=True)
    customer.sim.advance(5)
    made = tapes(customer, placed).create()
    paused = tapes(customer, placed)("Twilio.CURRENT").update(status="paused")
    assert (paused.sid == made.sid) == newest


def test_a_recording_in_the_background_outlives_the_document_and_the_redirect(customer: Customer) -> None:
    callback = f'recordingStatusCallback="{HOST}/taped" recordingStatusCallbackEvent="in-progress completed"'
    customer.says("/voice", f"<Start><Recording {callback}/></Start><Say>Merhaba</Say><Redirect>/next</Redirect>")
    customer.says("/next", "<Say>Devam ediyoruz</Say><Pause length='60'/>")
    customer.says("/other", "<Say>Başka yer</Say>")
    call = customer.call({"waits": 30}, "hangs_up")
    customer.sim.advance(5)
    customer.rest.calls(call.sid).update(url=f"{HOST}/other")
    customer.sim.advance(30)
    (recording,) = call.leg.recordings
    assert recording.text == "Merhaba Devam ediyoruz Başka yer"
    assert (recording.order.channels, recording.order.source) == (2, "StartCallRecordingAPI")
    assert customer.told("RecordingStatus", "/taped") == ["in-progress", "completed"]


def test_a_background_recording_may_be_mono_of_one_track_and_trimmed(customer: Customer) -> None:
    how = 'channels="mono" track="inbound" trim="trim-silence"'
    customer.says("/voice", f"<Start><Recording {how}/></Start><Say>Merhaba</Say><Pause length='60'/>")
    call = customer.call({"waits": 3}, "hangs_up")
    customer.sim.advance(30)
    (recording,) = call.leg.recordings
    assert (recording.order.channels, recording.order.track, recording.error_code) == (1, "inbound", 16102)


def test_a_relative_callback_of_a_background_recording_is_an_error(customer: Customer) -> None:
    customer.says("/voice", '<Start><Recording recordingStatusCallback="/taped"/></Start><Say>Merhaba</Say>')
    customer.call()
    customer.sim.advance(10)
    assert not customer.got("/taped")
    assert 11100 in customer.errors()


def test_all_recordings_are_listed_newest_first_and_filtered(customer: Customer) -> None:
    first, second = taped(customer), taped(customer)
    everything = customer.rest.recordings
    assert [one.sid for one in everything.list(page_size=1)] == [second.sid, first.sid]
    assert [one.sid for one in everything.list(call_sid=first.call_sid)] == [first.sid]
    assert everything.list(conference_sid="CF" + "0" * 32) == []
    today = customer.clock()
    assert len(everything.list(date_created=today)) == 2
    assert everything.list(date_created_before=today - timedelta(days=1)) == []
    assert len(everything.list(date_created_after=today)) == 2
    assert len(tapes(customer, first_call(customer)).list(date_created=today)) == 1


def first_call(customer: Customer) -> Any:
    return next(leg for leg in customer.sim.legs() if leg.from_ == MEHMET)


def test_a_deleted_recording_is_gone_but_remembered_for_who_asks(customer: Customer) -> None:
    made = taped(customer)
    assert customer.rest.recordings(made.sid).delete()
    assert refusal(customer.rest.recordings(made.sid).fetch) == (404, 20404)
    assert customer.rest.recordings.list() == []
    assert customer.rest.recordings(made.sid).fetch(include_soft_deleted=True).status == "deleted"
    assert media(customer, f"/Recordings/{made.sid}.wav").status_code == 404


def test_deleting_by_the_call_stops_what_is_running(customer: Customer) -> None:
    call = on_the_line(customer)
    made = tapes(customer, call).create(recording_status_callback=f"{HOST}/taped")
    assert tapes(customer, call)(made.sid).delete()
    customer.sim.advance(30)
    assert not customer.got("/taped")
    assert tapes(customer, call).list() == []


def heard(customer: Customer, path: str, **query: Any) -> tuple[int, int, "array[int]"]:
    """Channels, samples a second, and the samples of a file."""
    with wave.open(io.BytesIO(media(customer, path, **query).content)) as file:
        return file.getnchannels(), file.getframerate(), array("h", file.readframes(file.getnframes()))


@pytest.mark.parametrize("ending", ["", ".wav", ".mp3"])
def test_a_recording_can_be_heard_by_everybody_who_knows_where_it_is(customer: Customer, ending: str) -> None:
    made = taped(customer)
    answer = media(customer, f"/Recordings/{made.sid}{ending}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "audio/x-wav")
    channels, rate, samples = heard(customer, f"/Recordings/{made.sid}{ending}")
    assert (channels, rate, len(samples)) == (1, 8000, 80_000)


def test_there_is_sound_where_somebody_spoke_and_silence_elsewhere(customer: Customer) -> None:
    made = taped(customer)
    _, rate, samples = heard(customer, f"/Recordings/{made.sid}.wav")
    spoken = customer.sim.exchange.recordings[made.sid].sounds[-1]
    assert spoken.text == WORDS
    start = int(spoken.begins * rate)
    assert any(samples[start : start + rate])
    assert not any(samples[start - rate // 2 : start])
    assert not any(samples[-rate:])


def test_two_channels_can_be_had_as_two_or_mixed_into_one(customer: Customer) -> None:
    made = taped(customer, recording_channels="dual")
    channels, _, samples = heard(customer, f"/Recordings/{made.sid}.wav", RequestedChannels=2)
    assert (channels, len(samples)) == (2, 160_000)
    assert any(samples[0::2]) and not any(samples[1::2])
    assert heard(customer, f"/Recordings/{made.sid}.wav", RequestedChannels=1)[0] == 1


def test_there_is_no_file_before_it_is_ready(customer: Customer) -> None:
    call = on_the_line(customer)
    made = tapes(customer, call).create()
    assert media(customer, f"/Recordings/{made.sid}.wav").status_code == 404
    customer.rest.calls(call.sid).update(status="completed")
    assert customer.rest.recordings(made.sid).fetch().status == "processing"
    assert media(customer, f"/Recordings/{made.sid}.wav").status_code == 404


def test_an_account_may_ask_for_a_password_before_it_plays_anything() -> None:
    customer = Customer(Switches(recording_media_needs_authentication=True))
    made = taped(customer)
    assert media(customer, f"/Recordings/{made.sid}.wav").status_code == 401


def test_a_file_in_the_trace_is_a_line_not_its_bytes(customer: Customer) -> None:
    made = taped(customer)
    media(customer, f"/Recordings/{made.sid}.wav")
    assert customer.of("rest")[-1].data["body"] == "(160044 bytes of audio/x-wav)"


@pytest.mark.parametrize("quarter", range(9, 60, 2))
def test_hanging_up_at_any_moment_ends_and_tells_once(quarter: int) -> None:
    customer = Customer()
    call = on_the_line(customer, {"waits": 3}, {"says": WORDS}, {"waits": 60})
    made = tapes(customer, call).create(
        recording_status_callback=f"{HOST}/taped", recording_status_callback_event=["completed", "absent"]
    )
    customer.sim.advance(quarter / 4 - 2)
    customer.rest.calls(call.sid).update(status="completed")
    customer.sim.advance(30)
    (told,) = customer.got("/taped")
    assert told["RecordingStatus"] == ("absent" if quarter / 4 - 2 < 0.5 else "completed")
    length = customer.sim.exchange.recordings[made.sid].seconds
    assert length == pytest.approx(quarter / 4 - 2)
    assert int(told["RecordingDuration"]) == max(1, int(length + 0.5))


def test_the_same_seed_gives_the_same_tape() -> None:
    pages = []
    for _ in range(2):
        customer = Customer()
        made = taped(customer)
        pages.append(
            (media(customer, f"/Recordings/{made.sid}.wav").content, [each.as_json() for each in customer.sim.trace])
        )
    assert pages[0] == pages[1]


def test_a_reset_forgets_every_recording(customer: Customer) -> None:
    taped(customer)
    customer.sim.reset()
    assert customer.rest.recordings.list() == []
