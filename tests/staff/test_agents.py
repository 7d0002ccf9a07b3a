from datetime import date, timedelta
from pathlib import Path

import pytest

from records.database import reading, writing
from records.errors import CsvRefused
from staff.agent import agent, agents, record_presence
from staff.csv_import import import_agents

pytestmark = pytest.mark.both_databases
DEMO = Path(__file__).parents[2] / "centre/demo/agents.csv"


def imported(database, path):
    with writing(database) as session:
        return import_agents(session, path)


@pytest.fixture
def csv(tmp_path):
    def written(text, encoding="utf-8"):
        path = tmp_path / "agents.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return written


def test_the_demo_centres_agents_are_imported(database):
    assert imported(database, DEMO).added == 7
    with reading(database) as session:
        ayse = agent(session, "ayse")
        assert (ayse.name, ayse.role, ayse.team, ayse.lead_id) == ("Ayşe Demir", "agent", "destek", "zeynep")
        assert (ayse.phone, ayse.endpoint, ayse.stand_in_id) == ("+905550000001", "phone", "burak")
        assert (ayse.languages, ayse.skills) == (["tr", "en"], {"support": 80})
        assert (ayse.hired_on, ayse.email) == (date(2021, 2, 15), "ayse@example.com")
        assert ayse.presence == "logged_out"


def test_languages_are_brought_in_with_their_levels(database, csv):
    imported(database, csv("id,name,languages\nayse,Ayşe,tr:100 en:60\nali,Ali,tr de\n"))
    imported(database, csv("id,name\nayse,Ayşe Demir\n"))
    with reading(database) as session:
        assert (agent(session, "ayse").languages, agent(session, "ayse").spoken) == (
            ["tr", "en"],
            {"tr": 100, "en": 60},
        )
        assert agent(session, "ali").spoken == {"tr": 100, "de": 100}


def test_importing_again_changes_what_is_told_and_leaves_presence_alone(database, csv, clock):
    imported(database, DEMO)
    with writing(database) as session:
        record_presence(session, agent_id="ayse", state="ready", reason=None, since=clock(), until=None)
    again = imported(database, csv("id,name,skills\nayse,Ayşe Demir Kaya,support:95\n"))
    assert (again.added, again.changed) == (0, 1)
    with reading(database) as session:
        ayse = agent(session, "ayse")
        assert (ayse.name, ayse.skills, ayse.presence) == ("Ayşe Demir Kaya", {"support": 95}, "ready")
        assert (ayse.team, ayse.phone) == ("destek", "+905550000001"), "columns the file does not have stay"
        assert len(agents(session)) == 7


def test_a_turkish_spreadsheet_in_windows_1254_is_read(database, csv):
    imported(
        database,
        csv(
            "Sicil No;Ad Soyad;Görev;Ekip;Telefon;Cihaz;Diller;Yetenekler;İşe Giriş Tarihi\r\n"
            "işıl;Işıl Ağaoğlu;Müşteri Temsilcisi;Şikâyet;0555 000 00 21;TELEFON;"
            "tr,en;destek:80 şikâyet:60;15.02.2021\r\n",
            "cp1254",
        ),
    )
    with reading(database) as session:
        isil = agent(session, "işıl")
        assert (isil.role, isil.endpoint, isil.phone) == ("agent", "phone", "+905550000021")
        assert (isil.skills, isil.hired_on) == ({"destek": 80, "şikâyet": 60}, date(2021, 2, 15))


def test_every_fault_is_told_with_its_line_and_nothing_is_imported(database, csv):
    path = csv(
        "id,name,role,lead,phone,endpoint,skills,hired_on\n"
        "ali,Ali Can,agent,,0555 000 00 31,phone,support:80,2020-01-01\n"
        ",Adsız,agent,,,,,\n"
        "veli,,kral,kimse,telefonsuz,faks,support,dün\n"
        "ali,Ali Can,agent,,,phone,,\n"
        "can,Can Can,agent,ali,05550000031,phone,,\n"
    )
    with pytest.raises(CsvRefused) as refusal:
        imported(database, path)
    told = str(refusal.value).splitlines()
    assert told[0] == "agents.csv:3: id: is empty"
    assert [line.split(": ")[:2] for line in told[1:]] == [
        ["agents.csv:4", "name"],
        ["agents.csv:4", "role"],
        ["agents.csv:4", "phone"],
        ["agents.csv:4", "endpoint"],
        ["agents.csv:4", "skills"],
        ["agents.csv:4", "hired_on"],
        ["agents.csv:4", "lead"],
        ["agents.csv:5", "id"],
        ["agents.csv:5", "phone"],
        ["agents.csv:6", "phone"],
    ]
    assert told[-1] == "agents.csv:6: phone: +905550000031 is the telephone of ali"
    with reading(database) as session:
        assert agents(session) == []


def test_languages_may_be_written_out(database, csv):
    imported(database, csv('id,name,diller\nayse,Ayşe Demir,"Türkçe, İngilizce"\n'))
    with reading(database) as session:
        assert agent(session, "ayse").languages == ["tr", "en"]


def test_text_longer_than_there_is_room_for_is_told_by_line_and_column(database, csv):
    with pytest.raises(CsvRefused) as refusal:
        imported(database, csv(f"kod,ad,ekip,email\n{'i' * 65},{'a' * 121},{'e' * 81},{'m' * 201}\n"))
    assert str(refusal.value).splitlines() == [
        f"agents.csv:2: {column}: is longer than {most} characters"
        for column, most in (("kod", 64), ("ad", 120), ("ekip", 80), ("email", 200))
    ]


def test_an_id_that_no_address_or_line_can_hold_is_told(database, csv):
    with pytest.raises(CsvRefused) as refusal:
        imported(database, csv('id,name,team\na/b,A,x\n..,B,x\n"c\nd",C,x\ne,E,"x\ny"\n'))
    assert [line.split(": ")[:2] for line in str(refusal.value).splitlines()] == [
        ["agents.csv:2", "id"],
        ["agents.csv:3", "id"],
        ["agents.csv:4", "id"],
        ["agents.csv:6", "team"],
    ]


def test_two_agents_may_swap_their_telephones(database, csv):
    imported(database, DEMO)
    imported(
        database,
        csv("id,name,phone,endpoint\nayse,Ayşe Demir,+905550000002,phone\nburak,Burak Yılmaz,+905550000001,phone\n"),
    )
    with reading(database) as session:
        assert [agent(session, each).phone for each in ("ayse", "burak")] == ["+905550000002", "+905550000001"]


def test_a_new_agent_may_not_have_the_telephone_of_one_we_know(database, csv):
    imported(database, DEMO)
    with pytest.raises(CsvRefused, match="is the telephone of ayse"):
        imported(database, csv("id,name,phone\nyeni,Yeni Biri,0555 000 00 01\n"))


def test_who_has_left_is_listed_no_more_and_keeps_their_name(database):
    imported(database, DEMO)
    with writing(database) as session:
        agent(session, "ayse").active = False
    with reading(database) as session:
        assert "ayse" not in [each.id for each in agents(session)]
        assert agent(session, "ayse").name == "Ayşe Demir"


def test_older_news_of_an_agents_presence_does_not_undo_newer(database, clock):
    imported(database, DEMO)
    before = clock()
    clock.advance(60)
    with writing(database) as session:
        until = clock() + timedelta(hours=12)
        assert record_presence(session, agent_id="ayse", state="ready", reason=None, since=clock(), until=until)
        assert not record_presence(session, agent_id="ayse", state="not_ready", reason="rona", since=before, until=None)
        assert not record_presence(session, agent_id="nobody", state="ready", reason=None, since=clock(), until=None)
    with reading(database) as session:
        ayse = agent(session, "ayse")
        assert (ayse.presence, ayse.presence_reason, ayse.presence_until) == ("ready", None, until)
