"""A list is read before anybody has to wait for it."""

from pathlib import Path

import pytest

from engine.importing import bring_in
from engine.settings import Settings, read_settings
from engine.stores import database_of
from records.database import writing
from records.errors import CsvRefused
from records.migrations import upgrade


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"SAHIP_MODE": "demo", "SAHIP_VAR": str(tmp_path / "var")}, tmp_path / "no.env")


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
