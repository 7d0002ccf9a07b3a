"""Whose number we would call: the caller chooses it, and some numbers pay whoever chose them."""

import phonenumbers
import pytest
from phonenumbers import PhoneNumberType

from cases.dialable import NumbersWeCall, dialable, is_region, why_not_called

OURS = "+902125550100"
AT_HOME = NumbersWeCall(countries=("TR",), ours={OURS})
ABROAD = NumbersWeCall(countries=("TR", "US", "GB", "DE"), deny_prefixes=("+90392", "+4915"), ours={OURS})


@pytest.mark.parametrize(
    "written", ["+905321234567", "0532 123 45 67", "5321234567", "+90 212 555 01 01", "+908501234567"]
)
def test_a_telephone_at_home_is_called_however_it_was_keyed(written: str) -> None:
    assert why_not_called(written, AT_HOME) is None
    assert dialable(written, AT_HOME) in ("+905321234567", "+902125550101", "+908501234567")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "no_number"),
        ("anonymous", "no_number"),
        ("sip:ali@example.com", "no_number"),
        ("1", "no_number"),
        ("+90532123456", "no_number"),
        ("+99912345678901", "no_number"),
        ("112", "emergency_number"),
        ("155", "emergency_number"),
        ("911", "emergency_number"),
        ("999", "emergency_number"),
        ("0112", "emergency_number"),
        ("+90112", "emergency_number"),
        ("+1911", "emergency_number"),
        ("+44999", "emergency_number"),
        ("11811", "short_number"),
        ("5555", "short_number"),
        ("+9011811", "short_number"),
        (OURS, "our_number"),
        ("0212 555 01 00", "our_number"),
        ("+881612345678", "satellite"),
        ("+870773111632", "satellite"),
        ("+88213300655", "satellite"),
        ("+883510012345678", "satellite"),
        ("+18765551234", "country"),  # Jamaica
        ("+18095551234", "country"),  # the Dominican Republic
        ("+12844941234", "country"),  # the British Virgin Islands
        ("+441481256789", "country"),  # Guernsey has a code of its own
        ("+447624123456", "country"),  # so has the Isle of Man
        ("+77012345678", "country"),
        ("+979123456789", "country"),
        ("+80012345678", "country"),
        ("+903921234567", "denied_prefix"),
        ("+4915112345678", "denied_prefix"),
        ("+909001234567", "number_type"),
        ("+908881234567", "number_type"),
        ("+904441234", "number_type"),
        ("4441234", "number_type"),
        ("+905121234567", "number_type"),
        ("+908001234567", "number_type"),
        ("+19002345678", "number_type"),
        ("+18005551234", "number_type"),
        ("+447012345678", "number_type"),
        ("+449012345678", "number_type"),
        ("+448431234567", "number_type"),
        ("+491803123456", "number_type"),
    ],
)
def test_what_costs_a_fortune_or_is_nobodys_telephone_is_not_called(written: str, why: str) -> None:
    assert why_not_called(written, ABROAD) == why
    assert dialable(written, ABROAD) is None


@pytest.mark.parametrize("written", ["+14155552671", "+442071838750", "+4930123456"])
def test_another_country_is_called_where_the_policy_names_it(written: str) -> None:
    assert why_not_called(written, ABROAD) is None
    assert why_not_called(written, AT_HOME) == "country"


def test_networks_in_no_country_are_called_under_no_rules() -> None:
    everywhere = NumbersWeCall(countries={*phonenumbers.SUPPORTED_REGIONS, "001"})
    assert why_not_called("+881612345678", everywhere) == "satellite"


def test_of_every_country_nothing_that_bills_its_caller_is_called() -> None:
    """The library's own example of each kind of number, in every country there is."""
    everywhere = NumbersWeCall(
        countries=phonenumbers.SUPPORTED_REGIONS, kinds=("mobile", "fixed_line", "voip", "toll_free")
    )
    dear = [
        PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN,
        PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.PAGER, PhoneNumberType.VOICEMAIL,
    ]  # fmt: skip
    examples = [
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        for region in phonenumbers.SUPPORTED_REGIONS
        for kind in dear
        if (number := phonenumbers.example_number_for_type(region, kind)) is not None
    ]
    assert len(examples) > 300
    assert [one for one in examples if why_not_called(one, everywhere) is None] == []


def test_toll_free_is_called_only_where_it_is_listed() -> None:
    assert why_not_called("+908001234567", NumbersWeCall(countries=("TR",), kinds=("toll_free",))) is None


def test_a_code_that_is_no_country_is_known_as_such() -> None:
    assert is_region("GB")
    assert not is_region("UK")
