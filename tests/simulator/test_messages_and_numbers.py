"""Text messages, and the account's numbers."""

import pytest
from twilio.base.exceptions import TwilioRestException

from tests.simulator.customer import AYSE, CENTRE, HOST, Customer


def test_a_message_is_delivered_and_told_about(customer: Customer) -> None:
    sent = customer.rest.messages.create(
        to=AYSE, from_=CENTRE, body="Sizi 14:00'te arayacağız", status_callback=f"{HOST}/sms"
    )
    assert sent.status == "queued"
    customer.sim.advance(5)
    assert customer.rest.messages(sent.sid).fetch().status == "delivered"
    assert customer.told("MessageStatus", "/sms") == ["sent", "delivered"]
    assert [message.body for message in customer.sim.messages()] == ["Sizi 14:00'te arayacağız"]
    assert [message.to for message in customer.rest.messages.list(to=AYSE)] == [AYSE]


@pytest.mark.parametrize(("body", "segments"), [("a" * 160, "1"), ("a" * 161, "2"), ("ş" * 70, "1"), ("ş" * 71, "2")])
def test_turkish_letters_make_more_segments(customer: Customer, body: str, segments: str) -> None:
    assert customer.rest.messages.create(to=AYSE, from_=CENTRE, body=body).num_segments == segments


def test_a_message_without_text_is_refused(customer: Customer) -> None:
    with pytest.raises(TwilioRestException) as refused:
        customer.rest.messages.create(to=AYSE, from_=CENTRE, body="")
    assert refused.value.code == 21602


def test_a_number_s_urls_can_be_changed(customer: Customer) -> None:
    number = customer.rest.incoming_phone_numbers.list(phone_number=CENTRE)[0]
    assert number.voice_url == f"{HOST}/voice"
    number.update(voice_url=f"{HOST}/new", voice_fallback_url=f"{HOST}/help", status_callback=f"{HOST}/end")
    again = customer.rest.incoming_phone_numbers(number.sid).fetch()
    assert (again.voice_url, again.voice_fallback_url) == (f"{HOST}/new", f"{HOST}/help")
    customer.call()
    customer.sim.advance(5)
    assert customer.got("/new") and customer.got("/end")
