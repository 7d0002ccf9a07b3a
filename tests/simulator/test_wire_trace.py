"""Every exchange with the customer's server can be followed in the trace from question to answer."""

from flask import Response

from simulator.wire.signing import signature
from tests.simulator.customer import AYSE, CENTRE, HOST, Customer


def test_a_webhook_and_its_answer_carry_the_same_number(customer: Customer) -> None:
    customer.says("/voice", "<Say>Merhaba</Say>")
    customer.call()
    customer.sim.advance(10)
    asked = customer.of("webhook")[0]
    [answer] = [entry for entry in customer.of("answer") if entry.data["request"] == asked.data["request"]]
    assert asked.data["signature"] == answer.data["signature"]
    assert asked.data["signature"] == signature(
        customer.sim.account.auth_token, f"{HOST}/voice", asked.data["params"].items()
    )
    assert (answer.data["status"], answer.data["seconds"], answer.leg) == (200, 0.05, asked.leg)
    assert "<Say>Merhaba</Say>" in answer.data["body"]


def test_callbacks_have_answers_too_and_numbers_of_their_own(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.rings()
    customer.sim.advance(20)
    asked = [entry.data["request"] for entry in customer.of("callback", "webhook")]
    answered = [entry.data["request"] for entry in customer.of("answer")]
    assert len(asked) == len(set(asked)) == len(answered) >= 5
    assert sorted(asked) == sorted(answered)


def test_redirects_and_retries_are_entries_of_the_same_request(customer: Customer) -> None:
    customer.says("/voice", lambda form: Response(status=307, headers={"Location": "/moved"}))
    customer.says("/moved", lambda form: Response("no", status=500))
    customer.sim.own_number(CENTRE, f"{HOST}/voice#rp=5xx")
    customer.call()
    customer.sim.advance(10)
    first = customer.of("webhook")[0].data["request"]
    told = [entry.data for entry in customer.of("answer") if entry.data["request"] == first]
    assert [(each["attempt"], each["status"], each["url"]) for each in told] == [
        (1, 307, f"{HOST}/voice"),
        (2, 500, f"{HOST}/moved"),
        (3, 307, f"{HOST}/voice"),
        (4, 500, f"{HOST}/moved"),
    ]


def test_a_request_in_vain_says_why(customer: Customer) -> None:
    customer.says("/voice", lambda form: Response("", headers={"X-Simulated-Seconds": "20"}))
    customer.call()
    customer.sim.advance(30)
    answer = customer.of("answer")[0]
    assert (answer.data["code"], answer.data["seconds"]) == (11200, 15.0)
    assert "no answer in time" in answer.data["reason"]


def test_a_rest_request_is_traced_with_its_form_and_its_answer(customer: Customer) -> None:
    leg = customer.rings(timeout=20)
    [entry] = customer.of("rest")
    assert entry.data["form"]["Timeout"] == "20"
    assert (entry.data["status"], entry.data["seconds"]) == (201, 0.0)
    assert leg.sid in entry.data["body"]
