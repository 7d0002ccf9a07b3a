"""Payment ease: offered by the rules to those who proved who they are, and owed by both sides once accepted."""

from datetime import date

import pytest

from callbacks.promise_keeping import keep_promises
from cases.customer import customers_with_phone
from cases.hardship import Whose, may_be_done
from cases.payment_plan import PaymentPlan, instalment_paid
from cases.promise import Promise, promises_of
from ivr.language.flow import Flow
from ivr.voice_board import VoiceBoard
from records.database import reading, writing
from tests.ivr.care.calling import MEHMET, Call, flow_of, says, without_records, words

pytestmark = pytest.mark.both_databases

OFFER = {
    "debt": "debt",
    "terms": {"least_total": 200, "least_instalment": 100, "most_instalments": 3, "first_after_days": 10},
    "say": words("{amount} borç, {count} taksit, ilki {first_amount} {first}, sonra {each}, son {last}"),
    "promise": words("Plan süresince kesinti yok"),
    "accepted": "agreed",
    "refused": "pity",
    "not_offered": "none",
    "unverified": "proof",
}


def owing(debt: str) -> Flow:
    said = {"agreed": says("{plan_first} günü"), "pity": says("peki"), "none": says("yok"), "proof": says("kimsiniz")}
    return flow_of(start={"set": {"debt": debt}, "next": "offer"}, offer={"payment_plan": OFFER}, **said)


@pytest.fixture
def mehmet(voice: VoiceBoard) -> str:
    with reading(voice.database) as session:
        return customers_with_phone(session, MEHMET)[0].id


def offered(
    voice: VoiceBoard, mehmet: str, debt: str = "1000.01", call: str = "CA1", case: str | None = "4812"
) -> Call:
    return Call(voice, owing(debt), MEHMET, call=call, customer=mehmet, case=case, verified=True)


def ledger(voice: VoiceBoard, case: str = "4812") -> list[Promise]:
    with reading(voice.database) as session:
        return [promise for promise in promises_of(session, case) if promise.kind in ("payment", "patience")]


def test_the_offer_is_made_by_the_rules(voice: VoiceBoard, mehmet: str) -> None:
    heard = offered(voice, mehmet).heard
    assert heard == "1000.01 borç, 3 taksit, ilki 333.35 2026-12-03, sonra 333.33, son 2027-02-01"


def test_on_acceptance_both_sides_owe(voice: VoiceBoard, mehmet: str) -> None:
    assert offered(voice, mehmet).presses("1").heard == "2026-12-03 günü"
    told = [(promise.party, promise.what) for promise in ledger(voice)]
    assert told == [
        ("customer", "1/3 · 333.35 TRY"),
        ("customer", "2/3 · 333.33 TRY"),
        ("customer", "3/3 · 333.33 TRY"),
        ("us", "Plan süresince kesinti yok"),
    ]


def test_the_ledgers_clock_leaves_plans_to_their_own_patience(voice: VoiceBoard, mehmet: str) -> None:
    offered(voice, mehmet).presses("1")
    voice.clock.advance(120 * 86_400)  # type: ignore[attr-defined]
    keep_promises(voice)
    assert {promise.status for promise in ledger(voice)} == {"open"}


def may_cut(voice: VoiceBoard, customer: str, on: date, debt: date = date(2026, 10, 1)) -> bool:
    with reading(voice.database) as session:
        return may_be_done(session, "disconnect", Whose(customer_id=customer), on=on, debt_date=debt).allowed


def pays(voice: VoiceBoard) -> bool:
    with writing(voice.database) as session:
        return instalment_paid(session, session.get_one(PaymentPlan, 1), now=voice.clock())


def test_nothing_is_done_about_the_debts_of_a_plan_for_as_long_as_instalments_come(
    voice: VoiceBoard, mehmet: str
) -> None:
    offered(voice, mehmet).presses("1")
    assert not may_cut(voice, mehmet, date(2026, 12, 10)) and may_cut(voice, mehmet, date(2026, 12, 11))
    assert may_cut(voice, mehmet, date(2026, 12, 10), debt=date(2026, 12, 1)), "a debt that came later is no part of it"
    assert pays(voice)
    assert not may_cut(voice, mehmet, date(2027, 1, 9)) and may_cut(voice, mehmet, date(2027, 1, 10))


def test_a_plan_that_is_paid_has_kept_every_promise_and_needs_no_patience_any_more(
    voice: VoiceBoard, mehmet: str
) -> None:
    offered(voice, mehmet).presses("1")
    assert [pays(voice) for _ in range(4)] == [True, True, True, False]
    assert {promise.status for promise in ledger(voice)} == {"kept"}
    assert may_cut(voice, mehmet, date(2026, 11, 24))
    assert offered(voice, mehmet, call="CA2").presses("1").heard == "2026-12-03 günü"


def test_the_same_key_twice_is_one_plan_and_a_second_plan_waits_for_the_first(voice: VoiceBoard, mehmet: str) -> None:
    offered(voice, mehmet).presses("1").again()
    assert len(ledger(voice)) == 4
    assert offered(voice, mehmet, call="CA2").presses("1").heard == "yok"
    assert len(ledger(voice)) == 4


def test_a_refusal_owes_nothing(voice: VoiceBoard, mehmet: str) -> None:
    assert offered(voice, mehmet).presses("2").heard == "peki"
    assert ledger(voice) == []


def test_what_is_accepted_after_midnight_is_what_was_offered_before(voice: VoiceBoard, mehmet: str) -> None:
    voice.clock.advance(14 * 3600 - 5)  # type: ignore[attr-defined]
    call = offered(voice, mehmet)
    voice.clock.advance(10)  # type: ignore[attr-defined]
    assert call.presses("1").heard == "2026-12-03 günü"


@pytest.mark.parametrize("debt", ["199.99", "20000.01", "", "çok", "-5", "1e9", "٣٠٠"])
def test_a_debt_outside_the_rules_or_unreadable_is_offered_nothing(voice: VoiceBoard, mehmet: str, debt: str) -> None:
    assert offered(voice, mehmet, debt).heard == "yok"


def test_nobody_hears_of_a_debt_without_proving_who_they_are(voice: VoiceBoard, mehmet: str) -> None:
    assert Call(voice, owing("1000"), MEHMET, customer=mehmet).heard == "kimsiniz"


def test_a_plan_without_a_case_opens_one(voice: VoiceBoard, mehmet: str) -> None:
    call = offered(voice, mehmet, case=None).presses("1")
    assert call.conversation.case == "4815" and call.conversation.verified
    assert len(ledger(voice, "4815")) == 4


def test_without_records_nothing_is_promised(voice: VoiceBoard, mehmet: str) -> None:
    call = offered(voice, mehmet)
    call.voice = without_records(voice)
    assert call.presses("1").queue == "destek"
