"""Who is in the register of hardship is left alone: what is stopped, on which days, for which debts, and for whom."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from cases.customer import Customer, CustomerPhone
from cases.hardship import ACTIONS, Action, Hardship, Verdict, Whose, may_be_done
from cases.hardship_import import read_hardships, write_hardships
from records.database import reading, writing
from records.errors import CsvRefused
from tests.conftest import SettableClock

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 23)
FATMA_AND_EMRE = "+905329998877"
ISIL = "+905421112233"


def enters(database: Engine, clock: SettableClock, **entry: Any) -> None:
    told = {"actions": ["disconnect"], "starts_on": TODAY, "reason": "işsizlik", "made_by": "key:1", **entry}
    with writing(database) as session:
        session.add(Hardship(made_at=clock(), **told))


def asked(database: Engine, action: Action = "disconnect", *, on: date = TODAY, debt: date | None = None,
          **whose: str) -> Verdict:  # fmt: skip
    with reading(database) as session:
        return may_be_done(session, action, Whose(**whose), on=on, debt_date=debt)


def test_what_nobody_stops_may_be_done(demo: Engine) -> None:
    verdict = asked(demo, phone=ISIL)
    assert verdict.allowed and verdict.known
    assert not asked(demo, phone="+905550001122").known


def test_an_entry_stops_what_it_names_and_nothing_else(demo: Engine, clock: SettableClock) -> None:
    enters(demo, clock, phone=ISIL, actions=["disconnect", "dunning"])
    assert [asked(demo, action, phone=ISIL).allowed for action in ACTIONS] == [False, False, True]
    stop = asked(demo, phone=ISIL).stop
    assert stop is not None and stop.reason == "işsizlik"


def test_an_entry_holds_from_its_first_day_to_its_last(demo: Engine, clock: SettableClock) -> None:
    enters(demo, clock, phone=ISIL, ends_on=TODAY + timedelta(days=10))
    days = {-1: True, 0: False, 10: False, 11: True}
    assert {day: asked(demo, phone=ISIL, on=TODAY + timedelta(days=day)).allowed for day in days} == days


def test_debts_from_earlier_months_are_protected_too_unless_the_entry_says_from_when(
    demo: Engine, clock: SettableClock
) -> None:
    enters(demo, clock, phone=ISIL)
    assert not asked(demo, phone=ISIL, debt=date(2025, 1, 1)).allowed
    enters(demo, clock, phone=FATMA_AND_EMRE, debts_from=date(2026, 9, 1), debts_until=TODAY)
    debts = {date(2026, 8, 31): True, date(2026, 9, 1): False, TODAY: False, TODAY + timedelta(days=1): True}
    assert {debt: asked(demo, phone=FATMA_AND_EMRE, debt=debt).allowed for debt in debts} == debts
    assert not asked(demo, phone=FATMA_AND_EMRE).allowed, "a debt nobody can date is protected"


def test_one_protected_customer_protects_everybody_on_the_number(demo: Engine, clock: SettableClock) -> None:
    with reading(demo) as session:
        emre = session.scalars(select(Customer).where(Customer.name == "Emre Şen")).one().id
    enters(demo, clock, customer_id=emre)
    assert not asked(demo, phone=FATMA_AND_EMRE).allowed
    assert not asked(demo, customer_id=emre).allowed


def test_an_entry_for_one_number_of_a_customer_holds_for_all_of_them(demo: Engine, clock: SettableClock) -> None:
    with writing(demo) as session:
        customer = session.scalars(select(Customer).where(Customer.name == "Işıl İnci")).one()
        session.add(CustomerPhone(customer_id=customer.id, phone="+905550007788"))
    enters(demo, clock, phone="+905550007788")
    assert not asked(demo, phone=ISIL).allowed


def test_a_meter_is_protected_by_its_own_entry_or_by_its_customers(demo: Engine, clock: SettableClock) -> None:
    enters(demo, clock, subscriber="5500123")
    enters(demo, clock, phone=ISIL)
    assert not asked(demo, subscriber="5500123").allowed
    assert not asked(demo, subscriber="C-1005").allowed
    assert asked(demo, subscriber="C-1001").allowed and asked(demo, subscriber="C-1001").known
    assert not asked(demo, subscriber="77").known


def test_an_entry_that_was_ended_stops_nothing(demo: Engine, clock: SettableClock) -> None:
    enters(demo, clock, phone=ISIL, ended_at=clock())
    assert asked(demo, phone=ISIL).allowed


def test_of_several_entries_the_one_that_lasts_longest_is_told(demo: Engine, clock: SettableClock) -> None:
    enters(demo, clock, phone=ISIL, ends_on=TODAY + timedelta(days=5), reason="kısa")
    enters(demo, clock, phone=ISIL, reason="süresiz")
    enters(demo, clock, phone=ISIL, ends_on=TODAY + timedelta(days=50), reason="uzun")
    stop = asked(demo, phone=ISIL).stop
    assert stop is not None and stop.reason == "süresiz"


LIST = """telefon;abone no;kapsam;başlangıç;bitiş;borç başlangıcı;gerekçe
0542 111 22 33;;kesme, ihtar;01.11.2026;31.01.2027;2026-08-01;İşsizlik
;5500123;;2026-11-01;;;Solunum cihazı
"""


def imports(database: Engine, clock: SettableClock, path: Any) -> tuple[int, int]:
    with writing(database) as session:
        done = write_hardships(session, read_hardships(path), by="import", now=clock())
    return done.added, done.changed


def test_a_list_from_elsewhere_goes_into_the_register_and_again_is_an_update(
    demo: Engine, clock: SettableClock, csv: Any
) -> None:
    assert imports(demo, clock, csv(LIST)) == (2, 0)
    assert [asked(demo, action, phone=ISIL).allowed for action in ACTIONS] == [False, False, True]
    assert asked(demo, phone=ISIL, debt=date(2026, 7, 31)).allowed
    assert not asked(demo, "collection_call", subscriber="5500123").allowed
    assert imports(demo, clock, csv(LIST.replace("31.01.2027", "31.03.2027"))) == (0, 2)
    stop = asked(demo, phone=ISIL).stop
    assert stop is not None and stop.ends_on == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("0542 111 22 33", "elma"), ("kesme, ihtar", "bağır"), ("01.11.2026", "dün"), ("31.01.2027", "31.01.2020"),
     (";5500123", ";"), ("İşsizlik", "")],
)  # fmt: skip
def test_a_row_that_cannot_be_read_keeps_the_whole_list_out(
    demo: Engine, clock: SettableClock, csv: Any, wrong: str, right: str
) -> None:
    with pytest.raises(CsvRefused):
        imports(demo, clock, csv(LIST.replace(wrong, right)))
    assert asked(demo, phone=ISIL).allowed


def test_a_list_that_says_two_things_about_the_same_days_is_kept_out(
    demo: Engine, clock: SettableClock, csv: Any
) -> None:
    twice = LIST + "0542 111 22 33;;kesme;01.12.2026;;;Yine\n"
    with pytest.raises(CsvRefused, match="4: başlangıç: entry 1 speaks of the same days, actions and debts already"):
        imports(demo, clock, csv(twice))
    assert asked(demo, phone=ISIL).allowed
