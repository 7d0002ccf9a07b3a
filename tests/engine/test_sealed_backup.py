"""A backup says nothing of anybody without the keys, and nothing of the forgotten with them."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import sahip
from engine.settings import read_settings
from engine.stores import database_of
from records.audit import AuditRow, append, first_break
from records.database import open_database, reading, writing
from records.sealed_copy import LEFT_OUT
from tests.engine.test_privacy_commands import CUSTOMERS

CASES = """number,phone,subject,reason,owner,status,promised_what,promised_for
4812,+905321234567,Kombi kapıda kaldı,delivery_late,,open,,
5001,+905440001122,Yabancının işi,repair,,open,,
"""


@pytest.fixture
def typed(tmp_path: Path, var: Path, valkey_url: str) -> Callable[..., Result]:
    settings = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(var), "NO_COLOR": "1", "REDIS_URL": valkey_url}

    def run(*arguments: str) -> Result:
        done = CliRunner().invoke(sahip, arguments, env=settings)
        assert done.exit_code == 0, (done.output, done.exception)
        return done

    for name, text in (("customers", CUSTOMERS), ("cases", CASES)):
        (tmp_path / f"{name}.csv").write_text(text)
        run("import", name, str(tmp_path / f"{name}.csv"))
    return run


def rows_of(file: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(file)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(database.execute(f"SELECT * FROM {name}").fetchall(), key=str) for name in names}


def test_a_backup_says_nothing_without_its_keys_and_is_the_database_again_with_them(
    typed: Callable[..., Result], var: Path, tmp_path: Path
) -> None:
    sealed, restored = tmp_path / "sealed.sqlite", tmp_path / "restored.sqlite"
    typed("db", "backup", str(sealed))
    raw = sealed.read_bytes()
    told = ("Mehmet Kaya", "5321234567", "C-1001", "Kombi", "kapıda kaldı", "5440001122", "Yabancının", "Emre")
    assert [word for word in told if word.encode() in raw] == []
    assert b"4812" in raw, "what is looked through is what was copied: a case's number is no secret"
    typed("db", "restore", str(sealed), str(restored))
    before, after = rows_of(var / "sahip.sqlite"), rows_of(restored)
    assert {name: rows for name, rows in after.items() if name not in LEFT_OUT} == {
        name: rows for name, rows in before.items() if name not in LEFT_OUT
    }


def test_who_is_forgotten_later_is_in_no_backup_made_before(
    typed: Callable[..., Result], var: Path, tmp_path: Path
) -> None:
    sealed, restored = tmp_path / "sealed.sqlite", tmp_path / "restored.sqlite"
    with writing(database_of(read_settings({"SAHIP_MODE": "demo", "SAHIP_VAR": str(var)}, Path("/dev/null")))) as told:
        for case in ("4812", "5001"):
            append(told, "ayse", "noted", f"case:{case}", {"note": "Kombi kapıda"}, datetime(2026, 11, 1, tzinfo=UTC))
    typed("db", "backup", str(sealed))
    older_keys = shutil.copy(var / "key-safe.sqlite", tmp_path / "kept-by-mistake.sqlite")
    typed("erase", "person", "--phone", "+905321234567")
    out = typed("db", "restore", str(sealed), str(restored)).output
    held = rows_of(restored)
    assert {row[1] for row in held["customers"]} == {"Fatma Şen", "Emre Şen"}, out
    assert [row for row in held["cases"] if row[0] == "4812" and "Kombi" in str(row)] == []
    assert b"5321234567" not in restored.read_bytes() and "5440001122" in str(held["cases"])
    with closing(sqlite3.connect(restored)) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == [], "nothing names who is not there any more"
    engine = open_database(f"sqlite:///{restored}")
    with reading(engine) as chain:
        noted = {row.subject: row.data for row in chain.query(AuditRow).filter_by(what="noted")}
        assert first_break(chain) is None, "what nobody can read any more is vouched for"
    engine.dispose()
    assert noted == {"case:5001": {"note": "Kombi kapıda"}, "erasure:restored": {}}
    assert Path(older_keys).read_bytes() != (var / "key-safe.sqlite").read_bytes()


def test_a_sealed_backup_is_told_from_a_database(typed: Callable[..., Result], tmp_path: Path) -> None:
    typed("db", "backup", str(tmp_path / "plain.sqlite"), "--plain")
    assert b"Mehmet Kaya" in (tmp_path / "plain.sqlite").read_bytes()
    typed("db", "backup", str(tmp_path / "sealed.sqlite"))
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(tmp_path / "sealed.sqlite", other / "sahip.sqlite")
    checked = CliRunner().invoke(sahip, ["db", "check"], env={"SAHIP_MODE": "demo", "SAHIP_VAR": str(other)})
    assert checked.exit_code == 1 and "db restore" in checked.output


def test_the_audit_of_a_backup_tells_no_number_and_nothing_that_was_said_of_somebody(
    typed: Callable[..., Result], var: Path, tmp_path: Path
) -> None:
    database = database_of(read_settings({"SAHIP_MODE": "demo", "SAHIP_VAR": str(var)}, Path("/dev/null")))
    now = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    with writing(database) as session:
        append(session, "customer", "opted_out", "address:+905321234567", {"channel": "sms"}, now)
        append(session, "ayse", "hardship_added", "hardship:4", {"phone": "+905321234567", "reason": "Hasta"}, now)
        append(session, "ayse", "told", "goodwill:4", {"case": "4812", "reason": "Kızı evleniyor"}, now)
    database.dispose()
    sealed, restored = tmp_path / "sealed.sqlite", tmp_path / "restored.sqlite"
    typed("db", "backup", str(sealed))
    assert [word for word in ("5321234567", "Hasta", "evleniyor") if word.encode() in sealed.read_bytes()] == []
    typed("db", "restore", str(sealed), str(restored))
    assert rows_of(restored)["audit"] == rows_of(var / "sahip.sqlite")["audit"]
