import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from cases.case import Case, cases, next_number
from cases.conversation import conversation_began
from cases.customer import Customer, customers_with_phone
from cases.ownership import hand_over_all, owner_of, owners_of, take_ownership
from records.database import open_database, reading, writing

pytestmark = pytest.mark.both_databases
STRANGER = "+905300000000"


@pytest.fixture
def began(database, clock, new_id):
    def conversation(call="CA1", agent="can", *, customer=None, phone=STRANGER, case=None):
        with writing(database) as session:
            return conversation_began(
                session,
                call=call,
                agent_id=agent,
                customer_id=customer,
                phone=phone,
                case_number=case,
                now=clock(),
                new_id=new_id,
            )

    return conversation


def test_the_first_to_talk_to_a_new_customer_owns_their_case(database, began, clock):
    number = began()
    assert number == "1001"
    with reading(database) as session:
        case = session.get_one(Case, number)
        assert (case.owner_id, case.status, case.opened_at, case.opened_by_call) == ("can", "open", clock(), "CA1")
        assert case.wrap_up_missing
        [customer] = customers_with_phone(session, STRANGER)
        assert (case.customer_id, customer.name) == (customer.id, "")
        [ownership] = owners_of(session, number)
        assert (ownership.agent_id, ownership.how, ownership.until) == ("can", "first_to_talk", None)


def test_the_same_call_is_the_same_case(database, began):
    assert began() == began() == began(agent="deniz") == "1001"
    with reading(database) as session:
        assert owner_of(session, "1001") == "can"
        assert session.scalar(select(func.count()).select_from(Case)) == 1


def test_numbers_go_on_from_the_greatest(demo, began):
    assert (began("CA1"), began("CA2", phone="+905300000001")) == ("4815", "4816")


def test_references_of_another_system_are_not_counted_on_from(demo, began, clock):
    with writing(demo) as session:
        for number in ("CRM-9000", "9" * 20, "٥٠٠٠"):
            session.add(Case(number=number, opened_at=clock(), last_touched_at=clock()))
    assert began() == "4815"


def test_a_case_is_continued_and_its_owner_is_not_replaced(demo, began, clock):
    clock.advance(3600)
    assert began(agent="burak", phone="+905321234567", case="4812") == "4812"
    with reading(demo) as session:
        case = session.get_one(Case, "4812")
        assert (case.owner_id, case.last_touched_at, case.wrap_up_missing) == ("ayse", clock(), True)
        assert [each.agent_id for each in owners_of(session, "4812")] == ["ayse"]


def test_a_case_nobody_owns_belongs_to_the_first_to_talk(demo, began):
    began(agent="elif", phone="+902125550101", case="4814")
    with reading(demo) as session:
        assert owner_of(session, "4814") == "elif"


def test_talking_about_a_closed_case_opens_it_again(demo, began):
    began(phone="+905333334455", case="4809")
    with reading(demo) as session:
        case = session.get_one(Case, "4809")
        assert (case.status, case.closed_at, case.owner_id) == ("open", None, "can")


def test_a_case_number_nobody_has_opens_a_new_case(demo, began):
    assert began(case="777777") == "4815"


def test_a_new_case_of_a_known_caller_is_theirs(demo, began):
    number = began(phone="+905321234567")
    with reading(demo) as session:
        assert session.get_one(Case, number).customer_id == customers_with_phone(session, "+905321234567")[0].id


def test_a_new_case_from_a_shared_telephone_waits_for_somebody_to_say_whose_it_is(demo, began):
    number = began(phone="+905329998877")
    with reading(demo) as session:
        case = session.get_one(Case, number)
        assert (case.customer_id, case.phone) == (None, "+905329998877")


@pytest.mark.parametrize("phone", ["anonymous", "", None, "4440332", "sip:ali@example.com"])
def test_a_caller_without_a_number_of_their_own_makes_no_customer(database, began, phone):
    number = began(phone=phone)
    with reading(database) as session:
        assert session.get_one(Case, number).customer_id is None
        assert session.scalars(select(Customer)).all() == []


def test_the_second_call_of_a_new_customer_makes_no_second_customer(database, began):
    began("CA1")
    began("CA2")
    with reading(database) as session:
        assert len(customers_with_phone(session, STRANGER)) == 1


def test_conversations_that_begin_at_once_get_different_numbers_and_one_customer(database, database_url, clock):
    engine = open_database(database_url, busy_ms=20_000)
    start = threading.Barrier(6)

    def begin(call, phone):
        start.wait()
        with writing(engine) as session:
            return conversation_began(
                session,
                call=call,
                agent_id="can",
                customer_id=None,
                phone=phone,
                case_number=None,
                now=clock(),
                new_id=lambda: uuid.uuid4().hex,
            )

    calls = {"CA1": STRANGER, "CA2": STRANGER, "CA3": "+905300000003", "CA4": "+905300000004", "CA5": None}
    with ThreadPoolExecutor(6) as agents:
        numbers = list(agents.map(begin, [*calls, "CA1"], [*calls.values(), STRANGER]))
    assert len(set(numbers)) == 5
    assert numbers[0] == numbers[5]
    with reading(engine) as session:
        assert len(customers_with_phone(session, STRANGER)) == 1
    engine.dispose()


def test_the_next_number_is_1001_in_an_empty_centre(database):
    with writing(database) as session:
        assert next_number(session) == "1001"


def test_ownership_has_a_history_with_reasons(demo, clock):
    clock.advance(60)
    with writing(demo) as session:
        assert take_ownership(
            session, case_number="4812", agent_id="burak", how="reassigned", reason="Ayşe izinde", now=clock()
        )
        assert not take_ownership(session, case_number="4812", agent_id="burak", how="accepted", now=clock())
        assert not take_ownership(session, case_number="999999", agent_id="burak", how="accepted", now=clock())
    with reading(demo) as session:
        assert owner_of(session, "4812") == "burak"
        first, second = owners_of(session, "4812")
        assert (first.agent_id, first.until) == ("ayse", clock())
        assert (second.agent_id, second.how, second.reason) == ("burak", "reassigned", "Ayşe izinde")
        assert (second.since, second.until) == (clock(), None)


def test_all_open_cases_of_an_agent_who_leaves_go_over_in_one_act(demo, clock):
    with writing(demo) as session:
        handed = hand_over_all(session, from_agent="ayse", to_agents=["burak"], reason="ayrıldı", now=clock())
        assert handed == 2
    with reading(demo) as session:
        assert cases(session, owner_id="ayse", status="open") == []
        assert {each.number for each in cases(session, owner_id="burak")} == {"4811", "4812", "4813"}
        assert owner_of(session, "4809") == "can"
