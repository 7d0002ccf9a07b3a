"""Recording a Dial, and a call placed by REST."""

from typing import Any

import pytest

from tests.simulator.customer import AYSE, CENTRE, HOST, Customer, room

TOLD = 'recordingStatusCallback="/taped" recordingStatusCallbackEvent="in-progress completed absent"'
HELLO, GOODBYE = "Merhaba buyurun", "Teşekkür ederim"


def dialled(customer: Customer, record: str, *, seconds: float = 40, **person: Any) -> Any:
    """Mehmet calls and is dialled through to Ayşe, who greets him; he thanks her."""
    customer.says("/voice", f'<Dial action="/after" record="{record}" {TOLD}>{AYSE}</Dial>')
    behaviour = person or {"answers_after": 5, "steps": ["joins", {"says": HELLO}, {"waits": 10}, "hangs_up"]}
    customer.sim.person(AYSE, "Ayşe", **behaviour)
    call = customer.call("joins", {"waits": 3}, {"says": GOODBYE}, {"waits": 60})
    customer.sim.advance(seconds)
    return call


def test_a_dial_is_recorded_from_the_answer_on(customer: Customer) -> None:
    call = dialled(customer, "record-from-answer")
    (recording,) = call.leg.recordings
    child = next(leg for leg in customer.sim.legs() if not leg.is_inbound)
    assert recording.started_at == child.answered_at
    assert recording.text == f"{HELLO} {GOODBYE}"
    assert recording.duration == 11
    assert customer.told("RecordingStatus", "/taped") == ["in-progress", "completed"]
    ready = customer.got("/taped")[-1]
    assert ready["CallSid"] == call.sid
    assert (ready["RecordingSource"], ready["RecordingChannels"], ready["RecordingTrack"]) == ("DialVerb", "1", "both")


def test_a_dial_is_recorded_from_the_first_ring_on(customer: Customer) -> None:
    call = dialled(customer, "record-from-ringing")
    assert call.leg.recordings[0].duration == 16


def test_a_dial_nobody_answers_has_a_recording_only_of_its_ringing(customer: Customer) -> None:
    dialled(customer, "record-from-answer", never_answers=True, seconds=60)
    assert not customer.got("/taped")
    assert "RecordingUrl" not in customer.got("/after")[0]
    ringing = Customer()
    dialled(ringing, "record-from-ringing", never_answers=True, seconds=60)
    assert ringing.told("RecordingStatus", "/taped") == ["in-progress", "completed"]


def test_two_channels_keep_the_parties_apart(customer: Customer) -> None:
    call = dialled(customer, "record-from-answer-dual")
    sounds = {sound.channel: sound.text for sound in call.leg.recordings[0].sounds}
    assert sounds == {1: GOODBYE, 2: HELLO}
    assert customer.told("RecordingChannels", "/taped")[-1] == "2"


@pytest.mark.parametrize(("track", "words"), [("inbound", GOODBYE), ("outbound", HELLO)])
def test_one_side_only_may_be_recorded(customer: Customer, track: str, words: str) -> None:
    call = dialled(customer, f'record-from-answer" recordingTrack="{track}')
    assert call.leg.recordings[0].text == words
    assert customer.told("RecordingTrack", "/taped")[-1] == track


def test_the_silence_around_a_conversation_may_be_trimmed(customer: Customer) -> None:
    call = dialled(customer, 'record-from-answer" trim="trim-silence')
    assert call.leg.recordings[0].duration == 4


def test_dial_s_action_is_told_where_the_recording_is(customer: Customer) -> None:
    call = dialled(customer, "record-from-answer")
    assert customer.got("/after")[0]["RecordingUrl"].endswith(call.leg.recordings[0].sid)


def test_a_dial_that_is_not_to_be_recorded_is_not(customer: Customer) -> None:
    call = dialled(customer, "do-not-record")
    assert not call.leg.recordings
    assert "RecordingUrl" not in customer.got("/after")[0]


def test_on_the_way_into_a_conference_the_leg_is_recorded_with_what_it_hears(customer: Customer) -> None:
    customer.says("/voice", room("caller").replace("<Dial", f'<Dial record="record-from-answer-dual" {TOLD}'))
    customer.says("/agent", room("agent"))
    customer.sim.person(AYSE, "Ayşe", answers_after=1, steps=["joins", {"says": HELLO}, {"waits": 60}])
    customer.rings()
    call = customer.call("joins", {"waits": 3}, {"says": GOODBYE}, "hangs_up")
    customer.sim.advance(40)
    (recording,) = call.leg.recordings
    people = [(sound.channel, sound.text) for sound in recording.sounds if sound.kind == "voice"]
    assert people == [(2, HELLO), (1, GOODBYE)]


@pytest.mark.parametrize("quarter", range(1, 61, 2))
def test_whoever_hangs_up_when_a_dialled_recording_ends_with_the_call(quarter: int) -> None:
    customer = Customer()
    call = dialled(customer, "record-from-ringing", seconds=quarter / 4)
    customer.rest.calls(call.sid).update(status="completed")
    customer.sim.advance(60)
    for recording in call.leg.recordings:
        assert recording.status in ("completed", "absent")
        assert recording.ended_at is not None and recording.ended_at <= call.leg.ended_at
    assert len(customer.got("/taped")) == 2 * len(call.leg.recordings)
    assert ("RecordingSid" in customer.got("/over")[0]) == bool(call.leg.recordings)
    assert not customer.sim.exchange.watchers


def test_a_caller_taken_out_of_a_queue_is_recorded_with_the_agent(customer: Customer) -> None:
    customer.says("/voice", '<Enqueue waitUrl="">line</Enqueue>')
    customer.says("/agent", f'<Dial record="record-from-answer" action="/after" {TOLD}><Queue>line</Queue></Dial>')
    customer.sim.person(AYSE, "Ayşe", answers_after=1, steps=["joins", {"says": HELLO}, {"waits": 5}, "hangs_up"])
    customer.call("joins", {"waits": 3}, {"says": GOODBYE}, {"waits": 60})
    customer.rings()
    customer.sim.advance(60)
    (recording,) = customer.sim.exchange.recordings.values()
    assert recording.leg is not None and recording.leg.to == AYSE
    assert [sound.text for sound in recording.sounds if sound.kind == "voice"] == [HELLO, GOODBYE]
    assert customer.told("RecordingStatus", "/taped") == ["in-progress", "completed"]


def placed(customer: Customer, **more: Any) -> Any:
    customer.says("/agent", "<Say>Merhaba</Say><Pause length='20'/>")
    customer.sim.person(AYSE, "Ayşe", answers_after=2, steps=[{"hears": "merhaba"}, {"waits": 2}, "hangs_up"])
    told = {"recording_status_callback": f"{HOST}/taped", "record": True, **more}
    made = customer.rings(**told)
    customer.sim.advance(30)
    return made


def test_a_call_placed_by_rest_may_be_recorded_from_its_answer_on(customer: Customer) -> None:
    made = placed(customer)
    (recording,) = customer.rest.calls(made.sid).recordings.list()
    assert (recording.source, recording.channels, recording.status) == ("OutboundAPI", 1, "completed")
    assert customer.told("RecordingStatus", "/taped") == ["completed"]
    over = customer.got("/progress")[-1]
    assert (over["RecordingSid"], over["RecordingDuration"]) == (recording.sid, "1")


def test_how_a_placed_call_is_recorded_can_be_chosen(customer: Customer) -> None:
    made = placed(
        customer,
        recording_channels="dual",
        recording_track="inbound",
        trim="do-not-trim",
        recording_status_callback_event=["in-progress", "completed"],
        recording_status_callback_method="GET",
    )
    (recording,) = customer.rest.calls(made.sid).recordings.list()
    assert (recording.channels, recording.track, recording.duration) == (2, "inbound", "3")
    assert customer.told("RecordingStatus", "/taped") == ["in-progress", "completed"]


def test_a_participant_may_be_recorded_and_so_may_their_conference(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=1, steps=["joins", {"says": HELLO}, {"waits": 5}, "hangs_up"])
    customer.says("/voice", room("caller"))
    customer.call("joins", {"waits": 30}, "hangs_up")
    customer.sim.advance(2)
    made = customer.rest.conferences("room").participants.create(
        from_=CENTRE,
        to=AYSE,
        record=True,
        recording_status_callback=f"{HOST}/taped",
        recording_status_callback_event=["started", "completed"],
        conference_record="record-from-start",
        conference_recording_status_callback=f"{HOST}/room-taped",
        conference_recording_status_callback_event=["in-progress", "completed"],
    )
    customer.sim.advance(60)
    assert customer.told("RecordingStatus", "/taped") == ["started", "completed"]
    assert customer.told("CallSid", "/taped") == [made.call_sid] * 2
    assert customer.told("RecordingStatus", "/room-taped") == ["in-progress", "completed"]
    assert customer.got("/room-taped")[0]["ConferenceSid"].startswith("CF")


def test_a_participant_s_recording_also_tells_of_its_pauses(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=1, steps=[{"waits": 20}, "hangs_up"])
    events = ["started", "paused", "resumed", "stopped"]
    made = customer.rest.conferences("room").participants.create(
        from_=CENTRE,
        to=AYSE,
        record=True,
        recording_status_callback=f"{HOST}/taped",
        recording_status_callback_event=events,
    )
    customer.sim.advance(5)
    tape = customer.rest.calls(made.call_sid).recordings("Twilio.CURRENT")
    for status in ("paused", "in-progress", "stopped"):
        tape.update(status=status)
        customer.sim.advance(1)
    assert customer.told("RecordingStatus", "/taped") == events
