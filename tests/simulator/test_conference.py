"""Conferences: who is in, when they start and end, and what they tell."""

from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException

from simulator import Switches
from tests.simulator.customer import ALI, AYSE, CENTRE, HOST, Customer, room


def meet(customer: Customer, *steps: Any, agent: dict[str, Any] | None = None, **caller: str) -> Any:
    """Ayşe is put into the room first, then Mehmet calls and is put in too."""
    customer.says("/agent", room("agent", waitUrl=""))
    customer.says("/voice", room("caller", **{"endConferenceOnExit": "true", **caller}))
    customer.sim.person(AYSE, "Ayşe", **(agent or {"answers_after": 1}))
    customer.rings()
    customer.sim.advance(5)
    call = customer.call(*steps)
    customer.sim.advance(2)
    return call


def events(customer: Customer) -> list[str]:
    ordered = sorted(customer.got("/room"), key=lambda form: int(form["SequenceNumber"]))
    return [f"{form['StatusCallbackEvent']} {form.get('ParticipantLabel', '')}".strip() for form in ordered]


def participant(customer: Customer, label: str) -> Any:
    conference = customer.rest.conferences.list(friendly_name="room", status="in-progress")[0]
    return customer.rest.conferences(conference.sid).participants(label)


def test_two_meet_talk_and_part(customer: Customer) -> None:
    call = meet(customer, "joins", {"talks": 30}, "hangs_up")
    customer.sim.advance(60)
    assert not call.failures
    assert events(customer) == [
        "participant-join agent",
        "participant-join caller",
        "conference-start",
        "participant-leave caller",
        "participant-leave agent",
        "conference-end",
    ]
    leaves = {form["ParticipantLabel"]: form for form in customer.got("/room") if "ReasonParticipantLeft" in form}
    assert leaves["caller"]["ReasonParticipantLeft"] == "participant_hung_up"
    assert leaves["caller"]["ParticipantCallStatus"] == "completed"
    assert leaves["agent"]["ReasonParticipantLeft"] == "moderator_ended_conference"
    end = next(form for form in customer.got("/room") if form["StatusCallbackEvent"] == "conference-end")
    assert end["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-left"
    assert end["CallSidEndingConference"] == call.sid


def test_the_one_who_is_left_goes_on_at_dial_s_action(customer: Customer) -> None:
    customer.says("/after", "<Say>How was it?</Say>")
    meet(customer, {"talks": 10}, "hangs_up")
    customer.sim.advance(60)
    assert customer.heard("Ayşe")[-1] == "How was it?"
    assert customer.told("DialCallStatus", "/after") == ["answered"]


def test_a_room_without_anybody_to_end_it_goes_on_with_one(customer: Customer) -> None:
    call = meet(customer, {"waits": 40}, agent={"answers_after": 1, "hangs_up_after": 5})
    customer.sim.advance(20)
    assert not call.leg.is_over
    assert "conference-end" not in events(customer)
    assert any("alone in room" in entry.text for entry in customer.of("note"))


def test_a_room_starts_only_when_somebody_may_start_it(customer: Customer) -> None:
    customer.says("/voice", room("c", startConferenceOnEnter="false"))
    first, second = customer.call(), customer.sim.place_call(ALI, CENTRE)
    customer.sim.advance(5)
    assert "conference-start" not in events(customer)
    assert not first.leg.talks and not second.leg.talks


def test_a_label_is_taken_only_once(customer: Customer) -> None:
    meet(customer)
    customer.sim.place_call(ALI, CENTRE)
    customer.sim.advance(5)
    assert 16025 in customer.errors()


def test_the_first_to_join_decides_who_is_told(customer: Customer) -> None:
    customer.says("/agent", room("agent", waitUrl=""))
    customer.says("/voice", room("caller").replace("/room", "/elsewhere"))
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.rings()
    customer.sim.advance(5)
    customer.call()
    customer.sim.advance(5)
    assert "participant-join caller" in events(customer)
    assert not customer.got("/elsewhere")


def test_wait_music_stops_when_the_room_starts_and_is_not_repeated(customer: Customer) -> None:
    customer.says("/music", "<Say>Please wait a very short moment</Say>")
    customer.says("/agent", room("agent", waitUrl="/music"))
    customer.says("/voice", room("caller"))
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.rings()
    customer.sim.advance(20)
    assert len(customer.got("/music")) == 1


def test_a_wait_document_may_not_listen_to_keys(customer: Customer) -> None:
    customer.says("/music", "<Gather><Say>Press 1</Say></Gather>")
    customer.says("/voice", room("caller", waitUrl="/music"))
    customer.call()
    customer.sim.advance(10)
    assert 13238 in customer.errors()
    assert customer.got("/after")


def test_hold_plays_its_document_and_cuts_the_company(customer: Customer) -> None:
    customer.says("/hold", "<Say>One moment please</Say>")
    call = meet(customer, {"waits": 60})
    held = participant(customer, "caller").update(hold=True, hold_url=f"{HOST}/hold", hold_method="POST")
    assert held.hold is True
    customer.sim.advance(10)
    assert not call.leg.talks
    assert customer.heard("Mehmet")[-1] == "One moment please"
    participant(customer, "caller").update(hold=False)
    customer.sim.advance(1)
    assert call.leg.talks
    assert events(customer)[-2:] == ["participant-hold caller", "participant-unhold caller"]


def test_mute_and_end_on_exit_can_be_changed(customer: Customer) -> None:
    meet(customer, {"waits": 60})
    changed = participant(customer, "caller").update(muted=True, end_conference_on_exit=False)
    assert (changed.muted, changed.end_conference_on_exit) == (True, False)
    customer.sim.advance(1)
    assert events(customer)[-1] == "participant-mute caller"


def test_an_announcement_is_heard_by_one_while_the_talk_goes_on(customer: Customer) -> None:
    customer.says("/news", "<Say>Two minutes left</Say>")
    call = meet(customer, {"hears": "two minutes left"}, {"waits": 60})
    participant(customer, "caller").update(announce_url=f"{HOST}/news")
    customer.sim.advance(10)
    assert call.leg.talks
    assert call.performance.next_step == 1


def test_the_kicked_go_on_at_their_own_next_verb(customer: Customer) -> None:
    customer.says("/after", "<Say>You were removed</Say>")
    call = meet(customer, {"hears": "you were removed"}, endConferenceOnExit="false")
    participant(customer, "caller").delete()
    customer.sim.advance(10)
    assert not call.failures
    leave = next(form for form in customer.got("/room") if form["StatusCallbackEvent"] == "participant-leave")
    assert leave["ReasonParticipantLeft"] == "participant_updated_via_api"


def test_a_room_can_be_ended_by_rest_and_its_name_is_free_again(customer: Customer) -> None:
    call = meet(customer, "is_hung_up")
    first = customer.rest.conferences.list(friendly_name="room", status="in-progress")[0]
    customer.rest.conferences(first.sid).update(status="completed")
    customer.sim.advance(5)
    assert not call.failures
    assert customer.rest.conferences(first.sid).fetch().reason_conference_ended == "conference-ended-via-api"
    customer.call()
    customer.sim.advance(5)
    assert customer.rest.conferences.list(friendly_name="room", status="in-progress")[0].sid != first.sid


def test_redirecting_a_participant_is_leaving(customer: Customer) -> None:
    customer.says("/other", "<Say>Elsewhere</Say><Pause length='50'/>")
    call = meet(customer, {"hears": "elsewhere"}, endConferenceOnExit="false")
    customer.rest.calls(call.sid).update(url=f"{HOST}/other")
    customer.sim.advance(10)
    assert not call.failures
    leave = next(form for form in customer.got("/room") if form["StatusCallbackEvent"] == "participant-leave")
    assert leave["ReasonParticipantLeft"] == "participant_updated_via_api"


def test_a_participant_made_by_rest_goes_straight_in(customer: Customer) -> None:
    customer.says("/voice", room("caller"))
    call = customer.call("joins", {"talks": 5}, "hangs_up")
    customer.sim.person(ALI, "Ali", answers_after=2)
    customer.sim.advance(2)
    made = customer.rest.conferences("room").participants.create(
        from_=CENTRE, to=ALI, label="supervisor", end_conference_on_exit=True, status_callback=f"{HOST}/progress"
    )
    assert (made.status, made.label) == ("queued", "supervisor")
    customer.sim.advance(30)
    assert not call.failures
    assert "participant-join supervisor" in events(customer)


def test_a_participant_who_never_answers_leaves_without_having_joined(customer: Customer) -> None:
    customer.says("/voice", room("caller"))
    customer.call({"waits": 100})
    customer.sim.advance(2)
    customer.rest.conferences("room").participants.create(from_=CENTRE, to=ALI, label="supervisor", timeout=10)
    customer.sim.advance(30)
    failed = [form for form in customer.got("/room") if form.get("ReasonParticipantLeft") == "participant_add_failed"]
    assert [form["ParticipantCallStatus"] for form in failed] == ["no-answer"]


def test_a_participant_cannot_be_added_to_a_room_that_is_over(customer: Customer) -> None:
    meet(customer, "joins", "hangs_up")
    customer.sim.advance(5)
    over = customer.rest.conferences.list(status="completed")[0]
    with pytest.raises(TwilioRestException) as refused:
        customer.rest.conferences(over.sid).participants.create(from_=CENTRE, to=ALI)
    assert refused.value.code == 20404


@pytest.mark.parametrize(("switch", "status"), [(True, "in-progress"), (False, "init")])
def test_a_room_with_one_in_it_reads_as_the_switch_says(switch: bool, status: str) -> None:
    customer = Customer(Switches(lone_room_reads_in_progress=switch))
    customer.says("/voice", room("caller"))
    customer.call()
    customer.sim.advance(2)
    assert customer.rest.conferences.list()[0].status == status


def test_participants_are_listed_while_they_are_in(customer: Customer) -> None:
    meet(customer, {"waits": 5}, "hangs_up")
    conference = customer.rest.conferences.list(status="in-progress")[0]
    assert [one.label for one in conference.participants.list()] == ["agent", "caller"]
    customer.sim.advance(10)
    assert conference.participants.list() == []


def test_the_last_to_leave_ends_the_room(customer: Customer) -> None:
    meet(
        customer, {"waits": 5}, "hangs_up", agent={"answers_after": 1, "hangs_up_after": 2}, endConferenceOnExit="false"
    )
    customer.sim.advance(20)
    end = next(form for form in customer.got("/room") if form["StatusCallbackEvent"] == "conference-end")
    assert (end["ReasonConferenceEnded"], end["ParticipantLabelEndingConference"]) == (
        "last-participant-left",
        "caller",
    )


def flags(customer: Customer, label: str) -> tuple[bool, bool]:
    shown = participant(customer, label).fetch()
    return shown.hold, shown.end_conference_on_exit


def test_on_hold_a_change_of_end_on_exit_is_taken_and_changes_nothing(customer: Customer) -> None:
    meet(customer, {"waits": 60})
    participant(customer, "caller").update(hold=True)
    participant(customer, "caller").update(end_conference_on_exit=False)
    assert flags(customer, "caller") == (True, True)
    participant(customer, "caller").update(hold=False, end_conference_on_exit=False)
    assert flags(customer, "caller") == (False, True), "they were on hold when the request came"
    participant(customer, "caller").update(end_conference_on_exit=False)
    assert flags(customer, "caller") == (False, False)
    customer.sim.advance(1)
    assert events(customer).count("participant-modify caller") == 1


def test_set_with_the_hold_or_before_end_on_exit_counts(customer: Customer) -> None:
    call = meet(customer, {"waits": 10}, "hangs_up")
    participant(customer, "caller").update(hold=True, end_conference_on_exit=False)
    assert flags(customer, "caller") == (True, False)
    customer.sim.advance(20)
    assert call.done and not call.failures
    assert "conference-end" not in events(customer)


def test_whether_end_on_exit_changes_on_hold_is_a_switch() -> None:
    customer = Customer(Switches(end_on_exit_changes_on_hold=True))
    meet(customer, {"waits": 60})
    participant(customer, "caller").update(hold=True)
    participant(customer, "caller").update(end_conference_on_exit=False)
    assert flags(customer, "caller") == (True, False)


def test_a_hold_document_goes_round_by_a_redirect(customer: Customer) -> None:
    customer.says("/hold", "<Say>One moment please</Say><Pause length='2'/><Redirect>/hold</Redirect>")
    meet(customer, {"waits": 60})
    participant(customer, "caller").update(hold=True, hold_url=f"{HOST}/hold", hold_method="POST")
    customer.sim.advance(12)
    assert customer.heard("Mehmet").count("One moment please") == 4
    participant(customer, "caller").update(hold=False)
    customer.sim.advance(12)
    assert customer.heard("Mehmet").count("One moment please") == 4


def test_a_hold_document_is_asked_by_get_unless_it_is_said_otherwise(customer: Customer) -> None:
    customer.says("/hold", "<Say>One moment please</Say>")
    meet(customer, {"waits": 60})
    participant(customer, "caller").update(hold=True, hold_url=f"{HOST}/hold")
    customer.sim.advance(2)
    asked = [entry.data["method"] for entry in customer.of("webhook") if "/hold" in entry.data["url"]]
    assert asked == ["GET"]


def test_a_hold_document_may_not_listen_to_keys_and_then_it_is_silent(customer: Customer) -> None:
    customer.says("/hold", "<Gather><Say>Press 1</Say></Gather>")
    call = meet(customer, {"waits": 60})
    participant(customer, "caller").update(hold=True, hold_url=f"{HOST}/hold", hold_method="POST")
    customer.sim.advance(5)
    assert 13238 in customer.errors()
    assert not call.leg.is_over and customer.heard("Mehmet") == []


def test_taken_back_before_the_room_has_started_they_wait_on_as_they_did(customer: Customer) -> None:
    customer.says("/music", "<Say>Please wait</Say>")
    customer.says("/voice", room("caller", waitUrl="/music"))
    customer.call({"waits": 60})
    customer.sim.advance(5)
    participant(customer, "caller").update(hold=False)
    participant(customer, "caller").update(hold=True)
    customer.sim.advance(2)
    participant(customer, "caller").update(hold=False)
    customer.sim.advance(5)
    assert customer.heard("Mehmet") == ["Please wait", "♪ hold music", "Please wait"]


@pytest.mark.parametrize(("ends", "hears_on"), [("false", True), ("true", False)])
def test_the_star_takes_one_out_of_the_room_to_their_own_next_verb(
    customer: Customer, ends: str, hears_on: bool
) -> None:
    """On hold too. Whoever ends the room with themselves ends it so."""
    customer.says("/after", "<Say>What would you like?</Say><Pause length='50'/>")
    customer.says("/agent", starred(room("agent", waitUrl="", endConferenceOnExit=ends)))
    customer.says("/voice", room("caller"))
    steps = ["joins", "is_alone", {"presses": "*"}, {"hears": "what would you like"}, {"waits": 20}]
    customer.sim.person(AYSE, "Ayşe", answers_after=1, steps=steps)
    customer.rings()
    customer.sim.advance(5)
    call = customer.call("joins", {"waits": 60})
    customer.sim.advance(2)
    participant(customer, "agent").update(hold=True)
    customer.sim.advance(5)
    assert customer.heard("Ayşe")[-1] == "What would you like?"
    assert (call.leg.participant is not None) is hears_on
    leave = next(form for form in customer.got("/room") if form["StatusCallbackEvent"] == "participant-leave")
    assert (leave["ParticipantLabel"], leave["ReasonParticipantLeft"]) == ("agent", "participant_hung_up")


def starred(document: str) -> str:
    return document.replace("<Dial ", '<Dial hangupOnStar="true" ')


def test_a_star_that_nobody_listens_for_is_only_a_tone(customer: Customer) -> None:
    call = meet(customer, "joins", {"presses_at_once": "*"}, {"waits": 30})
    customer.sim.advance(5)
    assert call.leg.talks


def test_whoever_is_kicked_ends_the_room_if_they_end_it_by_leaving(customer: Customer) -> None:
    meet(customer, {"waits": 60})
    participant(customer, "caller").delete()
    customer.sim.advance(2)
    end = next(form for form in customer.got("/room") if form["StatusCallbackEvent"] == "conference-end")
    assert end["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-kicked"
    with pytest.raises(TwilioRestException) as gone:
        customer.rest.conferences(end["ConferenceSid"]).participants("agent").delete()
    assert gone.value.status == 404


def test_whoever_comes_into_a_room_that_goes_on_meets_the_others_at_once(customer: Customer) -> None:
    meet(customer, {"waits": 60})
    customer.says("/voice", room("lead"))
    customer.sim.place_call(ALI, CENTRE, hang_up_when="talking")
    customer.sim.advance(2)
    assert events(customer)[-1] == "participant-join lead"
    customer.sim.advance(3)
    assert events(customer)[-1] == "participant-leave lead"
