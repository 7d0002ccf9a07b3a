"""The transcript as one HTML file: everything to be seen is there, and nothing that must not be."""

import re

from simulator import rest_app, transcript_page
from tests.simulator.customer import ALI, AYSE, HOST, MEHMET, Customer, room


def told(customer: Customer) -> str:
    return transcript_page(customer.sim.trace)


def call_with_numbers_everywhere() -> Customer:
    customer = Customer()
    prompt = "Numaranız 0555 111 22 33, PIN girin"
    url = "/key?of=%2B905551112233"
    customer.says("/voice", f'<Gather numDigits="4" action="{url}"><Say>{prompt}</Say></Gather>')
    customer.says("/key", f'<Dial action="/after"><Client>ayse-demir</Client><Number>{AYSE}</Number></Dial>')
    customer.sim.person(AYSE, "Ayşe", answers_after=3)
    customer.call({"presses": "4321"}, "joins", {"says": "Numaram (555) 111-22-33"}, {"talks": 3}, "hangs_up")
    customer.rings(ALI)
    customer.sim.advance(60)
    return customer


def test_no_number_key_or_client_name_is_left_anywhere() -> None:
    page = told(call_with_numbers_everywhere())
    for secret in ("5551112233", "555 111 22 33", "111-22-33", "5321110001", "5321110002", "4321", "ayse-demir"):
        assert secret not in page, secret
    assert not re.search(r"presses [0-9]", page)
    assert "Numaranız •••••33" in page and "Numaram •••••33" in page and "of=•••••33" in page


def test_the_same_number_is_always_the_same_mask_and_another_is_another() -> None:
    customer = Customer()
    customer.says("/voice", "<Say>+90 555 111 22 33 ve +905329992233 ve 0555 111 2233</Say>")
    customer.call("is_hung_up")
    customer.sim.advance(20)
    assert "•••••33 ve •••••33-B ve •••••33" in told(customer)


def test_dates_ids_and_prices_stay() -> None:
    customer = Customer()
    customer.says("/voice", "<Say>Teslimat 2026-12-06 09:30, dosya 4812, tutar 1.250,50 lira</Say>")
    customer.call("is_hung_up")
    customer.sim.advance(20)
    page = told(customer)
    assert "Teslimat 2026-12-06 09:30, dosya 4812, tutar 1.250,50 lira" in page
    assert customer.sim.legs()[0].sid in page


def test_one_key_in_a_menu_is_shown() -> None:
    customer = Customer()
    customer.says("/voice", '<Gather numDigits="1" action="/key"><Say>Merhaba</Say></Gather>')
    customer.call({"presses": "2"})
    customer.sim.advance(20)
    assert "presses 2" in told(customer)


def test_hostile_words_stay_words() -> None:
    customer = Customer()
    evil = "</q></style><script>alert(1)</script><img src=x onerror=alert(2)>\"'"
    customer.says("/voice", '<Gather input="speech" action="/said"><Say>&lt;b onclick="x"&gt; &amp;amp;</Say></Gather>')
    customer.sim.place_call(MEHMET, "+908502550000", [{"says": evil}], name="<script>name</script>")
    customer.sim.advance(30)
    page = told(customer)
    assert "<script" not in page and "<img" not in page and 'onclick="' not in page.replace("onclick=&quot;", "")
    assert "&lt;script&gt;alert(1)" in page


def test_everything_is_in_the_one_file() -> None:
    page = told(call_with_numbers_everywhere())
    assert not re.search(r"(src|href)=", page) and "url(" not in page and "@import" not in page
    assert "<details>" in page and "X-Twilio-Signature" in page and "&lt;Dial action=" in page
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page


def test_it_is_had_over_http() -> None:
    customer = call_with_numbers_everywhere()
    answer = rest_app(customer.sim).test_client().get("/_sim/transcript?format=html")
    assert answer.content_type == "text/html; charset=utf-8" and answer.text == told(customer)


def test_a_transcript_of_nothing_is_a_page_too() -> None:
    assert "<main>" in transcript_page([])


def test_a_conference_is_told_across_both_lanes() -> None:
    customer = Customer()
    customer.says("/voice", room("caller"))
    customer.call({"waits": 3})
    customer.sim.advance(10)
    assert HOST and 'class="left conference"' in told(customer)
