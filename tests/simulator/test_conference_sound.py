"""What is heard in a conference: voices, beeps, ringing, music, announcements; and what is told about it."""

from typing import Any

import pytest

from simulator import Switches
from tests.simulator.customer import ALI, AYSE, CENTRE, HOST, Customer, room
from tests.simulator.test_conference import events, meet, participant


def sounds(customer: Customer, name: str) -> list[str]:
    leg = next(leg for leg in customer.sim.legs() if leg.name == name)
    return [heard.text for heard in leg.ear.utterances]


def supervise(customer: Customer, **how: Any) -> Any:
    """Ali joins as supervisor."""
    customer.sim.person(ALI, "Ali", answers_after=1, steps=["joins", {"says": "Offer a discount"}, {"waits": 60}])
    told = {"label": "supervisor", "beep": "false", "early_media": False, **how}
    made = customer.rest.conferences("room").participants.create(from_=CENTRE, to=ALI, **told)
    customer.sim.advance(3)
    return made


def test_what_one_says_the_other_hears(customer: Customer) -> None:
    steps = ["joins", {"hears": "my order is late"}, {"says": "I am sorry"}]
    call = meet(
        customer,
        "joins",
        {"says": "My order is late"},
        {"hears": "I am sorry"},
        agent={"answers_after": 1, "steps": steps},
    )
    customer.sim.advance(10)
    assert not call.failures
    assert call.performance.next_step == 3


def test_a_coach_speaks_to_the_agent_alone(customer: Customer) -> None:
    meet(customer, {"waits": 60})
    agent = next(leg for leg in customer.sim.live_legs() if leg.name == "Ayşe")
    made = supervise(customer, call_sid_to_coach=agent.sid)
    customer.sim.advance(5)
    assert made.coaching is True
    assert "Offer a discount" in sounds(customer, "Ayşe")
    assert "Offer a discount" not in sounds(customer, "Mehmet")
    participant(customer, "supervisor").update(coaching=False)
    customer.sim.advance(1)
    assert events(customer)[-1] == "participant-modify supervisor"
    barging = next(one for one in customer.sim.exchange.open_rooms["room"].participants if one.label == "supervisor")
    assert not barging.coaches


def test_coaching_needs_somebody_to_coach(customer: Customer) -> None:
    meet(customer, {"waits": 60})
    with pytest.raises(Exception, match="CallSidToCoach"):
        supervise(customer, coaching=True)


def test_nobody_can_coach_somebody_who_is_elsewhere(customer: Customer) -> None:
    meet(customer, {"waits": 60})
    supervise(customer)
    with pytest.raises(Exception, match="cannot be coached"):
        participant(customer, "supervisor").update(coaching=True, call_sid_to_coach="CA" + "0" * 32)


def test_a_coach_whose_agent_is_gone_can_be_muted(customer: Customer) -> None:
    meet(customer, {"waits": 60})
    agent = next(leg for leg in customer.sim.live_legs() if leg.name == "Ayşe")
    supervise(customer, call_sid_to_coach=agent.sid)
    participant(customer, "agent").delete()
    assert participant(customer, "supervisor").update(muted=True).muted is True


def test_a_monitor_hears_everything_and_is_heard_by_nobody(customer: Customer) -> None:
    meet(customer, "joins", {"waits": 8}, {"says": "My order is late"}, {"waits": 60})
    supervise(customer, muted=True)
    customer.sim.advance(10)
    assert "My order is late" in sounds(customer, "Ali")
    assert "Offer a discount" not in sounds(customer, "Mehmet") + sounds(customer, "Ayşe")


@pytest.mark.parametrize(("beep", "entering", "leaving"), [
    ("true", 1, 1), ("onEnter", 1, 0), ("onExit", 0, 1), ("false", 0, 0),
])  # fmt: skip
def test_beeps_tell_the_others_of_coming_and_going(customer: Customer, beep: str, entering: int, leaving: int) -> None:
    meet(customer, {"waits": 60})
    supervise(customer, beep=beep)
    assert sounds(customer, "Mehmet").count("♪ beep") == entering
    participant(customer, "supervisor").delete()
    customer.sim.advance(1)
    assert sounds(customer, "Mehmet").count("♪ beep") == entering + leaving
    assert "♪ beep" not in sounds(customer, "Ali")


@pytest.mark.parametrize(("on_exit", "beeps"), [(True, 1), (False, 0)])
def test_the_beep_at_leaving_can_be_changed(customer: Customer, on_exit: bool, beeps: int) -> None:
    meet(customer, {"waits": 60})
    supervise(customer, beep="false" if on_exit else "onExit")
    participant(customer, "supervisor").update(beep_on_exit=on_exit)
    participant(customer, "supervisor").delete()
    customer.sim.advance(1)
    assert sounds(customer, "Mehmet").count("♪ beep") == beeps


@pytest.mark.parametrize(("early", "rings"), [(True, 1), (False, 0)])
def test_the_room_hears_somebody_being_rung(customer: Customer, early: bool, rings: int) -> None:
    meet(customer, {"waits": 60})
    supervise(customer, early_media=early)
    assert sounds(customer, "Mehmet").count("♪ ringing") == rings


def test_an_announcement_to_all_is_fetched_once_and_its_end_is_told(customer: Customer) -> None:
    customer.says("/news", "<Say>Two minutes left</Say>")
    customer.says("/agent", told_of("agent", "announcement"))
    customer.says("/voice", room("caller"))
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.rings()
    customer.sim.advance(4)
    customer.call({"waits": 60})
    customer.sim.advance(2)
    conference = customer.rest.conferences.list(friendly_name="room", status="in-progress")[0]
    customer.rest.conferences(conference.sid).update(announce_url=f"{HOST}/news")
    customer.sim.advance(5)
    assert len(customer.got("/news")) == 1
    assert "Two minutes left" in sounds(customer, "Mehmet") and "Two minutes left" in sounds(customer, "Ayşe")
    end = customer.got("/room")[-1]
    assert (end["StatusCallbackEvent"], end["AnnounceUrl"]) == ("announcement-end", f"{HOST}/news")


@pytest.mark.parametrize("document", ["<Gather/>", "<Dial>+905550000000</Dial>"])
def test_an_announcement_that_cannot_be_played_is_told_with_its_reason(customer: Customer, document: str) -> None:
    customer.says("/news", document)
    customer.says("/voice", told_of("caller", "announcement"))
    customer.call({"waits": 60})
    customer.sim.advance(2)
    participant(customer, "caller").update(announce_url=f"{HOST}/news")
    customer.sim.advance(5)
    failed = customer.got("/room")[-1]
    assert (failed["StatusCallbackEvent"], failed["ParticipantLabel"]) == ("announcement-fail", "caller")
    assert failed["ReasonAnnouncementFailed"]


def told_of(label: str, events: str) -> str:
    return room(label).replace("start end join leave mute hold modify", events)


def test_speaking_is_told_to_those_who_asked(customer: Customer) -> None:
    customer.says("/agent", told_of("agent", "speaker"))
    customer.says("/voice", room("caller"))
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.rings()
    customer.sim.advance(4)
    customer.call("joins", {"says": "My order is late"}, {"waits": 60})
    customer.sim.advance(5)
    assert events(customer) == ["participant-speech-start caller", "participant-speech-stop caller"]


def test_somebody_on_hold_hears_music_and_those_waiting_their_own(customer: Customer) -> None:
    meet(customer, {"waits": 60})
    participant(customer, "caller").update(hold=True)
    customer.sim.advance(1)
    assert sounds(customer, "Mehmet")[-1] == "♪ hold music"
    participant(customer, "caller").update(hold=False)
    customer.sim.advance(1)
    leg = next(leg for leg in customer.sim.legs() if leg.name == "Mehmet")
    assert leg.ear.utterances[-1].cut_at is not None


def test_a_waiting_participant_can_be_given_something_else_to_hear(customer: Customer) -> None:
    customer.says("/other", "<Say>A little patience</Say>")
    customer.says("/voice", room("caller", waitUrl=""))
    call = customer.call({"hears": "a little patience"})
    customer.sim.advance(2)
    participant(customer, "caller").update(wait_url=f"{HOST}/other")
    customer.sim.advance(5)
    assert not call.failures


def test_a_participant_made_by_rest_hears_its_wait_document(customer: Customer) -> None:
    customer.says("/other", "<Say>A little patience</Say>")
    customer.sim.person(ALI, "Ali", answers_after=1)
    customer.rest.conferences("room").participants.create(from_=CENTRE, to=ALI, wait_url=f"{HOST}/other")
    customer.sim.advance(5)
    assert "A little patience" in sounds(customer, "Ali")


def test_a_room_that_is_full_takes_nobody_more(customer: Customer) -> None:
    customer.says("/voice", room("", maxParticipants="2").replace('participantLabel=""', ""))
    for number in ("+905550000001", "+905550000002", "+905550000003"):
        customer.sim.place_call(number, CENTRE)
    customer.sim.advance(3)
    assert len(customer.sim.exchange.open_rooms["room"].participants) == 2
    assert customer.told("DialCallStatus", "/after") == ["failed"]


def test_a_taken_label_keeps_a_participant_made_by_rest_out(customer: Customer) -> None:
    meet(customer, {"waits": 60})
    supervise(customer, label="caller")
    customer.sim.advance(5)
    assert 16025 in customer.errors()
    assert len(customer.sim.exchange.open_rooms["room"].participants) == 2
    assert any(form.get("ReasonParticipantLeft") == "participant_add_failed" for form in customer.got("/room"))


def test_the_numbers_of_events_may_start_at_nought() -> None:
    customer = Customer(Switches(first_conference_sequence=0))
    customer.says("/voice", room("caller"))
    customer.call()
    customer.sim.advance(2)
    assert customer.got("/room")[0]["SequenceNumber"] == "0"


@pytest.mark.parametrize("told", [True, False])
def test_a_change_of_end_on_exit_is_told_as_the_switch_says(told: bool) -> None:
    customer = Customer(Switches(end_on_exit_change_is_modify=told))
    meet(customer, {"waits": 60})
    participant(customer, "caller").update(end_conference_on_exit=False)
    customer.sim.advance(1)
    assert (events(customer)[-1] == "participant-modify caller") is told


@pytest.mark.parametrize("moment", [quarter / 4 for quarter in range(9, 33)])
def test_a_room_that_ends_while_somebody_is_dialled_into_it_leaves_nobody(customer: Customer, moment: float) -> None:
    """Whoever rings is given up, whoever has just come in goes; the room is over once."""
    meet(customer, {"waits": moment}, "hangs_up")
    customer.sim.person(ALI, "Ali", answers_after=1)
    customer.rest.conferences("room").participants.create(from_=CENTRE, to=ALI, label="supervisor")
    customer.sim.advance(moment + 40)
    assert not customer.sim.exchange.open_rooms
    assert [leg for leg in customer.sim.legs() if leg.participant is not None] == []
    assert not customer.sim.live_legs()
    ends = [event for event in events(customer) if event.startswith("conference-end")]
    assert len(ends) == 1
    for label in ("caller", "agent", "supervisor"):
        assert events(customer).count(f"participant-leave {label}") == 1
