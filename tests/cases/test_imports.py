from datetime import UTC, datetime

import pytest
from sqlalchemy import event, func, select

from cases.caller_id import parse_caller_id
from cases.case import Case
from cases.customer import Customer, CustomerPhone, customers_with_phone
from cases.ownership import owner_of, owners_of
from cases.promise import end_promise, promises_of
from records.database import reading, writing
from records.errors import CsvRefused
from tests.cases.conftest import DEMO

pytestmark = pytest.mark.both_databases


def count(database, table):
    with reading(database) as session:
        return session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1254"])
def test_a_turkish_list_of_customers_is_read(database, csv, customers_of, encoding):
    customers_of(csv("NUMARA;AD;DİL;SEGMENT;NOT\r\n0532 123 45 67;Işıl Öğüt;tr;vip;Kapıcıya sormayın; \r\n", encoding))
    with reading(database) as session:
        [isil] = customers_with_phone(session, "+905321234567")
        assert (isil.name, isil.language, isil.tier, isil.notes) == ("Işıl Öğüt", "tr", "vip", "Kapıcıya sormayın")


def test_a_list_may_tell_where_customers_live(database, csv, customers_of):
    customers_of(csv("telefon,ad,saat dilimi\n05321234567,Mehmet Kaya,europe/berlin\n05421112233,Işıl İnci,\n"))
    customers_of(csv("telefon,ad\n05321234567,Mehmet Kaya\n"))
    with reading(database) as session:
        assert [customers_with_phone(session, f"+90{phone}")[0].zone for phone in (5321234567, 5421112233)] == [
            "Europe/Berlin", None,
        ]  # fmt: skip


def test_what_is_no_time_zone_is_a_fault_of_its_line(csv, customers_of):
    with pytest.raises(CsvRefused) as refused:
        customers_of(csv("phone,name,time zone\n05321234567,Mehmet Kaya,Mars/Olympus\n"))
    assert [(fault.line, fault.column) for fault in refused.value.faults] == [(2, "time zone")]


def test_importing_customers_again_is_an_upsert(database, csv, customers_of):
    first = customers_of(DEMO / "customers.csv")
    again = customers_of(DEMO / "customers.csv")
    assert (first.added, first.changed, again.added, again.changed) == (7, 0, 0, 7)
    customers_of(csv("telefon,ad,segment\n05321234567,MEHMET KAYA,vip\n"))
    with reading(database) as session:
        [mehmet] = customers_with_phone(session, "+905321234567")
        assert (mehmet.tier, mehmet.crm_id, mehmet.language) == ("vip", "C-1001", "tr")
    assert count(database, Customer) == 7


def test_two_people_may_share_a_telephone_and_one_may_have_two(database, csv, customers_of):
    customers_of(
        csv("phone,name,crm_id\n+905329998877,Fatma Şen,C2\n+905329998877,Emre Şen,\n+905421112233,Fatma Şen,C2\n")
    )
    with reading(database) as session:
        assert [each.name for each in customers_with_phone(session, "+905329998877")] == ["Emre Şen", "Fatma Şen"]
        [fatma] = customers_with_phone(session, "+905421112233")
        assert [each.phone for each in fatma.phones] == ["+905329998877", "+905421112233"]


def test_rows_of_one_file_know_of_each_other(database, csv, customers_of):
    imported = customers_of(
        csv(
            "phone,name,crm_id,tier\n05321234567,Işıl İnci,,\n05321234567,IŞIL İNCİ,C9,\n05421112233,Işıl İnci,C9,vip\n"
        )
    )
    assert (imported.added, imported.changed) == (1, 2)
    with reading(database) as session:
        [isil] = customers_with_phone(session, "+905321234567")
        assert (isil.crm_id, isil.tier, len(isil.phones), isil.name_fold) == ("C9", "vip", 2, "isil inci")


def test_a_long_list_takes_a_few_statements_new_or_known(database, csv, customers_of):
    asked = []
    event.listen(database, "before_cursor_execute", lambda *told: asked.append(told[2]))
    lines = "".join(f"+90532{n:07d},Müşteri {n},C-{n}\n" for n in range(1000))
    for added in (1000, 0):
        asked.clear()
        assert customers_of(csv(f"phone,name,crm_id\n{lines}")).added == added
        assert len(asked) < 20, asked


def test_a_short_number_is_kept_as_it_will_call(database, csv, customers_of, cases_of):
    for written in ("4440332", "+904440332", "444 0 332"):
        customers_of(csv(f"phone,name\n{written},Kurye Firması\n"))
    cases_of(csv("number,phone\n7001,+90 444 0332\n"))
    with reading(database) as session:
        [firm] = customers_with_phone(session, parse_caller_id("+904440332").value)
        assert session.get_one(Case, "7001").customer_id == firm.id
    assert count(database, Customer) == 1


@pytest.mark.parametrize(
    ("written", "code"),
    [("türkçe", "tr"), ("Türkçe", "tr"), ("İngilizce", "en"), ("turkish", "tr"), ("ENGLISH", "en"), ("en", "en")],
)
def test_a_language_may_be_written_out(database, csv, customers_of, written, code):
    customers_of(csv(f"telefon,ad,dil\n05321234567,Işıl İnci,{written}\n"))
    with reading(database) as session:
        assert customers_with_phone(session, "+905321234567")[0].language == code


def test_text_longer_than_there_is_room_for_is_told_by_line_and_column(database, csv, customers_of, cases_of):
    with pytest.raises(CsvRefused) as refusal:
        customers_of(
            csv(
                f"telefon,ad,crm no,segment,dil\n05321234567,{'a' * 201},{'c' * 81},{'t' * 41},tr\n"
                f"05321234567,{'ß' * 150},,,\n05321234567,{'ş' * 200},{'c' * 80},{'t' * 40},tr\n"
            )
        )
    assert str(refusal.value).splitlines() == [
        "people.csv:2: ad: is longer than 200 characters",
        "people.csv:2: segment: is longer than 40 characters",
        "people.csv:2: crm no: is longer than 80 characters",
        "people.csv:3: ad: is longer than 200 letters when written out",
    ]
    with pytest.raises(CsvRefused) as refusal:
        cases_of(csv(f"number,konu,neden\n{'1' * 41},{'k' * 301},{'n' * 81}\n"))
    assert [str(fault).split(": ")[1] for fault in refusal.value.faults] == ["number", "konu", "neden"]
    assert (count(database, Customer), count(database, Case)) == (0, 0)


def test_another_customer_of_the_crm_with_the_same_name_and_telephone_is_another_customer(database, csv, customers_of):
    customers_of(csv("phone,name,crm_id\n+905329998877,Fatma Şen,C2\n+905329998877,Fatma Şen,C3\n"))
    assert count(database, Customer) == 2


def test_a_caller_nobody_had_asked_for_a_name_gets_it(database, csv, customers_of):
    with writing(database) as session:
        session.add(Customer(id="c1", name="", phones=[CustomerPhone(phone="+905321234567")]))
    customers_of(csv("phone,name\n+905321234567,Mehmet Kaya\n"))
    with reading(database) as session:
        assert [(each.id, each.name) for each in customers_with_phone(session, "+905321234567")] == [
            ("c1", "Mehmet Kaya")
        ]


def test_bad_rows_of_customers_are_told_by_line_and_nothing_is_imported(database, csv, customers_of):
    with pytest.raises(CsvRefused) as refusal:
        customers_of(csv("telefon;ad;dil\n05321234567;Mehmet Kaya;tr\nyok;Emma Clark;en\n\n05329998877;;klingonca\n"))
    assert str(refusal.value).splitlines() == [
        "people.csv:3: telefon: yok is not a telephone number",
        "people.csv:5: ad: is empty",
        "people.csv:5: dil: klingonca is not a language such as tr or en",
    ]
    assert count(database, Customer) == 0


def test_a_case_is_imported_with_its_owner_and_what_was_promised(demo):
    with reading(demo) as session:
        case = session.get_one(Case, "4812")
        assert (case.subject, case.reason, case.status) == ("Teslimat gecikti", "delivery_late", "open")
        assert [(each.agent_id, each.how) for each in owners_of(session, "4812")] == [("ayse", "import")]
        [promise] = promises_of(session, "4812")
        assert (promise.what, promise.by_agent, promise.status) == ("Teslim", "ayse", "open")
        assert promise.due_at == datetime(2026, 11, 27, 15, 0, tzinfo=UTC), "18:00 in Istanbul"
        assert session.get_one(Case, "4809").status == "closed"
        assert session.get_one(Case, "4809").closed_at is not None


def test_importing_cases_again_is_an_upsert(demo, cases_of, csv, clock):
    opened = clock()
    clock.advance(60)
    assert cases_of(DEMO / "cases.csv").added == 0
    assert cases_of(csv("Numara;Konu;Sahibi;Durum\n4812;Teslimat çok gecikti;burak;KAPALI\n")).changed == 1
    with reading(demo) as session:
        case = session.get_one(Case, "4812")
        assert (case.subject, case.status, case.closed_at) == ("Teslimat çok gecikti", "closed", clock())
        assert (case.opened_at, case.phone) == (opened, "+905321234567")
        assert [each.agent_id for each in owners_of(session, "4812")] == ["ayse", "burak"]
        assert len(promises_of(session, "4812")) == 1
        assert len(owners_of(session, "4811")) == 1


def test_a_promise_that_ended_is_not_promised_again_and_an_open_one_is_moved(demo, cases_of, csv, clock):
    with writing(demo) as session:
        end_promise(session, promises_of(session, "4812")[0].id, "kept", clock())
    cases_of(
        csv("number,promised_what,promised_for\n4812,Teslim,30.11.2026\n4813,Parçayla ikinci ziyaret,30.11.2026\n")
    )
    with reading(demo) as session:
        assert [each.status for each in promises_of(session, "4812")] == ["kept"]
        assert [each.due_at for each in promises_of(session, "4813")] == [datetime(2026, 11, 30, 15, tzinfo=UTC)]


def test_bad_rows_of_cases_are_told_by_line_and_nothing_is_imported(database, csv, cases_of):
    with pytest.raises(CsvRefused) as refusal:
        cases_of(
            csv(
                "numara,telefon,sahip,durum,söz,söz tarihi\n1,05321234567,ayse,açık,Teslim,27.11.2026\n"
                "2,telefonsuz,kimse,bekliyor,Teslim,yarın\n,,,,,\n3,,,,Teslim,\n1,,,,,\n"
            )
        )
    assert str(refusal.value).splitlines() == [
        "people.csv:3: sahip: kimse is no agent's id",
        "people.csv:3: telefon: telefonsuz is not a telephone number",
        "people.csv:3: durum: bekliyor is none of open, closed, açık, kapalı",
        "people.csv:3: söz tarihi: yarın is not a time such as 2026-11-27 17:00 or 27.11.2026 17:00",
        "people.csv:5: söz tarihi: a promise needs what was promised and for when",
        "people.csv:6: numara: 1 is in line 2 already",
    ]
    assert count(database, Case) == 0


def test_a_dry_run_is_an_import_that_is_not_kept(database, csv, clock, new_id):
    from cases.customer_import import import_customers

    with reading(database) as session:
        assert import_customers(session, DEMO / "customers.csv", new_id=new_id, now=clock()).added == 7
    assert count(database, Customer) == 0


def test_an_owner_stays_when_the_file_names_none(demo, cases_of, csv):
    cases_of(csv("number,owner\n4812,\n"))
    with reading(demo) as session:
        assert owner_of(session, "4812") == "ayse"
