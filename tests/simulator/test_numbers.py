"""The account's numbers: looking for them, buying, changing and releasing them; verified numbers of others."""

from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException

from simulator import Switches
from tests.simulator.customer import ALI, AYSE, CENTRE, HOST, Customer


def refused(attempt: Any) -> int:
    with pytest.raises(TwilioRestException) as error:
        attempt()
    return int(error.value.code)


def test_numbers_on_sale_can_be_looked_for_and_bought(customer: Customer) -> None:
    country = customer.rest.available_phone_numbers("TR")
    found = country.local.list(contains="0850", limit=2)
    assert [one.phone_number for one in found] == ["+908502550001", "+908502550002"]
    bought = customer.rest.incoming_phone_numbers.create(
        phone_number=found[0].phone_number, friendly_name="Ankara", voice_url=f"{HOST}/voice"
    )
    assert (bought.friendly_name, bought.capabilities["voice"], bought.type) == ("Ankara", True, "local")
    assert bought.date_created == customer.clock()
    assert found[0].phone_number not in [one.phone_number for one in country.local.list()]
    customer.sim.place_call(AYSE, bought.phone_number)
    customer.sim.advance(5)
    assert customer.got("/voice")[0]["To"] == bought.phone_number


def test_countries_sell_different_kinds(customer: Customer) -> None:
    assert {one.country_code for one in customer.rest.available_phone_numbers.list()} >= {"TR", "US", "GB"}
    assert customer.rest.available_phone_numbers("US").fetch().country == "United States"
    assert customer.rest.available_phone_numbers("US").mobile.list() == []
    assert customer.rest.available_phone_numbers("TR").toll_free.list(limit=1)[0].phone_number.startswith("+90800")
    assert refused(customer.rest.available_phone_numbers("XX").fetch) == 20404


def test_a_number_can_be_bought_by_area_code_and_by_kind(customer: Customer) -> None:
    numbers = customer.rest.incoming_phone_numbers
    assert numbers.create(area_code="510").phone_number == "+15105550000"
    mobile = customer.rest.available_phone_numbers("TR").mobile.list(limit=1)[0].phone_number
    numbers.mobile.create(phone_number=mobile, friendly_name="Saha")
    free = customer.rest.available_phone_numbers("US").toll_free.list(limit=1)[0].phone_number
    numbers.toll_free.create(phone_number=free)
    assert [one.phone_number for one in numbers.mobile.list()] == [mobile]
    assert [one.phone_number for one in numbers.toll_free.list()] == [free]
    assert [one.phone_number for one in numbers.local.list()] == ["+15105550000", CENTRE]
    assert refused(lambda: numbers.toll_free.create(phone_number="+908502551234")) == 21421


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, 21400),
        ({"phone_number": "0850"}, 21421),
        ({"phone_number": CENTRE}, 21422),
        ({"phone_number": AYSE}, 21422),
        ({"area_code": "012"}, 21451),
        ({"area_code": "510", "voice_application_sid": "AP" + "1" * 32}, 21403),
        ({"area_code": "510", "voice_url": "nowhere"}, 21205),
        ({"area_code": "510", "friendly_name": "a" * 65}, 20001),
    ],
)
def test_what_cannot_be_bought_is_said(customer: Customer, form: dict[str, Any], code: int) -> None:
    customer.sim.person(AYSE, "Ayşe")
    assert refused(lambda: customer.rest.incoming_phone_numbers.create(**form)) == code
    assert len(customer.sim.exchange.numbers) == 1


def test_numbers_are_found_by_name_and_by_a_part(customer: Customer) -> None:
    numbers = customer.rest.incoming_phone_numbers
    numbers.create(phone_number="+908502559999", friendly_name="Last")
    assert [one.phone_number for one in numbers.list(friendly_name="Last")] == ["+908502559999"]
    assert [one.friendly_name for one in numbers.list(phone_number="*9999")] == ["Last"]
    assert len(numbers.list(phone_number="0850*5")) == 2
    assert numbers.list(beta=True) == numbers.list(origin="hosted") == []


def test_everything_of_a_number_can_be_changed(customer: Customer) -> None:
    number = customer.rest.incoming_phone_numbers.list()[0]
    number.update(
        sms_url=f"{HOST}/sms",
        sms_method="GET",
        sms_fallback_url=f"{HOST}/sms-help",
        voice_method="GET",
        voice_caller_id_lookup=True,
        address_sid="AD" + "1" * 32,
        emergency_status="Inactive",
    )
    again = number.fetch()
    assert (again.sms_url, again.sms_method, again.sms_fallback_url) == (f"{HOST}/sms", "GET", f"{HOST}/sms-help")
    assert (again.voice_method, again.voice_caller_id_lookup, again.address_sid) == ("GET", True, "AD" + "1" * 32)


def test_a_number_s_application_answers_its_calls(customer: Customer) -> None:
    app = customer.sim.application("IVR", f"{HOST}/app", status_callback=f"{HOST}/app-over")
    number = customer.rest.incoming_phone_numbers.list()[0].update(voice_application_sid=app.sid)
    customer.call()
    customer.sim.advance(5)
    assert customer.got("/app") and customer.got("/app-over") and not customer.got("/voice")
    number.update(voice_application_sid="")
    customer.call()
    customer.sim.advance(5)
    assert customer.got("/voice")


def test_a_released_number_is_gone(customer: Customer) -> None:
    assert customer.rest.incoming_phone_numbers.list()[0].delete()
    assert customer.rest.incoming_phone_numbers.list() == []
    assert refused(customer.rings) == 21210


def verify(customer: Customer) -> Any:
    return customer.rest.validation_requests.create(
        phone_number=ALI, friendly_name="Ali", status_callback=f"{HOST}/verified"
    )


def test_a_number_of_somebody_else_can_be_verified_and_then_called_from(customer: Customer) -> None:
    customer.sim.person(ALI, "Ali", answers_after=2)
    assert refused(lambda: customer.rest.calls.create(to=AYSE, from_=ALI, url=HOST)) == 21210
    asked = verify(customer)
    assert (len(asked.validation_code), asked.phone_number) == (6, ALI)
    customer.sim.advance(60)
    assert customer.told("VerificationStatus", "/verified") == ["success"]
    known = customer.rest.outgoing_caller_ids.list(phone_number=ALI)[0]
    assert known.update(friendly_name="Ali B.").friendly_name == "Ali B."
    assert customer.rest.calls.create(to=AYSE, from_=ALI, url=f"{HOST}/agent").status == "queued"
    assert refused(lambda: verify(customer)) == 21450
    assert known.delete()
    assert customer.rest.outgoing_caller_ids.list() == []


@pytest.mark.parametrize(("keyed_in", "behaviour"), [(False, {"answers_after": 2}), (True, {"busy": True})])
def test_a_number_is_not_verified_without_its_code(keyed_in: bool, behaviour: dict[str, Any]) -> None:
    customer = Customer(Switches(validation_code_is_keyed_in=keyed_in))
    customer.sim.person(ALI, "Ali", **behaviour)
    verify(customer)
    customer.sim.advance(60)
    assert customer.told("VerificationStatus", "/verified") == ["failed"]
    assert customer.rest.outgoing_caller_ids.list() == []


def test_a_wrong_number_cannot_be_verified(customer: Customer) -> None:
    assert refused(lambda: customer.rest.validation_requests.create(phone_number="0532")) == 21401
