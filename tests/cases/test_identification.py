import pytest

from cases.caller_id import parse_caller_id
from cases.case import Case
from cases.customer import customers_with_phone
from cases.identification import case_by_number, identify, is_stranger
from cases.manager_request import ask_for_manager
from records.database import one_look, reading, writing

pytestmark = pytest.mark.both_databases


def caller(database, number):
    with reading(database) as session:
        return identify(session, parse_caller_id(number))


def test_a_returning_caller_is_known_with_their_open_case_and_its_owner(demo):
    mehmet = caller(demo, "+905321234567")
    assert [(each.name, each.language, each.tier) for each in mehmet.customers] == [("Mehmet Kaya", "tr", "standard")]
    [case] = mehmet.open_cases
    assert (case.number, case.owner_id, case.customer_id) == ("4812", "ayse", mehmet.customers[0].id)


def test_everybody_who_shares_a_telephone_may_be_calling(demo):
    family = caller(demo, "0532 999 88 77")
    assert [each.name for each in family.customers] == ["Emre Şen", "Fatma Şen"]
    assert [(each.number, each.customer_id) for each in family.open_cases] == [("4813", None)]


def test_a_closed_case_is_not_what_a_call_is_about(demo):
    assert caller(demo, "+905333334455").open_cases == ()


def test_the_case_last_touched_comes_first(demo, clock):
    clock.advance(60)
    with writing(demo) as session:
        mehmet = customers_with_phone(session, "+905321234567")[0].id
        for number in ("5001", "5002"):
            session.add(Case(number=number, customer_id=mehmet, opened_at=clock(), last_touched_at=clock()))
            clock.advance(60)
        session.get_one(Case, "4812").last_touched_at = clock()
    assert [case.number for case in caller(demo, "+905321234567").open_cases] == ["4812", "5002", "5001"]


@pytest.mark.parametrize("number", ["+905300000000", "anonymous", "+266696687", "", None, "112"])
def test_nobody_is_known_by_a_number_that_tells_nothing(demo, number):
    stranger = caller(demo, number)
    assert (stranger.customers, stranger.open_cases) == ((), ())


def test_callers_without_a_number_are_not_each_other(database, clock):
    with writing(database) as session:
        session.add(Case(number="1", phone="", opened_at=clock(), last_touched_at=clock()))
        session.add(Case(number="2", phone="anonymous", opened_at=clock(), last_touched_at=clock()))
    assert caller(database, "anonymous").open_cases == ()
    assert caller(database, "").open_cases == ()


@pytest.mark.parametrize("said", ["4812", " 4812 ", "4812#"])
def test_a_case_is_found_by_the_number_a_caller_keys(demo, said):
    with reading(demo) as session:
        found = case_by_number(session, said)
    assert (found.number, found.status, found.owner_id, found.phone) == ("4812", "open", "ayse", "+905321234567")


def test_a_number_no_case_has_finds_none(demo):
    with reading(demo) as session:
        assert case_by_number(session, "999999") is None


def stranger(database, number, call="CA1"):
    with one_look(database) as connection:
        return is_stranger(connection, parse_caller_id(number), call)


def test_a_stranger_is_whose_number_stands_nowhere_in_the_records(demo, clock):
    assert stranger(demo, "+905447778899")
    assert not stranger(demo, "+905321234567")
    assert not stranger(demo, "+905329998877")
    with writing(demo) as session:
        asked = {"customer_id": None, "case_number": None, "reason": "price", "now": clock()}
        ask_for_manager(session, once="1", call="CA1", **asked)
    assert not stranger(demo, "+905447778899")
    assert stranger(demo, "+905447778899", "CA2")
