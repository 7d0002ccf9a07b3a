"""Waiting in a queue, and being taken out of it."""

from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException

from simulator import Switches
from tests.simulator.customer import ALI, CENTRE, HOST, Customer

ENQUEUE = '<Enqueue waitUrl="/wait" action="/exit">destek</Enqueue><Say>after the queue</Say>'


@pytest.fixture
def waiting(customer: Customer) -> Customer:
    customer.says("/voice", ENQUEUE)
    customer.says("/wait", "<Say>Sıradasınız</Say><Pause length='5'/>")
    return customer


def member(customer: Customer) -> tuple[Any, str]:
    queue = customer.rest.queues.list()[0]
    return queue, queue.members.list()[0].call_sid


def test_the_wait_document_is_fetched_again_and_again_with_the_place_in_the_queue(waiting: Customer) -> None:
    waiting.sim.place_call(ALI, CENTRE)
    waiting.sim.advance(3)
    waiting.call()
    waiting.sim.advance(20)
    mehmet = [form for form in waiting.got("/wait") if form["From"] != ALI]
    assert len(mehmet) == 4
    assert mehmet[0]["QueuePosition"] == "2"
    assert mehmet[0]["CurrentQueueSize"] == "2"
    assert [form["QueueTime"] for form in mehmet] == ["0", "5", "11", "17"]
    assert mehmet[0]["QueueSid"].startswith("QU")


def test_a_caller_who_hangs_up_leaves_the_queue_and_both_are_told(waiting: Customer) -> None:
    call = waiting.call(hang_up_when="queued")
    waiting.sim.advance(10)
    assert call.is_over
    assert waiting.told("QueueResult", "/exit") == ["hangup"]
    assert waiting.told("CallStatus", "/over") == ["completed"]
    assert waiting.rest.queues.list()[0].current_size == 0


def test_leave_goes_on_at_the_action(waiting: Customer) -> None:
    waiting.says("/wait", "<Say>Please leave a message</Say><Leave/>")
    waiting.says("/exit", "<Say>Outside</Say>")
    call = waiting.call({"hears": "outside"}, "is_hung_up")
    waiting.sim.advance(10)
    assert not call.failures
    assert waiting.told("QueueResult", "/exit") == ["leave"]
    assert waiting.told("QueueTime", "/exit") == ["1"]


def test_leave_without_an_action_goes_on_at_the_next_verb(waiting: Customer) -> None:
    waiting.says("/voice", ENQUEUE.replace('action="/exit"', ""))
    waiting.says("/wait", "<Leave/>")
    call = waiting.call({"hears": "after the queue"})
    waiting.sim.advance(10)
    assert not call.failures


def test_keys_work_while_waiting_and_a_key_s_document_may_leave_the_queue(waiting: Customer) -> None:
    waiting.says("/wait", '<Gather numDigits="1" action="/wait/key"><Say>Press 1 to be called back</Say></Gather>')
    waiting.says("/wait/key", "<Leave/>")
    waiting.call({"hears": "press 1"}, {"presses": "1"})
    waiting.sim.advance(10)
    assert "QueuePosition" not in waiting.got("/wait/key")[0]
    assert waiting.told("QueueResult", "/exit") == ["leave"]


def test_queue_parameters_may_reach_the_key_s_action_too() -> None:
    customer = Customer(Switches(queue_parameters_reach_gather_actions=True))
    customer.says("/voice", ENQUEUE)
    customer.says("/wait", '<Gather numDigits="1" action="/wait/key"><Say>Press 1</Say></Gather>')
    customer.call({"presses": "1"})
    customer.sim.advance(5)
    assert customer.told("QueuePosition", "/wait/key") == ["1"]


def test_a_hang_up_in_the_wait_document_ends_the_call(waiting: Customer) -> None:
    waiting.says("/wait", "<Say>Goodbye</Say><Hangup/>")
    call = waiting.call("is_hung_up")
    waiting.sim.advance(10)
    assert not call.failures
    assert waiting.told("QueueResult", "/exit") == ["hangup"]


def test_verbs_that_are_not_for_waiting_are_refused(waiting: Customer) -> None:
    waiting.says("/wait", "<Dial>+905550000000</Dial>")
    waiting.says("/fallback", "<Say>Still waiting</Say><Pause length='100'/>")
    call = waiting.call({"hears": "still waiting"})
    waiting.sim.advance(20)
    assert 12200 in waiting.errors()
    assert not call.failures


def test_a_member_is_claimed_by_rest_and_runs_the_new_document(waiting: Customer) -> None:
    waiting.says("/join", "<Say>Joining</Say>")
    call = waiting.call({"hears": "joining"}, "is_hung_up")
    waiting.sim.advance(5)
    queue, sid = member(waiting)
    assert sid == call.sid
    claimed = queue.members(sid).update(url=f"{HOST}/join", method="POST")
    assert (claimed.position, claimed.wait_time) == (1, 4)
    waiting.sim.advance(10)
    assert not call.failures
    assert waiting.told("QueueResult", "/exit") == ["redirected"]
    assert [each.path for each in waiting.requests][1:4] == ["/wait", "/exit", "/join"]
    page = waiting.page()
    assert page.index("⇐ POST /Queues/") < page.index("leaves queue") < page.index("→ /exit")


def test_the_queue_s_action_may_be_asked_after_the_new_document() -> None:
    customer = Customer(Switches(queue_exit_requested_before_redirect=False))
    customer.says("/voice", ENQUEUE)
    customer.says("/wait", "<Pause length='60'/>")
    customer.says("/join", "<Say>Joining</Say>")
    customer.call()
    customer.sim.advance(5)
    queue, sid = member(customer)
    queue.members(sid).update(url=f"{HOST}/join")
    customer.sim.advance(10)
    assert [each.path for each in customer.requests][2:4] == ["/join", "/exit"]


def test_nobody_can_be_claimed_twice(waiting: Customer) -> None:
    waiting.says("/join", "<Pause length='60'/>")
    waiting.call()
    waiting.sim.advance(5)
    queue, sid = member(waiting)
    queue.members(sid).update(url=f"{HOST}/join")
    with pytest.raises(TwilioRestException) as refused:
        queue.members(sid).update(url=f"{HOST}/join")
    assert (refused.value.status, refused.value.code) == (404, 20404)


def test_a_caller_who_is_gone_cannot_be_claimed(waiting: Customer) -> None:
    waiting.call({"waits": 8}, "hangs_up")
    waiting.sim.advance(5)
    queue, sid = member(waiting)
    waiting.sim.advance(10)
    with pytest.raises(TwilioRestException) as refused:
        queue.members(sid).update(url=f"{HOST}/join")
    assert refused.value.code == 20404


def test_a_full_queue_turns_the_caller_away(waiting: Customer) -> None:
    waiting.rest.queues.create(friendly_name="destek", max_size=1)
    waiting.sim.place_call(ALI, CENTRE)
    waiting.sim.advance(1)
    waiting.call()
    waiting.sim.advance(5)
    assert waiting.told("QueueResult", "/exit") == ["queue-full"]
    assert "QueueSid" not in waiting.got("/exit")[0]


def test_the_wait_document_may_be_asked_with_get(waiting: Customer) -> None:
    waiting.says("/voice", ENQUEUE.replace("waitUrl=", 'waitUrlMethod="GET" waitUrl='))
    waiting.call()
    waiting.sim.advance(3)
    methods = {entry.data["method"] for entry in waiting.of("webhook") if "/wait" in entry.data["url"]}
    assert methods == {"GET"}
    assert waiting.got("/wait")[0]["QueuePosition"] == "1"


@pytest.mark.parametrize(("attribute", "sound"), [("", "♪ classical music"), ('waitUrl=""', "silence")])
def test_without_a_wait_document_there_is_music_and_with_an_empty_one_silence(
    customer: Customer, attribute: str, sound: str
) -> None:
    customer.says("/voice", f"<Enqueue {attribute}>destek</Enqueue>")
    customer.call()
    customer.sim.advance(60)
    assert customer.heard("Mehmet") == [sound]


@pytest.mark.parametrize(("name", "code"), [("", 14204), ("x" * 65, 14205)])
def test_a_name_no_queue_can_have_is_an_error_told_to_the_action(customer: Customer, name: str, code: int) -> None:
    customer.says("/voice", ENQUEUE.replace("destek", name))
    customer.call()
    customer.sim.advance(5)
    assert customer.errors() == [code]
    assert customer.told("QueueResult", "/exit") == ["error"]
    assert "QueueSid" not in customer.got("/exit")[0]
    assert customer.rest.queues.list() == []


def test_a_name_of_64_characters_is_one(customer: Customer) -> None:
    customer.says("/voice", f"<Enqueue>{'x' * 64}</Enqueue>")
    customer.call()
    customer.sim.advance(5)
    assert [queue.friendly_name for queue in customer.rest.queues.list()] == ["x" * 64]


def test_a_queue_that_fails_is_told_as_a_system_error(waiting: Customer) -> None:
    waiting.fault("queue_broken")
    waiting.call()
    waiting.sim.advance(5)
    assert waiting.told("QueueResult", "/exit") == ["system-error"]


def test_whoever_is_not_let_in_goes_on_at_the_next_verb_when_there_is_no_action(waiting: Customer) -> None:
    waiting.says("/voice", ENQUEUE.replace('action="/exit"', ""))
    waiting.fault("queue_full")
    call = waiting.call({"hears": "after the queue"})
    waiting.sim.advance(10)
    assert not call.failures


def test_a_queue_may_be_made_for_so_many(waiting: Customer) -> None:
    waiting.says("/voice", ENQUEUE.replace("waitUrl", 'maxQueueSize="1" waitUrl'))
    waiting.sim.place_call(ALI, CENTRE)
    waiting.sim.advance(1)
    waiting.call()
    waiting.sim.advance(5)
    assert waiting.told("QueueResult", "/exit") == ["queue-full"]
    assert waiting.got("/wait")[0]["MaxQueueSize"] == "1"


@pytest.mark.parametrize("seconds", [0.05, 0.0])
def test_an_empty_wait_document_is_not_asked_for_as_fast_as_it_is_answered(seconds: float) -> None:
    customer = Customer(Switches(webhook_seconds=seconds))
    customer.says("/voice", ENQUEUE)
    customer.says("/wait", "")
    call = customer.call({"waits": 30}, "hangs_up")
    customer.sim.advance(60)
    assert call.is_over
    assert 25 < len(customer.got("/wait")) < 50
    (told,) = [each for each in customer.sim.exchange.notifications if each.code == 12200]
    assert told.warning and told.url.endswith("/wait")


def test_a_wait_document_that_cannot_be_had_is_replaced_by_the_fallback_s(waiting: Customer) -> None:
    waiting.says("/wait", "<Nonsense/>")
    waiting.says("/fallback", "<Say>Lütfen bekleyin</Say><Pause length='30'/>")
    waiting.call()
    waiting.sim.advance(20)
    assert waiting.heard("Mehmet")[0] == "Lütfen bekleyin"
    assert waiting.told("ErrorCode", "/fallback") == ["12200"]


def test_the_action_may_be_asked_with_get(waiting: Customer) -> None:
    waiting.says("/voice", ENQUEUE.replace("action=", 'method="GET" action='))
    waiting.says("/wait", "<Leave/>")
    waiting.call()
    waiting.sim.advance(5)
    assert {entry.data["method"] for entry in waiting.of("webhook") if "/exit" in entry.data["url"]} == {"GET"}
    assert waiting.told("QueueResult", "/exit") == ["leave"]
