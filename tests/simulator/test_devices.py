"""Agents in a browser: their tokens, being rung, calling out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant

from simulator import Account, rest_app
from simulator.devices.device import Device
from simulator.devices.errors import DeviceError
from tests.simulator.customer import AYSE, HOST, Customer

KEY, SECRET = "SK" + "1" * 32, "a-secret-long-enough-for-hs256-signing"
ACCOUNT = Account(api_keys=((KEY, SECRET),))


@pytest.fixture
def customer() -> Customer:
    return Customer(account=ACCOUNT)


def token(
    customer: Customer, identity: str = "ayse", *, secret: str = SECRET, incoming: bool = True, **more: Any
) -> str:
    """As the customer's own server makes it, with Twilio's library; its times are counted on the network's clock."""
    application = more.pop("application", None)
    issued = int(customer.clock().timestamp())
    ttl = more.pop("ttl", 3600)
    told = {"account_sid": ACCOUNT.sid, "signing_key_sid": KEY, "secret": secret, "identity": identity}
    made = AccessToken(**{**told, **more}, valid_until=issued + ttl, nbf=issued)
    made.add_grant(VoiceGrant(incoming_allow=incoming, outgoing_application_sid=application))
    return str(made.to_jwt())


def registered(customer: Customer, identity: str = "ayse", **more: Any) -> Device:
    device = customer.sim.device(token(customer, identity, **more))
    device.register()
    return device


def names(device: Device) -> list[str]:
    return [event.name for event in device.events]


WRONG: dict[str, tuple[int, Callable[[Customer], str]]] = {
    "no token at all": (20101, lambda c: "nonsense"),
    "signed with another secret": (20107, lambda c: token(c, secret="another-secret-that-is-long-enough-too")),
    "of a key we do not have": (20103, lambda c: token(c, signing_key_sid="SK" + "2" * 32)),
    "of another account": (20103, lambda c: token(c, account_sid="AC" + "9" * 32)),
    "run out": (20104, lambda c: token(c, ttl=-1)),
    "valid for two days": (20157, lambda c: token(c, ttl=48 * 3600)),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_token_that_is_not_right_is_refused_with_twilios_code(customer: Customer, wrong: str) -> None:
    code, make = WRONG[wrong]
    with pytest.raises(DeviceError) as refused:
        customer.sim.device(make(customer))
    assert refused.value.code == code


def test_a_token_without_incoming_does_not_register_and_one_without_outgoing_does_not_call(customer: Customer) -> None:
    device = customer.sim.device(token(customer, incoming=False))
    for deed in (device.register, device.connect):
        with pytest.raises(DeviceError, match="31204"):
            deed()
    assert device.state == "unregistered"


def test_a_registered_browser_is_rung_and_talks_with_the_caller(customer: Customer) -> None:
    ayse = registered(customer)
    customer.says("/voice", "<Dial action='/after'><Client>ayse</Client></Dial>")
    call = customer.call("joins", {"talks": 10}, "hangs_up")
    customer.sim.advance(5)
    assert names(ayse) == ["registered", "incoming"]
    ayse.accept()
    customer.sim.advance(30)
    assert call.done and not call.failures
    assert names(ayse)[2:] == ["accept", "disconnect"]


def test_what_the_document_says_about_the_call_reaches_the_browser(customer: Customer) -> None:
    ayse = registered(customer)
    dial = '<Dial><Client><Identity>ayse</Identity><Parameter name="case" value="4812"/></Client></Dial>'
    customer.says("/voice", dial)
    customer.call({"waits": 20})
    customer.sim.advance(5)
    assert ayse.incoming[0].parameters == {"case": "4812"}


def test_what_the_address_says_about_the_call_reaches_the_browser(customer: Customer) -> None:
    ayse = registered(customer)
    customer.rings("client:ayse?case=4812&name=Mehmet%20Kaya")
    customer.sim.advance(5)
    assert ayse.incoming[0].parameters == {"case": "4812", "name": "Mehmet Kaya"}


def test_all_browsers_of_one_person_ring_and_the_first_to_accept_has_the_call(customer: Customer) -> None:
    desk, laptop, other = registered(customer), registered(customer), registered(customer, "ali")
    customer.rings("client:ayse")
    customer.sim.advance(5)
    assert [len(device.incoming) for device in (desk, laptop, other)] == [1, 1, 0]
    laptop.accept()
    customer.sim.advance(1)
    assert names(desk)[-1] == "cancel" and "accept" in names(laptop)
    with pytest.raises(DeviceError):
        desk.accept()


def test_a_call_is_refused_when_every_browser_has_rejected_it(customer: Customer) -> None:
    desk, laptop = registered(customer), registered(customer)
    customer.rings("client:ayse")
    customer.sim.advance(5)
    desk.reject()
    customer.sim.advance(1)
    assert customer.told("CallStatus")[-1] == "ringing"
    laptop.reject()
    customer.sim.advance(1)
    assert customer.told("CallStatus")[-1] == "busy"


def test_a_browser_nobody_is_at_is_not_waited_for(customer: Customer) -> None:
    customer.rings("client:ayse")
    customer.sim.advance(3)
    assert customer.told("CallStatus")[-1] == "no-answer"


def test_a_caller_who_gives_up_stops_the_browser_ringing(customer: Customer) -> None:
    ayse = registered(customer)
    customer.says("/voice", "<Dial><Client>ayse</Client></Dial>")
    customer.call({"waits": 6}, "hangs_up")
    customer.sim.advance(10)
    assert names(ayse)[-1] == "cancel" and not ayse.incoming


def test_a_browser_calls_its_application_with_what_the_page_gives(customer: Customer) -> None:
    application = customer.sim.application("desk", f"{HOST}/desk")
    ayse = customer.sim.device(token(customer, application=application.sid))
    customer.says("/desk", '<Gather action="/key" numDigits="2"/>')
    ayse.connect({"To": AYSE, "case": "4812"})
    customer.sim.advance(2)
    ayse.send_digits("12")
    customer.sim.advance(2)
    (asked,) = customer.got("/desk")
    assert asked["From"] == "client:ayse" and asked["To"] == AYSE and asked["case"] == "4812"
    assert asked["ApplicationSid"] == application.sid and asked["Direction"] == "inbound"
    assert customer.got("/key")[0]["Digits"] == "12"
    assert names(ayse)[-1] == "disconnect"


def test_a_registration_ends_with_its_token_and_a_fresh_one_carries_it_on(customer: Customer) -> None:
    short, renewed = registered(customer, ttl=60), registered(customer, ttl=60)
    customer.sim.advance(55)
    assert names(short)[-1] == "tokenWillExpire"
    renewed.update_token(token(customer))
    customer.sim.advance(10)
    assert (short.state, renewed.state) == ("unregistered", "registered")
    assert short.events[-2].data["code"] == 20104


def test_a_call_outlives_the_token(customer: Customer) -> None:
    ayse = registered(customer, ttl=60)
    customer.says("/agent", "<Pause length='200'/>")
    customer.rings("client:ayse")
    customer.sim.advance(5)
    ayse.accept()
    customer.sim.advance(100)
    assert ayse.is_busy and ayse.state == "unregistered"
    ayse.disconnect()
    customer.sim.advance(1)
    assert customer.told("CallStatus")[-1] == "completed"


def test_who_is_muted_is_not_heard(customer: Customer) -> None:
    ayse = registered(customer)
    customer.says("/agent", '<Gather input="speech" action="/said" timeout="20" speechTimeout="1"/>')
    customer.rings("client:ayse")
    customer.sim.advance(5)
    ayse.accept()
    customer.sim.advance(1)
    ayse.mute()
    ayse.say("evet")
    customer.sim.advance(2)
    assert not customer.got("/said")
    ayse.mute(False)
    ayse.say("evet")
    customer.sim.advance(2)
    assert customer.got("/said")[0]["SpeechResult"] == "evet"


def test_eleven_browsers_are_too_many_for_one_person(customer: Customer) -> None:
    devices = [registered(customer) for _ in range(11)]
    assert [device.state for device in devices] == ["unregistered"] + ["registered"] * 10


def test_the_time_of_a_token_is_the_networks(customer: Customer) -> None:
    device = registered(customer)
    assert device.token.expires_at == customer.clock() + timedelta(hours=1)


def test_a_browser_is_worked_over_http(customer: Customer) -> None:
    web: Any = rest_app(customer.sim).test_client()
    made = web.post("/_sim/devices", json={"token": token(customer)})
    assert made.status_code == 201 and made.json["state"] == "registered"
    customer.says("/agent", "<Pause length='60'/>")
    customer.rings("client:ayse?case=4812")
    customer.sim.advance(5)
    assert web.get("/_sim/devices").json["devices"][0]["incoming"][0]["parameters"] == {"case": "4812"}
    web.post("/_sim/devices/1/accept")
    customer.sim.advance(2)
    heard = web.get("/_sim/devices/1/events?since=1&wait=5").json["events"]
    assert [event["name"] for event in heard] == ["incoming", "accept"]
    assert web.post("/_sim/devices/1/digits", json={"digits": "x"}).status_code == 400
    web.post("/_sim/devices/1/disconnect")
    assert web.get("/_sim/devices/1").json["busy"] is False
    refused = web.post("/_sim/devices", json={"token": "nonsense"})
    assert (refused.status_code, refused.json["code"]) == (400, 20101)
    assert web.post("/_sim/devices/9/accept").status_code == 404


def test_who_calls_out_from_a_browser_does_there_what_they_do_on_the_line(customer: Customer) -> None:
    desk = customer.sim.application("desk", f"{HOST}/agent")
    customer.says("/agent", "<Dial><Conference>room</Conference></Dial>")
    customer.says("/voice", "<Dial><Conference>room</Conference></Dial>")
    made = token(customer, application=desk.sid)
    ayse = customer.sim.at_browser(made, "Ayşe", steps=["joins", {"says": "Buyurun."}])
    call = customer.call("joins", {"hears": "buyurun"}, "hangs_up")
    ayse.device.connect({"reservation": "an-offer"})
    customer.sim.advance(30)
    assert call.done and not call.failures, customer.page()
    assert customer.got("/agent")[0]["reservation"] == "an-offer"
