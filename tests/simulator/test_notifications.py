"""What Twilio's Debugger would show, over REST."""

from urllib.parse import parse_qs

import pytest
from flask import Response
from twilio.base.exceptions import TwilioException, TwilioRestException

from tests.simulator.customer import CENTRE, HOST, MEHMET, Customer


@pytest.fixture
def troubled(customer: Customer) -> Customer:
    """One call with a warning in its document, then an error."""
    customer.says("/voice", '<Say volume="11">Merhaba</Say><Redirect>/broken</Redirect>')
    customer.says("/broken", lambda form: Response("<oops>", 500, content_type="text/html"))
    customer.says("/fallback", "<Hangup/>")
    customer.call()
    customer.sim.advance(30)
    return customer


def test_the_account_s_notifications_are_listed_newest_first(troubled: Customer) -> None:
    error, warning = troubled.rest.notifications.list()
    assert (error.error_code, error.log) == ("11200", "0")
    assert (warning.error_code, warning.log) == ("12200", "1")
    assert error.more_info.endswith("/11200")
    assert error.message_date == error.date_created
    assert "HTTP 500" in parse_qs(error.message_text)["Msg"][0]


def test_a_notification_has_the_request_it_is_about_and_what_came_back(troubled: Customer) -> None:
    listed = troubled.rest.notifications.list(log=0)[0]
    error = troubled.rest.notifications(listed.sid).fetch()
    assert (error.request_method, error.request_url) == ("POST", f"{HOST}/broken")
    assert parse_qs(error.request_variables)["From"] == [MEHMET]
    assert error.response_body == "<oops>"
    assert parse_qs(error.response_headers)["Content-Type"] == ["text/html"]


def test_a_call_s_notifications_are_its_own(troubled: Customer) -> None:
    troubled.says("/voice", "<Say>Merhaba</Say>")
    other = troubled.call()
    troubled.sim.advance(30)
    first = troubled.sim.legs()[0].sid
    mine = troubled.rest.calls(first).notifications.list()
    assert [one.error_code for one in mine] == ["11200", "12200"]
    assert troubled.rest.calls(first).notifications(mine[0].sid).fetch().call_sid == first
    assert troubled.rest.calls(other.sid).notifications.list() == []
    with pytest.raises(TwilioRestException) as refused:
        troubled.rest.calls(other.sid).notifications(mine[0].sid).fetch()
    assert refused.value.code == 20404


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ({"log": 1}, ["12200"]),
        ({"message_date": "2026-11-02"}, ["11200", "12200"]),
        ({"message_date_before": "2026-11-01"}, []),
        ({"message_date_after": "2026-11-03"}, []),
    ],
)
def test_notifications_are_found_by_level_and_day(
    troubled: Customer, filters: dict[str, object], codes: list[str]
) -> None:
    assert [one.error_code for one in troubled.rest.notifications.list(**filters)] == codes


def test_a_day_that_is_none_is_refused(troubled: Customer) -> None:
    with pytest.raises(TwilioException, match="20001"):
        troubled.rest.notifications.list(message_date="yesterday")


def test_a_notification_of_nobody_s_is_not_found(customer: Customer) -> None:
    with pytest.raises(TwilioRestException) as refused:
        customer.rest.notifications("NO" + "0" * 32).fetch()
    assert refused.value.code == 20404


def test_a_failed_status_callback_is_notified_with_its_request(customer: Customer) -> None:
    customer.sim.own_number(CENTRE, f"{HOST}/voice", status_callback=f"{HOST}/over")
    customer.says("/over", lambda form: Response("no", 500))
    customer.says("/voice", "<Say>Merhaba</Say>")
    customer.call()
    customer.sim.advance(30)
    (told,) = customer.rest.notifications.list()
    assert (told.error_code, told.request_url) == ("15003", f"{HOST}/over")
