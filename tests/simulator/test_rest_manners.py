"""The REST API beside its resources: who may ask, how errors look, how lists are paged."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from simulator import rest_app
from simulator.wire.in_process import WsgiAdapter
from tests.simulator.customer import Customer

API = "https://api.twilio.com/2010-04-01"


@pytest.fixture
def http(customer: Customer) -> Iterator[requests.Session]:
    """The API without the client, asked as the account."""
    session = requests.Session()
    session.mount("https://", WsgiAdapter(rest_app(customer.sim)))
    session.auth = (customer.sim.account.sid, customer.sim.account.auth_token)
    yield session
    session.close()


def told(answer: requests.Response) -> tuple[int, int]:
    body = answer.json()
    assert (body["status"], set(body)) == (answer.status_code, {"code", "message", "more_info", "status"})
    return answer.status_code, body["code"]


def test_a_stranger_is_not_served(customer: Customer, http: requests.Session) -> None:
    http.auth = (customer.sim.account.sid, "wrong")
    assert told(http.get(f"{API}/Accounts/{customer.sim.account.sid}/Calls.json")) == (401, 20003)


def test_an_account_that_is_not_active_is_not_served(customer: Customer, http: requests.Session) -> None:
    customer.sim.exchange.account = replace(customer.sim.account, status="suspended")
    assert told(http.get(f"{API}/Accounts/{customer.sim.account.sid}/Calls.json")) == (401, 20005)


def test_another_account_is_not_found(customer: Customer, http: requests.Session) -> None:
    assert told(http.get(f"{API}/Accounts/AC{'1' * 32}/Calls.json")) == (404, 20404)


@pytest.mark.parametrize(
    ("method", "path", "error"),
    [
        ("GET", "/Nothing.json", (404, 20404)),
        ("GET", "/Calls/CA12.json", (404, 20404)),
        ("GET", "/Calls", (404, 20404)),
        ("PUT", "/Calls.json", (405, 20004)),
        ("DELETE", "/Calls.json", (405, 20004)),
    ],
)
def test_what_does_not_exist_is_said_in_json(
    customer: Customer, http: requests.Session, method: str, path: str, error: tuple[int, int]
) -> None:
    assert told(http.request(method, f"{API}/Accounts/{customer.sim.account.sid}{path}")) == error


@pytest.mark.parametrize("body", [b"", b"\xff\xfe=%%%&&&=", b"To=" + b"1" * 1_000_000, b'{"To": "+905321110001"}'])
def test_a_broken_or_enormous_form_is_refused_without_harm(
    customer: Customer, http: requests.Session, body: bytes
) -> None:
    url = f"{API}/Accounts/{customer.sim.account.sid}/Calls.json"
    answer = http.post(url, data=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert told(answer)[0] in (400, 413)
    assert customer.sim.legs() == []


def test_an_api_key_made_by_rest_opens_the_api_until_it_is_removed(customer: Customer) -> None:
    made = customer.rest.new_keys.create(friendly_name="desk")
    assert made.secret not in str([entry.data for entry in customer.of("rest")])
    by_key = Client(made.sid, made.secret, customer.sim.account.sid, http_client=customer.rest.http_client)
    assert [key.friendly_name for key in by_key.keys.list()] == ["desk"]
    assert by_key.signing_keys(made.sid).fetch().friendly_name == "desk"
    assert by_key.keys(made.sid).update(friendly_name="front desk").friendly_name == "front desk"
    assert customer.rest.keys(made.sid).delete()
    with pytest.raises(TwilioRestException) as refused:
        by_key.keys(made.sid).fetch()
    assert (refused.value.status, refused.value.code) == (401, 20003)


def test_the_account_and_its_balance_can_be_read(customer: Customer) -> None:
    account = customer.rest.api.accounts(customer.sim.account.sid).fetch()
    assert (account.status, account.friendly_name) == ("active", "Simulated account")
    assert [one.sid for one in customer.rest.api.accounts.list()] == [account.sid]
    assert account.update(friendly_name="Ours").friendly_name == "Ours"
    assert customer.rest.balance.fetch().balance == "100.00"
    with pytest.raises(TwilioRestException, match="one account"):
        customer.rest.api.accounts.create(friendly_name="second")


def test_an_access_to_turn_servers_can_be_asked_for(customer: Customer) -> None:
    assert customer.rest.tokens.create(ttl=600).ttl == "600"


def names(found: Any) -> list[str]:
    return [each.friendly_name for each in found]


def test_a_list_is_followed_to_its_end_while_new_ones_arrive(customer: Customer) -> None:
    for number in range(7):
        customer.rest.applications.create(friendly_name=f"app {number}")
    seen = []
    for each in customer.rest.applications.stream(page_size=2):
        seen.append(each.friendly_name)
        customer.rest.applications.create(friendly_name="new")
    assert seen == [f"app {number}" for number in reversed(range(7))]


def test_a_list_is_followed_to_its_end_while_what_was_read_is_removed(customer: Customer) -> None:
    for number in range(7):
        customer.rest.applications.create(friendly_name=f"app {number}")
    for each in customer.rest.applications.stream(page_size=2):
        assert each.delete()
    assert customer.rest.applications.list() == []


def test_pages_can_be_turned_back(customer: Customer) -> None:
    for number in range(5):
        customer.rest.applications.create(friendly_name=f"app {number}")
    first = customer.rest.applications.page(page_size=2)
    second = first.next_page()
    customer.rest.applications.create(friendly_name="new")
    assert names(second) == ["app 2", "app 1"]
    assert names(second.previous_page()) == ["app 4", "app 3"]
    assert names(customer.rest.applications.list(limit=3)) == ["new", "app 4", "app 3"]
