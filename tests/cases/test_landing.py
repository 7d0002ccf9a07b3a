"""What customers write lands where it belongs, once, and somebody owes them an answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from cases.arrived import Arrived, readable
from cases.care import Care
from cases.case import Case
from cases.customer import Customer, CustomerPhone
from cases.customer_email import customers_with_email, emails_are
from cases.follow_up_rules import FollowUps
from cases.landing import Landed, land
from cases.message import Draft, MessageRow, message_is, write_message
from cases.promise import promises_of
from cases.received_message import ReceivedMessage
from records.database import reading, writing
from tests.conftest import SettableClock

ISIL, EMAIL, STRANGER = "+905321234567", "isil@example.com", "+905557654321"
Writes = Callable[..., Landed]


@pytest.fixture
def isil(database: Engine, clock: SettableClock) -> Engine:
    """A customer with two open cases and one that was closed a week ago, and a case of somebody else."""
    ago = timedelta(days=1)
    with writing(database) as session:
        session.add(Customer(id="C1", name="Işıl", phones=[CustomerPhone(phone=ISIL)]))
        session.flush()
        emails_are(session, "C1", [EMAIL])
        for number, days in (("4812", 1), ("4813", 2)):
            session.add(Case(number=number, customer_id="C1", opened_at=clock() - 9 * ago, owner_id="ayse",
                             last_touched_at=clock() - days * ago))  # fmt: skip
        session.add(Case(number="4811", customer_id="C1", opened_at=clock() - 9 * ago, status="closed",
                         closed_at=clock() - 7 * ago, last_touched_at=clock() - 7 * ago))  # fmt: skip
        session.add(Case(number="5000", opened_at=clock(), last_touched_at=clock()))
    return database


@pytest.fixture
def writes(isil: Engine, clock: SettableClock, new_id: Callable[[], str]) -> Writes:
    """Somebody writes; by SMS from Işıl's number unless told otherwise."""

    def written(body: str = "Merhaba", care: Care | None = None, quietly: bool = False, **told: object) -> Landed:
        usual = {"id": "SM1", "channel": "sms", "sender": ISIL, "received_at": clock()}
        arrived = Arrived(body=body, **{**usual, **told})  # type: ignore[arg-type]
        with writing(isil) as session:
            return land(session, arrived, care=care or Care(), now=clock(), new_id=new_id, quietly=quietly)

    return written


def kept(isil: Engine, name: str = "SM1") -> ReceivedMessage:
    with reading(isil) as session:
        return session.get_one(ReceivedMessage, name)


def acknowledgements(isil: Engine) -> list[MessageRow]:
    with reading(isil) as session:
        return list(session.scalars(select(MessageRow).where(MessageRow.template == "message_received")))


def test_it_lands_on_the_newest_open_case_and_an_answer_is_owed(
    isil: Engine, writes: Writes, clock: SettableClock
) -> None:
    landed = writes()
    assert (landed.case_number, landed.new_case, landed.owner_id) == ("4812", False, "ayse")
    with reading(isil) as session:
        [promise] = promises_of(session, "4812")
        assert (promise.kind, promise.due_at) == ("answer", clock() + timedelta(hours=24))
    assert (kept(isil).how, kept(isil).known_sender) == ("open_case", True)
    assert acknowledgements(isil) == [], "they know their case's number"


def test_it_lands_on_the_case_they_name(isil: Engine, writes: Writes) -> None:
    assert writes("4813 ne oldu?").case_number == "4813"
    assert kept(isil).how == "number"


def test_the_same_message_twice_is_one_message(isil: Engine, writes: Writes) -> None:
    assert not writes("Beni arayın", sender=STRANGER).repeated
    again = writes("Beni arayın", sender=STRANGER)
    assert again.repeated and again.case_number == "5001"
    with reading(isil) as session:
        assert len(session.scalars(select(ReceivedMessage.id)).all()) == 1


def test_who_has_no_case_opens_one_and_is_told_its_number(isil: Engine, writes: Writes) -> None:
    landed = writes("Klimam bozuldu, ne zaman gelirsiniz?", sender=STRANGER)
    assert (landed.case_number, landed.new_case) == ("5001", True)
    [told] = acknowledgements(isil)
    assert (told.to_number, told.id) == (STRANGER, landed.acknowledgement) and "5001" in told.body
    with reading(isil) as session:
        case = session.get_one(Case, "5001")
        assert case.subject == "Klimam bozuldu, ne zaman gelirsiniz?"
        assert session.get_one(Customer, case.customer_id).phones[0].phone == STRANGER


def test_an_unknown_address_becomes_a_customers(isil: Engine, writes: Writes) -> None:
    writes(channel="email", sender="yeni@example.com", id="mail:1", subject="Fatura")
    with reading(isil) as session:
        [customer] = customers_with_email(session, "yeni@example.com")
        assert session.scalars(select(Case.subject).where(Case.customer_id == customer.id)).all() == ["Fatura"]
    [told] = acknowledgements(isil)
    assert told.to_email == "yeni@example.com" and (told.subject or "").startswith("[#5001]")


def test_an_answer_to_our_letter_lands_where_the_letter_was_about(
    isil: Engine, writes: Writes, clock: SettableClock
) -> None:
    with writing(isil) as session:
        draft = Draft(id="m1", body="?", channel="email", to_email=EMAIL, case_number="4813")
        write_message(session, draft, now=clock())
        message_is(session, "m1", "sent", now=clock(), sid="sahip.1")
    assert writes(channel="email", sender=EMAIL, id="mail:1", answers=("sahip.0", "sahip.1")).case_number == "4813"
    assert kept(isil, "mail:1").how == "answer"


def test_a_stranger_who_names_a_case_is_put_there_and_not_taken_for_its_customer(isil: Engine, writes: Writes) -> None:
    landed = writes("Babamın dosya numarası 4812, ilaç cihazı var", sender=STRANGER)
    assert (landed.case_number, landed.known_sender) == ("4812", False)
    row = kept(isil)
    assert (row.known_sender, row.customer_id) == (False, None)
    assert acknowledgements(isil) == []


def test_a_number_a_stranger_writes_beside_other_things_opens_a_case_of_their_own(writes: Writes) -> None:
    assert writes("4812 liralık fatura geldi", sender=STRANGER).case_number == "5001"


@pytest.mark.parametrize(("days", "number"), [(14, "4811"), (6, "4812")])
def test_a_closed_case_is_opened_again_by_its_customer_unless_it_was_long_ago(
    isil: Engine, writes: Writes, days: int, number: str
) -> None:
    rules = FollowUps(reopens_within=timedelta(days=days))
    assert writes("Dosya 4811 yine bozuldu", Care(follow_ups=rules)).case_number == number
    with reading(isil) as session:
        assert session.get_one(Case, "4811").status == ("open" if number == "4811" else "closed")


def test_no_stranger_opens_a_closed_case_again(isil: Engine, writes: Writes) -> None:
    assert writes("Dosya 4811", sender=STRANGER).case_number == "4811"
    with reading(isil) as session:
        assert session.get_one(Case, "4811").status == "closed"


def test_a_machine_opens_no_case_and_is_owed_nothing(isil: Engine, writes: Writes) -> None:
    assert writes("Ofis dışındayım", sender=STRANGER, automatic=True).case_number is None
    assert writes("Ofis dışındayım", id="SM2", automatic=True).case_number == "4812"
    with reading(isil) as session:
        assert list(promises_of(session, "4812")) == [] and session.get(ReceivedMessage, "SM1") is None


def test_two_machines_that_answer_each_other_soon_stop(isil: Engine, writes: Writes, clock: SettableClock) -> None:
    for turn in range(6):
        with writing(isil) as session:
            for case in session.scalars(select(Case).where(Case.status == "open")):
                case.status, case.closed_at = "closed", clock() - timedelta(days=99)
        writes("Mesajınızı aldık", sender=STRANGER, id=f"SM{turn}")
    assert len(acknowledgements(isil)) == 3


def test_one_promise_covers_several_messages(isil: Engine, writes: Writes, clock: SettableClock) -> None:
    writes()
    clock.advance(3600)
    writes(id="SM2")
    with reading(isil) as session:
        [promise] = promises_of(session, "4812")
        assert promise.due_at == clock() + timedelta(hours=23), "a second message does not put the answer off"


def test_who_shares_a_number_with_others_opens_a_case_that_is_nobodys_yet(isil: Engine, writes: Writes) -> None:
    with writing(isil) as session:
        session.add_all(Customer(id=f"S{n}", name=f"S{n}", phones=[CustomerPhone(phone=STRANGER)]) for n in (1, 2))
    number = writes(sender=STRANGER).case_number
    with reading(isil) as session:
        assert session.get_one(Case, number).customer_id is None
    assert writes(sender=STRANGER, id="SM2").case_number == number


def test_a_message_is_kept_as_people_can_read_it() -> None:
    assert readable("a\x00b\x07c\ud83d d\r\ne👩‍🔧 ") == "abc\ufffd d\ne👩‍🔧"


def test_a_very_long_message_is_kept_as_far_as_anybody_reads(isil: Engine, writes: Writes) -> None:
    writes("ş" * 100_000)
    assert len(kept(isil).body) == 20_000
