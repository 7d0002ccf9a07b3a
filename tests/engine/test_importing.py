"""A list is read before anybody has to wait for it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from cases.case_import import read_cases
from cases.customer_import import read_customers
from cases.dialable import EVERYWHERE, NumbersWeCall, why_not_called
from cases.hardship_import import read_hardships
from cases.never_called import why_never
from engine.importing import ZONE, bring_in
from engine.settings import Settings, read_settings
from engine.stores import database_of
from records.database import writing
from records.errors import CsvRefused
from records.migrations import upgrade
from staff.certificate_import import read_certificates
from staff.csv_import import read_agents


@pytest.fixture
def settings(tmp_path: Path, var: Path) -> Settings:
    return read_settings({"SAHIP_MODE": "demo", "SAHIP_VAR": str(var)}, tmp_path / "no.env")


@pytest.mark.parametrize("what", ["customers", "cases"])
def test_a_file_is_read_and_refused_while_somebody_else_writes(settings: Settings, tmp_path: Path, what: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text("number,phone,name\n7001,no number,Kaya\n", encoding="utf-8")
    database = database_of(settings)
    upgrade(settings.database_url)
    with writing(database), pytest.raises(CsvRefused, match="no number is not a telephone number"):
        bring_in(settings, what, file, dry_run=True)
    database.dispose()


def test_what_a_spreadsheet_would_carry_out_is_shown_in_the_errors_file(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("phone,name\n=cmd|' /C calc'!A0,Kaya\n", encoding="utf-8")
    with pytest.raises(CsvRefused):
        bring_in(settings, "customers", file, dry_run=False)
    assert "'=cmd" in (tmp_path / "list.errors.csv").read_text(encoding="utf-8-sig")


ODD = "05321234567,Ayla\n+870773111632,Gemi\n09001234567,Fal\n+447911123456,Emma\n0850 222 00 00,Biz\n"


@pytest.mark.parametrize(("what", "header"), [("customers", "telefon,ad"), ("cases", "telefon,no")])
def test_a_number_we_never_call_goes_in_and_is_told_with_its_line(
    settings: Settings, tmp_path: Path, what: str, header: str
) -> None:
    file, told = tmp_path / "list.csv", tmp_path / "list.warnings.csv"
    file.write_text(f"{header}\n{ODD}", encoding="utf-8")
    tried = bring_in(settings, what, file, dry_run=True)
    assert (tried.added, len(tried.doubts), told.exists()) == (5, 3, False)
    done = bring_in(settings, what, file, dry_run=False)
    assert (done.added, [(each.line, each.column) for each in done.doubts]) == (
        5, [(3, "telefon"), (4, "telefon"), (6, "telefon")],
    )  # fmt: skip
    assert [each.reason.split(": ")[1] for each in done.doubts] == ["satellite", "number type", "our number"]
    assert told.read_text(encoding="utf-8-sig").splitlines()[1].startswith("3,telefon,")


@pytest.mark.parametrize("phone", [f"+905{operator}1234567" for operator in range(30, 60)])
def test_usual_mobile_numbers_are_told_without_looking_them_up_and_it_comes_to_the_same(phone: str) -> None:
    we_call = NumbersWeCall(countries=EVERYWHERE)
    assert why_never(we_call)(phone) is None and why_not_called(phone, we_call) is None


READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "agents": ("id;name;phone\n{};Kaya;", read_agents),
    "certificates": (
        "agent;name;given_by;valid_from\n{};kvkk;Zeynep;2026-01-01",
        partial(read_certificates, agents={"1"}),
    ),
    "customers": ("phone;name\n{};Kaya", read_customers),
    "cases": ("number;subject\n{};Fatura", partial(read_cases, agents=(), zone=ZONE)),
    "hardship": ("subscriber;starts_on;reason\n{};2026-01-01;hastalık", read_hardships),
}


def faults_of(read: Callable[[Path], object], file: Path) -> str:
    """What is said against the list, however late: agents are judged beside those who work here already."""
    try:
        listed = read(file)
    except CsvRefused as refused:
        return str(refused)
    return "\n".join(str(fault) for row in getattr(listed, "rows", ()) for fault in row.faults)


@pytest.mark.parametrize("what", READERS)
def test_every_list_tells_what_excel_has_destroyed(tmp_path: Path, what: str) -> None:
    text, read = READERS[what]
    file = tmp_path / "list.csv"
    for encoding in ("utf-8", "cp1254", "utf-16"):
        file.write_bytes(text.format("9,05321E+11").encode(encoding))
        assert "its last digits are lost" in faults_of(read, file), encoding


@pytest.mark.parametrize("what", READERS)
def test_every_list_refuses_hostile_bytes_with_a_fault(tmp_path: Path, what: str) -> None:
    text, read = READERS[what]
    file = tmp_path / "list.csv"
    head = text.partition("\n")[0].encode()
    for raw in (
        b"",
        b"\0\0",
        b"\xff\xfe\0",
        head + b'\n"',
        head + b"\n\x1b[2J;\x07",
        head + b"\n" + b";" * 9999 + b"x",
    ):
        file.write_bytes(raw)
        assert faults_of(read, file), raw[:60]
