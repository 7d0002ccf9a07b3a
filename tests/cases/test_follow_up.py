"""A customer is written to on their channel, with the case's number and the due date, and only where they may be."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from cases.care import Care
from cases.case import Case
from cases.customer import Customer, CustomerPhone
from cases.customer_email import emails_are
from cases.errors import FollowUpRefused
from cases.follow_up import write_follow_up
from cases.follow_up_rules import FollowUps, Template, approved_text, shipped_templates
from cases.hardship import Hardship
from cases.message import MessageRow, message_is
from cases.opt_out import opt_out
from cases.received_message import ReceivedMessage
from hours.bilingual import Bilingual
from records.audit import AuditRow
from records.database import reading, writing
from tests.conftest import SettableClock

MOBILE, LANDLINE, EMAIL = "+905321234567", "+902125550101", "isil@example.com"
DUE = "2026-11-25T15:30:00+03:00"
WHATSAPP = "HX" + "a" * 32
ALL = FollowUps(channels=("sms", "whatsapp", "email"))


@pytest.fixture
def isil(database: Engine, clock: SettableClock) -> Engine:
    """A customer with a mobile number, a landline and an e-mail address, and her case."""
    with writing(database) as session:
        phones = [CustomerPhone(phone=MOBILE), CustomerPhone(phone=LANDLINE)]
        session.add(Customer(id="C1", name="Işıl", language="tr", phones=phones))
        session.flush()
        emails_are(session, "C1", [EMAIL])
        session.add(Case(number="4812", customer_id="C1", opened_at=clock(), last_touched_at=clock()))
    return database


def writes(
    isil: Engine, clock: SettableClock, *, rules: FollowUps = ALL, template: str = "promise_made",
    args: Mapping[str, str] | None = None, **more: Any,
) -> MessageRow | None:  # fmt: skip
    told = {"what": "teknisyen gelecek", "due": DUE} if args is None else args
    with writing(isil) as session:
        message = write_follow_up(session, once="f1", case_number="4812", template=template, args=told,
                                  care=Care(follow_ups=rules), now=clock(), **more)  # fmt: skip
        return session.get(MessageRow, message) if message else None


def likes(isil: Engine, channel: str, **more: Any) -> None:
    with writing(isil) as session:
        customer = session.get_one(Customer, "C1")
        for name, value in {"channel": channel, **more}.items():
            setattr(customer, name, value)


def wrote(isil: Engine, clock: SettableClock, channel: str, ago: timedelta, **sender: str) -> None:
    with writing(isil) as session:
        session.add(ReceivedMessage(id=f"R{channel}", channel=channel, body="?", case_number="4812", customer_id="C1",
                                    known_sender=True, received_at=clock() - ago, **sender))  # fmt: skip


def test_it_tells_the_number_of_the_case_and_the_due_date(isil: Engine, clock: SettableClock) -> None:
    row = writes(isil, clock)
    assert row is not None and (row.channel, row.to_number, row.case_number) == ("sms", MOBILE, "4812")
    assert row.body == "4812 numaralı dosyanız için söz veriyoruz: teknisyen gelecek, en geç 25 Kasım Çarşamba 15.30."
    with reading(isil) as session:
        assert session.scalars(select(AuditRow.what)).all() == ["follow_up_written"]


def test_in_the_customers_language(isil: Engine, clock: SettableClock) -> None:
    likes(isil, "sms", language="en")
    row = writes(isil, clock)
    assert row is not None and "by Wednesday, 25 November, 15:30." in row.body


def test_a_letter_has_the_case_in_its_subject(isil: Engine, clock: SettableClock) -> None:
    likes(isil, "email")
    row = writes(isil, clock)
    assert row is not None and (row.to_email, row.to_number) == (EMAIL, None)
    assert row.subject == "[#4812] Size verdiğimiz söz" and "DUR" in row.body


def test_who_last_wrote_by_email_is_answered_by_email(isil: Engine, clock: SettableClock) -> None:
    wrote(isil, clock, "email", timedelta(hours=3), from_email="baska@example.com")
    row = writes(isil, clock)
    assert row is not None and row.to_email == "baska@example.com"


def test_asked_for_twice_it_is_one_message(isil: Engine, clock: SettableClock) -> None:
    assert writes(isil, clock) and writes(isil, clock)
    with reading(isil) as session:
        assert len(session.scalars(select(MessageRow.id)).all()) == 1


def test_who_opted_out_of_one_channel_is_written_to_on_the_next_and_of_all_on_none(
    isil: Engine, clock: SettableClock
) -> None:
    rules = replace(ALL, channels=("sms", "email"))
    with writing(isil) as session:
        opt_out(session, MOBILE, how="message", now=clock())
    row = writes(isil, clock, rules=rules)
    assert row is not None and row.channel == "email"
    with writing(isil) as session:
        session.delete(row)
        opt_out(session, EMAIL, how="message", now=clock(), channel="email")
    assert writes(isil, clock, rules=rules) is None


def test_a_channel_the_centre_does_not_use_is_not_used_whoever_likes_it(isil: Engine, clock: SettableClock) -> None:
    likes(isil, "email")
    row = writes(isil, clock, rules=FollowUps())
    assert row is not None and row.channel == "sms"


def test_who_cannot_pay_is_not_reminded_of_it_and_hears_all_else(isil: Engine, clock: SettableClock) -> None:
    with writing(isil) as session:
        session.add(Hardship(customer_id="C1", actions=["dunning"], starts_on=clock().date(), reason="işsizlik",
                             made_by="key:1", made_at=clock()))  # fmt: skip
    assert writes(isil, clock, template="payment_due", args={"amount": "149.90", "due": DUE}) is None
    assert writes(isil, clock) is not None


def test_an_amount_is_written_as_the_language_writes_it(isil: Engine, clock: SettableClock) -> None:
    row = writes(isil, clock, template="payment_due", args={"amount": "1149.90", "due": DUE})
    assert row is not None and "1.149,90 TL ödemenizin son günü 25 Kasım 2026 Çarşamba." in row.body


def test_at_night_no_telephone_rings_with_a_message_but_a_letter_leaves(isil: Engine, clock: SettableClock) -> None:
    clock.now = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)  # 23:30 in Istanbul
    row = writes(isil, clock)
    assert row is not None and row.not_before == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    assert row.expires_at > row.not_before
    likes(isil, "email")
    with writing(isil) as session:
        session.delete(row)
    letter = writes(isil, clock)
    assert letter is not None and letter.not_before == clock()


def test_on_whatsapp_it_goes_by_an_approved_template_or_in_an_open_window(isil: Engine, clock: SettableClock) -> None:
    likes(isil, "whatsapp")
    row = writes(isil, clock)
    assert row is not None and row.channel == "sms", "no approved template, and they have not written lately"
    with writing(isil) as session:
        session.delete(row)
    approved = replace(shipped_templates()["promise_made"], contents={"tr": WHATSAPP},
                       variables=("case", "what", "due"))  # fmt: skip
    row = writes(isil, clock, rules=replace(ALL, templates={"promise_made": approved}))
    assert row is not None and row.channel == "whatsapp" and row.to_number == MOBILE
    assert row.content == {"sid": WHATSAPP, "variables": {"1": "4812", "2": "teknisyen gelecek",
                                                          "3": "25 Kasım Çarşamba 15.30"}}  # fmt: skip


@pytest.mark.parametrize(("ago", "channel"), [(timedelta(hours=23), "whatsapp"), (timedelta(hours=24), "sms")])
def test_the_window_is_open_for_a_day_after_they_wrote(
    isil: Engine, clock: SettableClock, ago: timedelta, channel: str
) -> None:
    wrote(isil, clock, "whatsapp", ago, from_number=MOBILE)
    row = writes(isil, clock)
    assert row is not None and row.channel == channel and row.content is None


def test_a_secret_stands_in_no_words_we_keep_and_is_forgotten_once_it_left(isil: Engine, clock: SettableClock) -> None:
    row = writes(isil, clock, template="voucher", args={"value": "30", "code": "1234567890", "until": DUE})
    assert row is not None and "{code}" in row.body and row.secrets == {"code": "1234567890"}
    with writing(isil) as session:
        message_is(session, "f1", "sent", now=clock(), sid="SM1")
    with reading(isil) as session:
        assert session.get_one(MessageRow, "f1").secrets is None


@pytest.mark.parametrize(
    ("case", "template", "args", "fields"),
    [("9", "update", {"what": "?"}, {"case_number"}), ("4812", "nothing", {}, {"template"}),
     ("4812", "promise_made", {"what": "?"}, {"args.due"}),
     ("9", "visit", {}, {"case_number", "args.what", "args.due"})],
)  # fmt: skip
def test_what_cannot_be_written_is_refused_field_by_field(
    isil: Engine, clock: SettableClock, case: str, template: str, args: dict[str, str], fields: set[str]
) -> None:
    with writing(isil) as session, pytest.raises(FollowUpRefused) as refused:
        write_follow_up(session, once="f1", case_number=case, template=template, args=args, care=Care(), now=clock())
    assert set(refused.value.faults) == fields


def test_every_template_we_ship_is_sound() -> None:
    assert {name: list(one.faults()) for name, one in shipped_templates().items() if list(one.faults())} == {}
    assert shipped_templates()["payment_due"].purpose == "collection"


def test_what_whatsapp_approves_has_numbers_for_our_arguments() -> None:
    ours = replace(shipped_templates()["promise_made"], variables=("case", "what", "due"))
    assert approved_text(ours, "en") == "About your case {{1}} we promise: {{2}}, by {{3}}."


def test_words_of_the_centre_that_lose_the_case_or_ask_for_what_nobody_tells_are_found() -> None:
    words = Bilingual(tr="Selam {kim}", en="Case {case:upper}")
    faults = list(Template(name="update", text=words, subject=words, variables=("due",)).faults())
    assert any("tr text has no {case}" in fault for fault in faults)
    assert any("{case:upper}" in fault for fault in faults) and any("{kim} is not known" in fault for fault in faults)
    assert any("template's due" in fault for fault in faults)
