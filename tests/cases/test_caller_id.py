import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases.caller_id import CallerId, parse_caller_id


@pytest.mark.parametrize(
    ("raw", "kind", "value"),
    [
        ("+905321234567", "e164", "+905321234567"),
        ("05321234567", "e164", "+905321234567"),
        ("5321234567", "e164", "+905321234567"),
        ("+44 7911 123456", "e164", "+447911123456"),
        ("+15550100999", "e164", "+15550100999"),
        ("4440332", "short", "4440332"),
        ("+904440332", "short", "4440332"),
        ("1818", "short", "1818"),
        ("112", "emergency", "112"),
        ("155", "emergency", "155"),
        ("anonymous", "withheld", ""),
        ("Anonymous", "withheld", ""),
        ("Restricted", "withheld", ""),
        ("+266696687", "withheld", ""),
        ("266696687", "withheld", ""),
        ("+7378742833", "withheld", ""),
        ("sip:anonymous@anonymous.invalid", "withheld", ""),
        ("ANONYMOUS", "withheld", ""),
        ("+86282452253", "withheld", ""),
        ("", "unknown", ""),
        (None, "unknown", ""),
        ("   ", "unknown", ""),
        ("unknown", "unknown", ""),
        ("+8656696", "unknown", ""),
        ("+", "unknown", ""),
        ("Mehmet", "unknown", ""),
        ("client:", "unknown", ""),
        ("client:ayse", "client", "ayse"),
        ("sip:Ali@PBX.example.com", "sip", "sip:ali@pbx.example.com"),
        ("sip:ali@pbx.example.com:5060;transport=tls?x=1", "sip", "sip:ali@pbx.example.com:5060"),
        ("+905321234567\x0b", "e164", "+905321234567"),
    ],
)
def test_what_carriers_send(raw, kind, value):
    assert parse_caller_id(raw) == CallerId(kind=kind, value=value)


def test_a_number_without_a_country_is_of_the_centres_region():
    assert parse_caller_id("07911 123456", region="GB") == CallerId(kind="e164", value="+447911123456")


@given(st.one_of(st.text(), st.text("+0123456789 ()-", max_size=20)))
@example("+9" * 200)
@example("\ud800")
@example("٠٥٣٢١٢٣٤٥٦٧")
def test_nothing_a_carrier_sends_is_too_strange(raw):
    caller = parse_caller_id(raw)
    if caller.kind == "e164":
        assert caller.value.startswith("+")
        assert caller.value[1:].isdigit()
        assert 8 <= len(caller.value[1:]) <= 15


@pytest.mark.parametrize("raw", ["sip:" + "a" * 400 + "@pbx", "client:" + "b" * 400, "1" * 400, "+90532" + "1" * 400])
def test_however_long_an_address_is_it_fits_the_record(raw):
    assert len(parse_caller_id(raw).value) <= 120
