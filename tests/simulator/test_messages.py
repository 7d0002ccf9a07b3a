"""Text messages sent by REST: what becomes of them, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException

from simulator import Switches
from simulator.messages.segments import segments
from tests.simulator.customer import AYSE, CENTRE, HOST, Customer

TOLD = {"status_callback": f"{HOST}/sms"}


def send(customer: Customer, to: str = AYSE, **more: Any) -> Any:
    sender = {} if "messaging_service_sid" in more else {"from_": CENTRE}
    return customer.rest.messages.create(to=to, **{"body": "Merhaba", **sender, **TOLD, **more})


def refused(customer: Customer, **more: Any) -> int:
    with pytest.raises(TwilioRestException) as error:
        send(customer, **more)
    assert error.value.status == 400
    return int(error.value.code)


def now_is(customer: Customer, sid: str) -> tuple[str, int | None]:
    message = customer.rest.messages(sid).fetch()
    return message.status, message.error_code


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("ü" * 160, 1),
        ("ç" * 70, 1),
        ("ş" * 71, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 153, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("", 1),
    ],
)
def test_a_text_is_counted_as_it_goes_over_the_air(body: str, count: int) -> None:
    assert segments(body) == count


def test_smart_encoding_saves_a_segment(customer: Customer) -> None:
    text = "“" + "a" * 158 + "”"
    assert send(customer, body=text).num_segments == "3"
    assert send(customer, body=text, smart_encoded=True).num_segments == "1"


@pytest.mark.parametrize(
    ("texts", "told", "error"),
    [
        ("delivered", ["sent", "delivered"], None),
        ("read", ["sent", "delivered", "read"], None),
        ("sent", ["sent"], None),
        ("unreachable", ["sent", "undelivered"], 30003),
        ("blocked", ["sent", "undelivered"], 30004),
        ("unknown", ["sent", "undelivered"], 30005),
        ("landline", ["sent", "undelivered"], 30006),
        ("filtered", ["sent", "undelivered"], 30007),
        ("lost", ["sent", "undelivered"], 30008),
        ("overflow", ["failed"], 30001),
    ],
)
def test_how_a_telephone_takes_a_message_is_told(
    customer: Customer, texts: str, told: list[str], error: int | None
) -> None:
    customer.sim.person(AYSE, "Ayşe", texts=texts)
    sent = send(customer)
    customer.sim.advance(10)
    assert customer.told("MessageStatus", "/sms") == told
    assert now_is(customer, sent.sid) == (told[-1], error)
    assert customer.got("/sms")[-1].get("ErrorCode") == (str(error) if error else None)
    assert customer.errors() == ([error] if error else [])


@pytest.mark.parametrize(("texts", "code"), [("unverified", 21608), ("no_route", 21612), ("not_mobile", 21614)])
def test_some_numbers_are_refused_at_once(customer: Customer, texts: str, code: int) -> None:
    customer.sim.person(AYSE, "Ayşe", texts=texts)
    assert refused(customer) == code
    assert customer.sim.messages() == []


def test_an_unknown_way_to_take_texts_is_a_mistake(customer: Customer) -> None:
    with pytest.raises(ValueError, match="landline"):
        customer.sim.person(AYSE, texts="by pigeon")


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"to": ""}, 21604),
        ({"to": "0532"}, 21211),
        ({"body": ""}, 21602),
        ({"body": "a" * 1601}, 21617),
        ({"from_": None}, 21603),
        ({"from_": "+12025550000"}, 21606),
        ({"from_": "no number!"}, 21212),
        ({"to": CENTRE}, 21266),
        ({"messaging_service_sid": "MG" + "1" * 32}, 21701),
        ({"media_url": ["ftp://x/y.png"]}, 21620),
        ({"media_url": [f"{HOST}/{n}.png" for n in range(11)]}, 21623),
        ({"validity_period": 0}, 20001),
        ({"schedule_type": "fixed", "send_at": "2026-11-23T09:00:00Z"}, 35118),
        ({"to": "whatsapp:" + AYSE}, 21910),
        ({"to": "whatsapp:" + AYSE, "from_": "whatsapp:+12025550000"}, 63007),
        ({"content_sid": "HX" + "1" * 32, "content_variables": "no json"}, 21656),
        ({"status_callback": "nowhere"}, 21205),
    ],
)
def test_a_wrong_message_is_refused_with_twilio_s_code(customer: Customer, form: dict[str, Any], code: int) -> None:
    to = form.pop("to", AYSE)
    assert refused(customer, to=to, **form) == code


def test_letters_may_be_the_sender(customer: Customer) -> None:
    assert send(customer, from_="SAHIP").from_ == "SAHIP"


def test_pictures_go_along_and_can_be_listed_and_removed(customer: Customer) -> None:
    sent = send(customer, body="", media_url=[f"{HOST}/fatura.pdf", f"{HOST}/harita.png"])
    assert (sent.sid[:2], sent.num_media) == ("MM", "2")
    media = customer.rest.messages(sent.sid).media.list()
    assert [one.content_type for one in media] == ["application/pdf", "image/png"]
    assert customer.rest.messages(sent.sid).media(media[0].sid).delete()
    assert len(customer.rest.messages(sent.sid).media.list()) == 1


def test_a_service_chooses_its_sender_and_tells_its_own_server(customer: Customer) -> None:
    service = customer.sim.messaging_service(CENTRE, status_callback=f"{HOST}/service")
    sent = send(customer, messaging_service_sid=service.sid, status_callback="")
    assert sent.status == "accepted"
    customer.sim.advance(5)
    assert customer.rest.messages(sent.sid).fetch().from_ == CENTRE
    assert customer.told("MessagingServiceSid", "/service") == [service.sid, service.sid]


def test_a_service_without_a_sender_sends_nothing(customer: Customer) -> None:
    assert refused(customer, messaging_service_sid=customer.sim.messaging_service().sid) == 21703


def test_a_message_is_sent_when_it_was_scheduled_for(customer: Customer) -> None:
    service = customer.sim.messaging_service(CENTRE)
    later = customer.clock() + timedelta(hours=1)
    asked: dict[str, Any] = {"messaging_service_sid": service.sid, "schedule_type": "fixed", "send_at": later}
    sent, canceled = send(customer, **asked), send(customer, **asked)
    assert canceled.update(status="canceled").status == "canceled"
    customer.sim.advance(3500)
    assert now_is(customer, sent.sid) == ("scheduled", None)
    customer.sim.advance(110)
    assert now_is(customer, sent.sid) == ("delivered", None)
    assert now_is(customer, canceled.sid) == ("canceled", None)
    assert refused(customer, **{**asked, "send_at": later + timedelta(days=40)}) == 35114
    assert refused(customer, **{**asked, "send_at": None}) == 35111


def test_a_message_that_is_not_scheduled_cannot_be_canceled(customer: Customer) -> None:
    with pytest.raises(TwilioRestException) as error:
        send(customer).update(status="canceled")
    assert error.value.code == 30409


def test_a_message_that_waited_too_long_expires() -> None:
    customer = Customer(Switches(message_delivery_seconds=60))
    sent = send(customer, validity_period=10)
    customer.sim.advance(100)
    assert now_is(customer, sent.sid) == ("failed", 30036)


def test_text_is_taken_out_of_a_message_that_is_over_and_the_message_deleted(customer: Customer) -> None:
    sent = send(customer)
    for attempt in (lambda: sent.update(body=""), sent.delete):
        with pytest.raises(TwilioRestException) as error:
            attempt()
        assert (error.value.status, error.value.code) == (409, 20009)
    customer.sim.advance(5)
    assert sent.update(body="").body == ""
    assert sent.delete()
    assert customer.rest.messages.list() == []


def test_a_sender_s_queue_is_full_at_some_point() -> None:
    customer = Customer(Switches(most_queued_messages=2))
    send(customer), send(customer)
    assert refused(customer) == 21611
    customer.sim.advance(5)
    assert send(customer).status == "queued"


def test_messages_are_listed_by_sender_addressee_and_day(customer: Customer) -> None:
    send(customer)
    customer.sim.advance(5)
    today = customer.clock()
    assert len(customer.rest.messages.list(from_=CENTRE, to=AYSE, date_sent=today)) == 1
    assert customer.rest.messages.list(to="+905320000000") == []
    assert customer.rest.messages.list(date_sent_after=today + timedelta(days=1)) == []


def test_an_application_is_told_how_a_message_got_on(customer: Customer) -> None:
    app = customer.sim.application("texts", message_status_callback=f"{HOST}/app")
    send(customer, status_callback="", application_sid=app.sid)
    customer.sim.advance(5)
    assert customer.told("MessageStatus", "/app") == ["sent", "delivered"]


def test_feedback_is_taken(customer: Customer) -> None:
    sent = send(customer, provide_feedback=True)
    assert customer.rest.messages(sent.sid).feedback.create(outcome="confirmed").outcome == "confirmed"


def test_a_callback_may_come_twice_or_not_at_all(customer: Customer) -> None:
    customer.fault("callback_doubled", only="sent")
    customer.fault("callback_lost", only="delivered")
    send(customer)
    customer.sim.advance(5)
    assert customer.told("MessageStatus", "/sms") == ["sent", "sent"]
