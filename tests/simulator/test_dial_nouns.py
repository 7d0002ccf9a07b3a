"""Whom a Dial can ring: numbers, browsers, SIP telephones, WhatsApp, SIM cards, applications."""

import pytest

from simulator import Switches
from tests.simulator.customer import ALI, AYSE, CENTRE, HOST, MEHMET, Customer

EVENTS = "initiated ringing answered completed"


def dials(customer: Customer, nouns: str, attributes: str = "") -> None:
    customer.says("/voice", f'<Dial action="/after" {attributes}>{nouns}</Dial>')


def test_every_event_of_a_number_is_told_by_the_method_it_names(customer: Customer) -> None:
    told = f'statusCallback="/progress" statusCallbackEvent="{EVENTS}" statusCallbackMethod="GET"'
    dials(customer, f"<Number {told}>{AYSE}</Number>")
    customer.sim.person(AYSE, "Ayşe", answers_after=1, hangs_up_after=3)
    customer.call()
    customer.sim.advance(20)
    assert customer.told("CallStatus") == ["initiated", "ringing", "in-progress", "completed"]
    assert customer.told("SequenceNumber") == ["0", "1", "2", "3"]
    assert {entry.data["method"] for entry in customer.of("callback") if "/progress" in entry.text} == {"GET"}


def test_numbers_in_sequence_are_rung_one_after_the_other(customer: Customer) -> None:
    dials(customer, f"<Number>{AYSE}</Number><Number>{ALI}</Number>", 'sequential="true" timeout="5"')
    customer.sim.person(AYSE, "Ayşe", never_answers=True)
    customer.sim.person(ALI, "Ali", answers_after=1, hangs_up_after=4)
    call = customer.call("joins", "is_hung_up")
    customer.sim.advance(8)
    assert [leg.to for leg in customer.sim.legs() if not leg.is_inbound] == [AYSE]
    customer.sim.advance(30)
    assert not call.failures
    assert customer.told("DialCallStatus", "/after") == ["completed"]


@pytest.mark.parametrize(("goes_on", "rung"), [(True, [AYSE, ALI]), (False, [AYSE])])
def test_a_declined_whisper_may_lead_to_the_next_in_turn(goes_on: bool, rung: list[str]) -> None:
    customer = Customer(Switches(sequential_dial_goes_on_after_whisper=goes_on))
    dials(customer, f'<Number url="/whisper">{AYSE}</Number><Number>{ALI}</Number>', 'sequential="true"')
    customer.says("/whisper", "<Say>Will you?</Say><Hangup/>")
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.sim.person(ALI, "Ali", answers_after=1, hangs_up_after=4)
    customer.call()
    customer.sim.advance(30)
    assert [leg.to for leg in customer.sim.legs() if not leg.is_inbound] == rung
    assert customer.told("DialBridged", "/after") == [str(goes_on).lower()]


def test_digits_are_sent_to_whoever_answers_before_the_whisper(customer: Customer) -> None:
    dials(customer, f'<Number sendDigits="ww12" url="/whisper">{AYSE}</Number>')
    customer.says("/whisper", "<Say>Hello</Say>")
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.call()
    customer.sim.advance(5)
    callee = next(leg for leg in customer.sim.legs() if not leg.is_inbound)
    assert [heard.text for heard in callee.ear.utterances][:3] == ["♪ 1", "♪ 2", "Hello"]
    assert callee.answered_at is not None
    assert (callee.ear.utterances[0].started_at - callee.answered_at).total_seconds() == pytest.approx(1.0)


def test_a_browser_is_given_the_parameters(customer: Customer) -> None:
    dials(customer, '<Client><Identity>ayse</Identity><Parameter name="case" value="4812"/></Client>')
    customer.sim.person("client:ayse", "Ayşe", answers_after=1)
    call = customer.call("joins")
    customer.sim.advance(5)
    assert not call.failures
    browser = customer.sim.live_legs()[1]
    assert (browser.to, dict(browser.custom_parameters)) == ("client:ayse", {"case": "4812"})


@pytest.mark.parametrize("status", ["no-answer", "failed"])
def test_a_browser_nobody_has_open_fails_at_once(status: str) -> None:
    customer = Customer(Switches(unregistered_client_status=status))
    dials(customer, "<Client>ayse</Client>")
    customer.call()
    customer.sim.advance(4)
    assert customer.told("DialCallStatus", "/after") == [status]


def test_a_sip_telephone_answers_and_its_response_is_told(customer: Customer) -> None:
    dials(customer, "<Sip><Uri>sip:ayse@ofis.test;transport=tls?X-Case=4812</Uri></Sip>")
    customer.sim.person("sip:ayse@ofis.test", "Ayşe", answers_after=1, hangs_up_after=2)
    customer.call()
    customer.sim.advance(10)
    after = customer.got("/after")[0]
    assert (after["DialSipResponseCode"], after["DialBridged"]) == ("200", "true")
    assert after["DialSipCallId"]


def test_a_busy_sip_telephone_says_so(customer: Customer) -> None:
    dials(customer, "<Sip>sip:ayse@ofis.test</Sip>")
    customer.sim.person("sip:ayse@ofis.test", "Ayşe", busy=True)
    customer.call()
    customer.sim.advance(10)
    assert (customer.told("DialCallStatus", "/after"), customer.told("DialSipResponseCode", "/after")) == (
        ["busy"],
        ["486"],
    )


def test_whatsapp_is_called_from_a_whatsapp_sender(customer: Customer) -> None:
    dials(customer, f"<WhatsApp>{AYSE}</WhatsApp>", f'callerId="whatsapp:{CENTRE}"')
    customer.sim.person(f"whatsapp:{AYSE}", "Ayşe", answers_after=1)
    call = customer.call("joins")
    customer.sim.advance(5)
    assert not call.failures


def test_a_sim_card_can_be_called(customer: Customer) -> None:
    dials(customer, "<Sim>DE00000000000000000000000000000001</Sim>")
    customer.sim.person("sim:DE00000000000000000000000000000001", "Terminal", answers_after=1)
    call = customer.call("joins")
    customer.sim.advance(5)
    assert not call.failures


def test_an_application_runs_its_document_on_the_far_side(customer: Customer) -> None:
    sid = customer.rest.applications.create(voice_url=f"{HOST}/app", friendly_name="far").sid
    noun = f'<ApplicationSid>{sid}</ApplicationSid><Parameter name="case" value="4812"/>'
    dials(customer, f'<Application copyParentTo="true">{noun}</Application>')
    customer.says("/app", "<Say>Here is the other application</Say><Hangup/>")
    call = customer.call({"hears": "the other application"}, "is_hung_up")
    customer.sim.advance(20)
    assert not call.failures
    asked = customer.got("/app")[0]
    assert (asked["ApplicationSid"], asked["case"], asked["To"], asked["From"]) == (sid, "4812", CENTRE, MEHMET)
    assert customer.told("DialBridged", "/after") == ["true"]


def test_different_kinds_ring_together_and_the_first_answer_wins(customer: Customer) -> None:
    dials(customer, f"<Number>{AYSE}</Number><Client>ali</Client><Sip>sip:can@ofis.test</Sip>")
    customer.sim.person(AYSE, "Ayşe", answers_after=5)
    customer.sim.person("client:ali", "Ali", answers_after=2)
    customer.sim.person("sip:can@ofis.test", "Can", answers_after=8)
    customer.call("joins")
    customer.sim.advance(10)
    assert {leg.name: leg.status for leg in customer.sim.legs() if not leg.is_inbound} == {
        "Ayşe": "canceled",
        "Ali": "in-progress",
        "Can": "canceled",
    }


@pytest.mark.parametrize(
    ("nouns", "code"),
    [
        (f"<Number>{AYSE}</Number>" * 11, 13215),
        (f"<Conference>room</Conference><Number>{AYSE}</Number>", 13215),
        ("<Number>not a number</Number>", 13223),
        ("<Number>+90</Number>", 13224),
        ("<Number>+909001112233</Number>", 13225),
        ("<Number>+999123456789</Number>", 13226),
        ("<Sip>ayse@ofis.test</Sip>", 13243),
        ("<Client></Client>", 13224),
        ("<Application><ApplicationSid>AP0</ApplicationSid></Application>", 13224),
        (f"<WhatsApp>{AYSE}</WhatsApp>", 13214),
    ],
)
def test_what_cannot_be_dialled_is_an_error_and_the_action_hears_that_it_failed(
    customer: Customer, nouns: str, code: int
) -> None:
    dials(customer, nouns)
    customer.call()
    customer.sim.advance(5)
    assert code in customer.errors()
    assert customer.told("DialCallStatus", "/after") == ["failed"]
    assert not [leg for leg in customer.sim.legs() if not leg.is_inbound]


def test_a_number_abroad_may_need_permission() -> None:
    customer = Customer(Switches(permitted_countries=frozenset({"+90"})))
    dials(customer, "<Number>+493012345678</Number>")
    customer.call()
    customer.sim.advance(5)
    assert 13227 in customer.errors()


def test_a_refused_dial_may_fail_the_whole_document() -> None:
    customer = Customer(Switches(refused_dial_fails_document=True))
    dials(customer, "<Number>not a number</Number>")
    call = customer.call("is_hung_up")
    customer.sim.advance(20)
    assert not call.failures
    assert not customer.got("/after")


def test_one_wrong_number_does_not_keep_the_others_from_ringing(customer: Customer) -> None:
    dials(customer, f"<Number>wrong</Number><Number>{AYSE}</Number>")
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    call = customer.call("joins")
    customer.sim.advance(5)
    assert not call.failures
    assert 13223 in customer.errors()


@pytest.mark.parametrize(
    ("caller_id", "shown"),
    [("", MEHMET), (MEHMET, MEHMET), (CENTRE, CENTRE), ("+905550009999", ""), ("anonymous", "")],
)
def test_a_callee_is_shown_the_caller_an_own_or_a_verified_number(
    customer: Customer, caller_id: str, shown: str
) -> None:
    dials(customer, f"<Number>{AYSE}</Number>", f'callerId="{caller_id}"' if caller_id else "")
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.call()
    customer.sim.advance(5)
    assert [leg.from_ for leg in customer.sim.legs() if not leg.is_inbound] == ([shown] if shown else [])
    assert (13214 in customer.errors()) is not bool(shown)


@pytest.mark.parametrize(("from_", "caller_id", "code"), [
    ("client:ayse", "", 13214),
    ("client:ayse", CENTRE, 0),
    ("sip:ayse@ofis.test", "", 13214),
    ("sip:ayse@ofis.test", CENTRE, 0),
])  # fmt: skip
def test_whoever_has_no_number_must_show_one_of_ours(customer: Customer, from_: str, caller_id: str, code: int) -> None:
    dials(customer, f"<Number>{AYSE}</Number>", f'callerId="{caller_id}"' if caller_id else "")
    customer.sim.place_call(from_, CENTRE)
    customer.sim.advance(5)
    assert customer.errors() == ([code] if code else [])
