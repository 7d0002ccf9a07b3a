"""People write to the account: its webhook answers, and opt-out words are obeyed."""

from typing import Any

import pytest
from flask import Response
from twilio.base.exceptions import TwilioRestException

from simulator import Switches
from simulator.messages.messaging_service import OptOut
from tests.simulator.customer import AYSE, CENTRE, HOST, Customer

WA_AYSE, WA_CENTRE = f"whatsapp:{AYSE}", f"whatsapp:{CENTRE}"


@pytest.fixture
def customer() -> Customer:
    return reachable(Customer())


def reachable(customer: Customer) -> Customer:
    customer.sim.own_number(CENTRE, f"{HOST}/voice", sms_url=f"{HOST}/sms", sms_fallback_url=f"{HOST}/sms-help")
    return customer


def writes(customer: Customer, body: str, **more: Any) -> None:
    customer.sim.text(AYSE, CENTRE, body, **more)
    customer.sim.advance(10)


def answers(customer: Customer) -> list[str]:
    return [one.body for one in customer.sim.messages() if one.direction == "outbound-reply"]


def send(customer: Customer, **more: Any) -> Any:
    return customer.rest.messages.create(**{"to": AYSE, "from_": CENTRE, "body": "Merhaba", **more})


def refused(customer: Customer, **more: Any) -> int:
    with pytest.raises(TwilioRestException) as error:
        send(customer, **more)
    return int(error.value.code)


def test_a_message_reaches_the_number_s_webhook(customer: Customer) -> None:
    writes(customer, "Siparişim nerede?", media=[f"{HOST}/foto.jpg"])
    (form,) = customer.got("/sms")
    assert (form["From"], form["To"], form["Body"]) == (AYSE, CENTRE, "Siparişim nerede?")
    assert (form["NumMedia"], form["MediaUrl0"], form["MediaContentType0"]) == ("1", f"{HOST}/foto.jpg", "image/jpeg")
    assert form["MessageSid"] == form["SmsSid"] == form["SmsMessageSid"]
    assert (form["NumSegments"], form["SmsStatus"], form["FromCountry"]) == ("1", "received", "TR")
    assert customer.requests[-1].genuine
    (shown,) = customer.rest.messages.list()
    assert (shown.direction, shown.status, shown.num_media) == ("inbound", "received", "1")


def test_the_webhook_s_answer_is_sent(customer: Customer) -> None:
    customer.says("/sms", "<Message>Yolda.</Message><Message to='+905320000001'><Body>Bakın</Body></Message>")
    writes(customer, "Nerede?")
    replies = [(one.from_, one.to, one.body, one.status) for one in customer.sim.messages()[1:]]
    assert replies == [(CENTRE, AYSE, "Yolda.", "delivered"), (CENTRE, "+905320000001", "Bakın", "delivered")]


def test_an_answer_can_carry_a_picture_and_tell_how_it_got_on(customer: Customer) -> None:
    picture = f"<Media>{HOST}/harita.png</Media>"
    customer.says("/sms", f"<Message statusCallback='{HOST}/told'><Body>Burada</Body>{picture}</Message>")
    writes(customer, "Neredesiniz?")
    assert customer.sim.messages()[-1].media[0].content_type == "image/png"
    assert customer.told("MessageStatus", "/told") == ["sent", "delivered"]


def test_plain_text_is_an_answer_and_an_empty_document_is_none(customer: Customer) -> None:
    customer.says("/sms", lambda form: Response("Tamam", content_type="text/plain"))
    writes(customer, "Merhaba")
    customer.says("/sms", "")
    writes(customer, "Orada mısınız?")
    assert answers(customer) == ["Tamam"]


def test_an_answer_can_lead_on(customer: Customer) -> None:
    customer.says("/sms", "<Redirect>/other</Redirect><Message>never</Message>")
    customer.says("/other", "<Message>there</Message>")
    writes(customer, "Merhaba")
    assert answers(customer) == ["there"]


def test_going_round_in_circles_ends(customer: Customer) -> None:
    customer.says("/sms", "<Redirect>/sms</Redirect>")
    writes(customer, "Merhaba")
    assert customer.errors() == [11215]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Response("no", status=500), 11200),
        (Response("<Response><Message>", content_type="text/xml"), 12100),
        (Response("<html/>", content_type="text/xml"), 12100),
        (Response("<!DOCTYPE x [<!ENTITY a 'b'>]><Response/>", content_type="text/xml"), 12100),
        (Response(b"x" * 70_000, content_type="text/xml"), 11750),
    ],
)
def test_a_bad_answer_is_told_to_the_fallback(customer: Customer, answer: Response, code: int) -> None:
    customer.says("/sms", lambda form: answer)
    customer.says("/sms-help", "<Message>Birazdan</Message>")
    writes(customer, "Merhaba")
    assert customer.errors() == [code]
    assert customer.told("ErrorCode", "/sms-help") == [str(code)]
    assert answers(customer) == ["Birazdan"]


def test_a_verb_of_calls_is_passed_over_with_a_warning(customer: Customer) -> None:
    customer.says("/sms", "<Say>Merhaba</Say><Message voice='x'>Selam</Message>")
    writes(customer, "Merhaba")
    assert (customer.errors(), answers(customer)) == ([12200, 12200], ["Selam"])


def test_an_application_s_url_wins_over_the_number_s(customer: Customer) -> None:
    app = customer.sim.application("texts", sms_url=f"{HOST}/app")
    customer.sim.own_number(CENTRE, sms_url=f"{HOST}/sms", sms_application_sid=app.sid)
    writes(customer, "Merhaba")
    assert customer.got("/app") and not customer.got("/sms")


@pytest.mark.parametrize("word", ["STOP", " stop ", "Unsubscribe", "cancel", "QUIT", "optout"])
def test_an_opt_out_word_is_obeyed_answered_and_still_delivered(customer: Customer, word: str) -> None:
    writes(customer, word)
    assert refused(customer) == 21610
    assert "unsubscribed" in answers(customer)[0]
    (form,) = customer.got("/sms")
    assert "OptOutType" not in form
    writes(customer, word)
    assert len(answers(customer)) == 1
    writes(customer, "START")
    assert send(customer).status == "queued"


@pytest.mark.parametrize("word", ["please stop", "stopped", "DUR", "İPTAL"])
def test_only_the_whole_word_ends_messages_and_only_the_known_ones(customer: Customer, word: str) -> None:
    writes(customer, word)
    assert send(customer).status == "queued"


def test_help_is_answered(customer: Customer) -> None:
    writes(customer, "help")
    assert answers(customer) == ["Reply STOP to unsubscribe. Msg&Data Rates May Apply."]
    assert send(customer).status == "queued"


def test_a_reply_to_who_opted_out_does_not_go(customer: Customer) -> None:
    customer.says("/sms", "<Message>Neden?</Message>")
    writes(customer, "STOP")
    assert (len(answers(customer)), customer.errors()) == (1, [21610])


def test_an_opt_out_holds_for_the_whole_service_and_for_nobody_else(customer: Customer) -> None:
    second, outside = "+908502550001", "+908502550002"
    customer.sim.own_number(second)
    customer.sim.own_number(outside)
    service = customer.sim.messaging_service(CENTRE, second)
    writes(customer, "STOP")
    assert refused(customer, from_=second) == 21610
    assert refused(customer, from_=None, messaging_service_sid=service.sid) == 21610
    assert send(customer, from_=outside).status == "queued"
    assert send(customer, to="+905320000001").status == "queued"


@pytest.mark.parametrize("word", ["DUR", "dur", "İPTAL", "iptal", "IPTAL", "STOP"])
def test_advanced_opt_out_knows_words_of_one_s_own(customer: Customer, word: str) -> None:
    words = OptOut(stop=("STOP", "DUR", "İPTAL"), stopped="Artık yazmayacağız.")
    customer.sim.messaging_service(CENTRE, opt_out=words, inbound_url=f"{HOST}/service")
    writes(customer, word)
    assert customer.told("OptOutType", "/service") == ["STOP"]
    assert answers(customer) == ["Artık yazmayacağız."]
    assert refused(customer) == 21610


def test_a_stop_can_be_kept_from_the_webhook() -> None:
    customer = reachable(Customer(Switches(opt_out_is_silent=True)))
    writes(customer, "STOP")
    assert customer.got("/sms") == []


def whatsapp(customer: Customer, **more: Any) -> tuple[str, int | None]:
    sent = send(customer, to=WA_AYSE, from_=WA_CENTRE, **more)
    customer.sim.advance(10)
    shown = sent.fetch()
    return shown.status, shown.error_code


def test_whatsapp_takes_free_text_for_a_day_after_the_customer_wrote(customer: Customer) -> None:
    assert whatsapp(customer) == ("failed", 63016)
    customer.sim.text(WA_AYSE, WA_CENTRE, "STOP")
    customer.sim.advance(3600 * 23)
    assert (customer.got("/sms")[0]["WaId"], answers(customer)) == (AYSE[1:], [])
    assert whatsapp(customer) == ("delivered", None)
    customer.sim.advance(3600 * 2)
    assert whatsapp(customer) == ("failed", 63016)


def test_whatsapp_takes_an_approved_template_at_any_time(customer: Customer) -> None:
    sid = customer.sim.content_template("Sizi {{1}} arayacağız.")
    told = whatsapp(customer, content_sid=sid, content_variables='{"1": "14:00"}')
    assert (told, customer.sim.messages()[-1].body) == (("delivered", None), "Sizi 14:00 arayacağız.")


def test_the_window_can_be_left_open() -> None:
    assert whatsapp(reachable(Customer(Switches(whatsapp_outside_window_error=0)))) == ("delivered", None)


def test_two_numbers_of_the_account_write_to_each_other(customer: Customer) -> None:
    customer.sim.own_number("+908502550001", sms_url=f"{HOST}/second")
    send(customer, to="+908502550001")
    customer.sim.advance(5)
    assert customer.got("/second")[0]["From"] == CENTRE


def test_writing_to_a_number_of_nobody_is_a_mistake(customer: Customer) -> None:
    with pytest.raises(ValueError, match="not a number of this account"):
        customer.sim.text(AYSE, "+902120000000", "Merhaba")


def test_what_was_known_of_people_is_forgotten_and_the_services_stay(customer: Customer) -> None:
    service = customer.sim.messaging_service(CENTRE)
    writes(customer, "STOP")
    customer.sim.reset()
    assert send(customer, from_=None, messaging_service_sid=service.sid).status == "accepted"
