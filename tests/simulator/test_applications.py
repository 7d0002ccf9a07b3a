"""TwiML applications over REST."""

import pytest
from twilio.base.exceptions import TwilioRestException

from tests.simulator.customer import HOST, Customer


def test_an_application_is_made_changed_and_removed(customer: Customer) -> None:
    made = customer.rest.applications.create(friendly_name="Softphone", voice_url=f"{HOST}/browser")
    assert made.sid in customer.sim.exchange.applications
    made.update(voice_fallback_url=f"{HOST}/help", voice_method="GET", sms_url=f"{HOST}/sms")
    again = customer.rest.applications(made.sid).fetch()
    assert (again.voice_url, again.voice_method, again.sms_url) == (f"{HOST}/browser", "GET", f"{HOST}/sms")
    assert again.date_created is not None
    assert made.delete()
    with pytest.raises(TwilioRestException) as gone:
        made.fetch()
    assert (gone.value.status, gone.value.code) == (404, 20404)


def test_applications_are_found_by_name(customer: Customer) -> None:
    customer.sim.application("One", f"{HOST}/one")
    two = customer.sim.application("Two", f"{HOST}/two")
    assert [one.sid for one in customer.rest.applications.list(friendly_name="Two")] == [two.sid]
    assert len(customer.rest.applications.list()) == 2


def test_an_application_with_a_bad_url_is_refused(customer: Customer) -> None:
    with pytest.raises(TwilioRestException) as refused:
        customer.rest.applications.create(friendly_name="Bad", voice_url="nowhere")
    assert refused.value.code == 21205
