"""Recording a conference."""

from typing import Any

import pytest
from twilio.base.exceptions import TwilioException, TwilioRestException

from tests.simulator.customer import ALI, AYSE, Customer, room

TAPED = {
    "record": "record-from-start",
    "recordingStatusCallback": "/taped",
    "recordingStatusCallbackEvent": "in-progress completed absent",
}
HELLO, GOODBYE, SECRET = "Merhaba buyurun", "Teşekkür ederim", "Kart numaram dört iki üç"


def meeting(customer: Customer, *agent: Any, **attributes: str) -> Any:
    """Ayşe waits in the room for Mehmet, greets him, and does the rest of her steps; he thanks her three seconds in."""
    customer.says("/agent", room("agent", waitUrl="", **attributes))
    customer.says("/voice", room("caller", **{"endConferenceOnExit": "true", **attributes}))
    steps = ["joins", {"says": HELLO}, *(agent or ({"waits": 60},))]
    customer.sim.person(AYSE, "Ayşe", answers_after=1, steps=steps)
    customer.rings()
    customer.sim.advance(8)
    return customer.call("joins", {"waits": 3}, {"says": GOODBYE}, {"waits": 6}, "hangs_up")


def test_a_conference_is_recorded_from_when_two_are_bridged_until_it_ends(customer: Customer) -> None:
    meeting(customer, **TAPED)
    customer.sim.advance(40)
    (recording,) = customer.sim.exchange.recordings.values()
    begins = next(entry.at for entry in customer.of("conference") if "room starts" in entry.text)
    assert recording.started_at == begins
    assert recording.text == f"{HELLO} {GOODBYE}"
    assert customer.told("RecordingStatus", "/taped") == ["in-progress", "completed"]
    ready = customer.got("/taped")[-1]
    assert ready["ConferenceSid"] == customer.got("/room")[0]["ConferenceSid"]
    assert (ready["RecordingSource"], ready["RecordingChannels"]) == ("Conference", "1")
    assert ready["RecordingDuration"] == "4"
    assert "CallSid" not in ready


def test_untrimmed_it_is_as_long_as_the_conference(customer: Customer) -> None:
    meeting(customer, trim="do-not-trim", **TAPED)
    customer.sim.advance(40)
    (recording,) = customer.sim.exchange.recordings.values()
    assert recording.duration == 10


def test_a_conference_where_nobody_says_a_word_is_absent(customer: Customer) -> None:
    customer.says("/agent", room("agent", waitUrl="", **TAPED))
    customer.says("/voice", room("caller", endConferenceOnExit="true", **TAPED))
    customer.sim.person(AYSE, "Ayşe", answers_after=1, steps=["joins", {"waits": 60}])
    customer.rings()
    customer.sim.advance(8)
    customer.call("joins", {"waits": 5}, "hangs_up")
    customer.sim.advance(20)
    assert customer.told("RecordingStatus", "/taped") == ["in-progress", "absent"]
    assert customer.told("ErrorCode", "/taped")[-1] == "16102"


def test_people_who_talk_in_no_particular_words_are_recorded_too(customer: Customer) -> None:
    customer.says("/agent", room("agent", waitUrl="", **TAPED))
    customer.says("/voice", room("caller", endConferenceOnExit="true", **TAPED))
    customer.sim.person(AYSE, "Ayşe", answers_after=1, hangs_up_after=60)
    customer.rings()
    customer.sim.advance(8)
    customer.call("joins", {"talks": 20}, "hangs_up")
    customer.sim.advance(40)
    assert customer.told("RecordingDuration", "/taped")[-1] == "20"


def test_what_a_muted_or_held_party_says_is_not_in_the_room(customer: Customer) -> None:
    call = meeting(customer, {"waits": 60}, **TAPED)
    customer.sim.advance(2)
    conference = customer.rest.conferences.list(friendly_name="room")[0]
    customer.rest.conferences(conference.sid).participants(call.sid).update(muted=True)
    customer.sim.advance(40)
    (recording,) = customer.sim.exchange.recordings.values()
    assert recording.text == HELLO


def test_a_coach_is_not_in_the_recording(customer: Customer) -> None:
    meeting(customer, {"waits": 60}, **TAPED)
    customer.sim.advance(2)
    agent = next(leg for leg in customer.sim.live_legs() if leg.to == AYSE)
    customer.says("/boss", room("boss", coach=agent.sid))
    customer.sim.person(ALI, "Ali", answers_after=0, steps=["joins", {"says": "Fiyatı düşür"}, {"waits": 9}])
    customer.rings(ALI, "/boss")
    customer.sim.advance(40)
    (recording,) = customer.sim.exchange.recordings.values()
    assert "Fiyatı" not in recording.text
    assert any("Fiyatı" in one.text for one in agent.ear.utterances)


@pytest.mark.parametrize(("behaviour", "seconds"), [("silence", 10), ("skip", 6)])
def test_a_card_number_said_in_a_pause_is_not_on_the_tape(customer: Customer, behaviour: str, seconds: int) -> None:
    meeting(customer, {"waits": 3}, {"says": SECRET}, {"waits": 60}, trim="do-not-trim", **TAPED)
    customer.sim.advance(3)
    sid = customer.told("ConferenceSid", "/taped")[0]
    tape = customer.rest.conferences(sid).recordings("Twilio.CURRENT")
    assert tape.update(status="paused", pause_behavior=behaviour).status == "paused"
    customer.sim.advance(4)
    assert tape.update(status="in-progress").status == "in-progress"
    customer.sim.advance(40)
    (recording,) = customer.rest.conferences(sid).recordings.list()
    assert (recording.status, int(recording.duration)) == ("completed", seconds)
    kept = customer.sim.exchange.recordings[recording.sid]
    assert "dört" not in kept.text
    assert HELLO.split(maxsplit=1)[0] in kept.text


def test_pausing_twice_and_going_on_twice_change_nothing_more(customer: Customer) -> None:
    meeting(customer, **TAPED)
    customer.sim.advance(3)
    tape = customer.rest.conferences(customer.told("ConferenceSid", "/taped")[0]).recordings("Twilio.CURRENT")
    for status in ("paused", "paused", "in-progress", "in-progress"):
        assert tape.update(status=status).status == status
    (recording,) = customer.sim.exchange.recordings.values()
    assert len(recording.pauses) == 1


def test_a_conference_has_no_recording_to_pause_before_it_starts_or_after_it_ended(customer: Customer) -> None:
    customer.says("/agent", room("agent", waitUrl="", **TAPED))
    customer.sim.person(AYSE, "Ayşe", answers_after=1, steps=[{"waits": 10}, "hangs_up"])
    customer.rings()
    customer.sim.advance(5)
    sid = customer.got("/room")[0]["ConferenceSid"]
    for _ in range(2):
        with pytest.raises(TwilioRestException) as refused:
            customer.rest.conferences(sid).recordings("Twilio.CURRENT").update(status="paused")
        assert (refused.value.status, refused.value.code) == (404, 20404)
        customer.sim.advance(30)


def test_a_stopped_recording_cannot_be_gone_on_with(customer: Customer) -> None:
    meeting(customer, **TAPED)
    customer.sim.advance(3)
    sid = customer.told("ConferenceSid", "/taped")[0]
    tapes = customer.rest.conferences(sid).recordings
    assert tapes("Twilio.CURRENT").update(status="stopped").status == "stopped"
    (recording,) = tapes.list()
    with pytest.raises(TwilioRestException) as refused:
        tapes(recording.sid).update(status="in-progress")
    assert (refused.value.status, refused.value.code) == (400, 21220)
    assert tapes(recording.sid).fetch().conference_sid == sid


def test_the_name_of_a_conference_is_not_enough_to_find_its_recordings(customer: Customer) -> None:
    meeting(customer, **TAPED)
    customer.sim.advance(3)
    with pytest.raises(TwilioException, match="HTTP 404"):
        customer.rest.conferences("room").recordings.list()


def test_a_recording_of_a_conference_can_be_deleted_by_the_conference(customer: Customer) -> None:
    meeting(customer, **TAPED)
    customer.sim.advance(40)
    sid = customer.told("ConferenceSid", "/taped")[0]
    tapes = customer.rest.conferences(sid).recordings
    assert tapes(tapes.list()[0].sid).delete()
    assert tapes.list() == []


@pytest.mark.parametrize("quarter", range(33, 75, 2))
def test_whenever_the_agent_hangs_up_the_recording_comes_to_its_end(quarter: int) -> None:
    customer = Customer()
    call = meeting(customer, **TAPED)
    agent = next(leg for leg in customer.sim.legs() if leg.to == AYSE)
    customer.sim.advance(quarter / 4 - 8)
    if not agent.is_over:
        customer.rest.calls(agent.sid).update(status="completed")
    customer.sim.advance(60)
    assert call.is_over
    states = [one.status for one in customer.sim.exchange.recordings.values()]
    assert all(state in ("completed", "absent") for state in states) and len(states) <= 1
    assert len(customer.got("/taped")) == 2 * len(states)
