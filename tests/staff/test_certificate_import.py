"""Lists of certificates, as the people who train keep them."""

from datetime import date

import pytest

from records.database import reading, writing
from records.errors import CsvRefused
from staff.agent import Agent
from staff.certificate import certificates_of, certificates_that_count
from staff.certificate_import import read_certificates, write_certificates


@pytest.fixture
def bring_in(database, tmp_path, clock):
    with writing(database) as session:
        session.add_all([Agent(id="ayse", name="Ayşe"), Agent(id="ali", name="Ali")])

    def brought_in(text, encoding="utf-8"):
        path = tmp_path / "certificates.csv"
        path.write_bytes(text.encode(encoding))
        facts = read_certificates(path, agents={"ayse", "ali"})
        with writing(database) as session:
            return write_certificates(session, facts, by="import", now=clock())

    return brought_in


def counting(database, day):
    with reading(database) as session:
        return certificates_that_count(session, day)


@pytest.mark.both_databases
def test_a_list_of_certificates_is_brought_in_and_the_same_again_changes_it(database, bring_in):
    header = "Sicil No;Belge;Veren;Başlangıç Tarihi;Bitiş Tarihi\r\n"
    rows = "ayse;kvkk;Işıl Ağaoğlu;01.11.2026;31.10.2027\r\nali;yüksek_gerilim;EPDK;01.01.2026;\r\n"
    first = bring_in(header + rows, "cp1254")
    assert (first.added, first.changed) == (2, 0)
    assert counting(database, date(2026, 10, 31)) == {"ali": {"yüksek_gerilim"}}
    assert counting(database, date(2027, 10, 31)) == {"ali": {"yüksek_gerilim"}, "ayse": {"kvkk"}}
    assert counting(database, date(2027, 11, 1)) == {"ali": {"yüksek_gerilim"}}
    again = bring_in(header + "ayse;kvkk;Işıl Ağaoğlu;01.11.2026;31.10.2028\r\nayse;kvkk;Işıl;1.11.2028;\r\n")
    assert (again.added, again.changed) == (1, 1)
    with reading(database) as session:
        assert [(each.valid_until, each.made_by) for each in certificates_of(session, "ayse")] == [
            (date(2028, 10, 31), "import"),
            (None, "import"),
        ]


def test_every_bad_row_is_told_and_nothing_is_brought_in(database, bring_in):
    text = (
        "agent,name,given_by,valid_from,valid_until\n"
        "kimse,kvkk,Zeynep,2026-01-01,\n"
        "ayse,1 x,Zeynep,2026-01-01,\n"
        "ayse,kvkk,,2026-01-01,\n"
        "ayse,kvkk,Zeynep,,\n"
        "ayse,kvkk,Zeynep,2026-02-01,2026-01-01\n"
        "ayse,,Zeynep,2026-01-01,soon\n"
        "ali,kvkk,Zeynep,2026-01-01,\n"
    )
    with pytest.raises(CsvRefused) as refused:
        bring_in(text)
    assert [str(fault) for fault in refused.value.faults] == [
        "2: agent: kimse is nobody's id",
        "3: name: 1 x is not a name: a letter, then letters, digits, - and _",
        "4: given_by: is empty",
        "5: valid_from: is empty",
        "6: valid_until: lies before valid_from",
        "7: valid_until: soon is not a date such as 2026-11-27 or 27.11.2026",
        "7: name: is empty",
    ]
    assert counting(database, date(2026, 11, 23)) == {}
