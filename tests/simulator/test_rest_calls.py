"""Calls, conferences, participants and queues over REST: what may be asked, and what is shown of them."""

from datetime import timedelta
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException

from simulator import Switches
from tests.simulator.customer import ALI, AYSE, CENTRE, EVENTS, HOST, MEHMET, Customer, room

PAUSE = "<Pause length='60'/>"


def refused(attempt: Any) -> int:
    with pytest.raises(TwilioRestException) as error:
        attempt()
    return int(error.value.code)


def place(customer: Customer, **form: Any) -> Any:
    return customer.rest.calls.create(**{"to": AYSE, "from_": CENTRE, "url": f"{HOST}/agent", **form})


def answered(customer: Customer, **form: Any) -> Any:
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.says("/agent", PAUSE)
    call = place(customer, **form)
    customer.sim.advance(5)
    return call


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"to": ""}, 21201),
        ({"to": "abc"}, 21211),
        ({"from_": ""}, 21213),
        ({"from_": "+12025550000"}, 21210),
        ({"url": ""}, 21205),
        ({"url": "nowhere"}, 21205),
        ({"url": None, "twiml": "a" * 4001}, 20001),
        ({"url": None, "application_sid": "AP" + "1" * 32}, 21218),
        ({"timeout": 601}, 21208),
        ({"method": "PUT"}, 21209),
        ({"send_digits": "1x"}, 21206),
        ({"send_digits": "1" * 33}, 21206),
        ({"time_limit": 0}, 20001),
        ({"status_callback": f"{HOST}/x", "status_callback_event": ["sometimes"]}, 21626),
        ({"call_reason": "a" * 51}, 20001),
        ({"record": "perhaps"}, 20001),
    ],
)
def test_a_wrong_call_is_refused_with_twilio_s_code(customer: Customer, form: dict[str, Any], code: int) -> None:
    assert refused(lambda: place(customer, **form)) == code
    assert customer.sim.legs() == []


def test_an_application_brings_its_urls_and_the_others_are_ignored(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=1, hangs_up_after=2)
    app = customer.sim.application("calls", f"{HOST}/app", status_callback=f"{HOST}/app-over")
    place(customer, application_sid=app.sid, status_callback=f"{HOST}/progress", status_callback_event=EVENTS)
    customer.sim.advance(20)
    assert customer.got("/app") and customer.got("/app-over")
    assert not customer.got("/agent") and not customer.got("/progress")


def test_a_call_can_be_given_less_time_while_it_goes_on(customer: Customer) -> None:
    call = answered(customer, time_limit=300)
    call.update(time_limit=20)
    customer.sim.advance(12)
    assert call.fetch().status == "in-progress"
    customer.sim.advance(10)
    assert (call.fetch().status, call.fetch().duration) == ("completed", "20")


def test_only_a_call_that_is_over_is_deleted(customer: Customer) -> None:
    call = answered(customer)
    assert refused(call.delete) == 20009
    call.update(status="completed")
    assert call.delete()
    assert customer.rest.calls.list() == []


def test_calls_are_found_by_the_days_they_began_and_ended(customer: Customer) -> None:
    answered(customer).update(status="completed")
    today, tomorrow = customer.clock(), customer.clock() + timedelta(days=1)
    assert len(customer.rest.calls.list(start_time=today, end_time=today)) == 1
    assert len(customer.rest.calls.list(start_time_before=tomorrow, end_time_after=today)) == 1
    assert customer.rest.calls.list(end_time_after=tomorrow) == []
    assert customer.rest.calls.list(start_time=tomorrow) == []


def test_the_requests_of_a_call_can_be_looked_up(customer: Customer) -> None:
    call = answered(customer, status_callback=f"{HOST}/progress", status_callback_event=["answered"])
    events = customer.rest.calls(call.sid).events.list()
    urls = [event.request["url"] for event in events]
    assert sorted(urls) == [f"{HOST}/agent", f"{HOST}/progress"]
    assert {event.response["response_code"] for event in events} == {200}


def test_the_pace_of_the_account_is_told_as_queue_time(customer: Customer) -> None:
    assert [place(customer).queue_time for _ in range(3)] == ["0", "1000", "2000"]


@pytest.mark.parametrize(
    ("switches", "code"),
    [
        (Switches(most_concurrent_calls=2), 10004),
        (Switches(most_queued_calls=2), 15001),
        (Switches(longest_backlog_seconds=1.5), 22005),
    ],
)
def test_the_account_s_limits_are_told(switches: Switches, code: int) -> None:
    customer = Customer(switches)
    place(customer), place(customer)
    in_room = customer.rest.conferences("room").participants
    assert refused(lambda: place(customer)) == refused(lambda: in_room.create(to=ALI, from_=CENTRE)) == code
    assert len(customer.sim.legs()) == 2
    assert customer.rest.conferences.list() == []


def meeting(customer: Customer) -> Any:
    """Mehmet waits in a room, and Ayşe is being called into it."""
    customer.sim.person(AYSE, "Ayşe", answers_after=5)
    customer.says("/voice", room("caller"))
    customer.call("joins")
    customer.sim.advance(2)
    found = customer.rest.conferences.list(friendly_name="room")[0]
    found.participants.create(to=AYSE, from_=CENTRE, label="agent", muted=True)
    return found


def test_who_is_dialled_into_a_room_is_listed_on_the_way_in(customer: Customer) -> None:
    found = meeting(customer)
    seen = []
    for _ in range(9):
        people = {one.label: one.status for one in found.participants.list()}
        seen += [people["agent"]] if people.get("agent") not in seen else []
        assert people["caller"] == "connected"
        customer.sim.advance(0.5 if len(seen) < 3 else 5)
    assert seen == ["queued", "connecting", "ringing", "connected"] or seen == ["connecting", "ringing", "connected"]
    assert found.participants("agent").fetch().muted


def test_participants_are_filtered(customer: Customer) -> None:
    found = meeting(customer)
    customer.sim.advance(10)
    assert [one.label for one in found.participants.list(muted=True)] == ["agent"]
    assert [one.label for one in found.participants.list(muted=False)] == ["caller"]
    assert found.participants.list(hold=True) == found.participants.list(coaching=True) == []
    found.participants("caller").update(hold=True)
    assert [one.label for one in found.participants.list(hold=True)] == ["caller"]


def test_who_is_still_being_dialled_can_be_given_up(customer: Customer) -> None:
    found = meeting(customer)
    customer.sim.advance(2)
    call = found.participants("agent").fetch().call_sid
    assert found.participants("agent").delete()
    assert customer.rest.calls(call).fetch().status == "canceled"
    assert [one.label for one in found.participants.list()] == ["caller"]


def test_rooms_are_found_by_day_name_and_state(customer: Customer) -> None:
    found = meeting(customer)
    today = customer.clock().date()
    assert [one.sid for one in customer.rest.conferences.list(date_created=today, status="in-progress")] == [found.sid]
    assert customer.rest.conferences.list(date_created_after=today + timedelta(days=1)) == []
    found.update(status="completed")
    assert [one.sid for one in customer.rest.conferences.list(date_updated=today, status="completed")] == [found.sid]


def test_a_queue_is_made_renamed_limited_and_removed_when_empty(customer: Customer) -> None:
    queue = customer.rest.queues.create(friendly_name="support", max_size=7)
    assert (queue.max_size, queue.current_size, queue.average_wait_time) == (7, 0, 0)
    assert refused(lambda: customer.rest.queues.create(friendly_name="support")) == 22003
    assert refused(lambda: customer.rest.queues.create(friendly_name="a" * 65)) == 20001
    assert queue.update(friendly_name="sales", max_size=9).friendly_name == "sales"
    customer.says("/voice", "<Enqueue waitUrl='/wait'>sales</Enqueue>")
    customer.says("/wait", PAUSE)
    customer.call()
    customer.sim.advance(2)
    assert (queue.fetch().current_size, queue.fetch().max_size) == (1, 9)
    assert refused(queue.delete) == 22001
    queue.members("Front").update(url=f"{HOST}/away")
    customer.sim.advance(2)
    assert queue.delete()
    assert customer.rest.queues.list() == []


def test_a_queue_s_members_are_read_page_by_page_while_the_first_leave(customer: Customer) -> None:
    customer.says("/voice", "<Enqueue waitUrl='/wait'>sales</Enqueue>")
    customer.says("/wait", PAUSE)
    for number in range(5):
        customer.sim.place_call(f"+90555000000{number}", CENTRE)
        customer.sim.advance(1)
    queue = customer.rest.queues.list()[0]
    seen = []
    for member in queue.members.stream(page_size=2, limit=8):
        seen.append(member.call_sid)
        customer.rest.calls(member.call_sid).update(status="completed")
        customer.sim.place_call(MEHMET, CENTRE)
        customer.sim.advance(1)
    assert seen[:5] == [leg.sid for leg in customer.sim.legs()[:5]]
    assert len(seen) == len(set(seen))
