"""A mail server hands a letter in at the end of a pipe, and understands what became of it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from engine.cli import sahip
from records.database import open_database
from records.migrations import upgrade

LETTER = b"From: yeni@example.com\r\nMessage-ID: <1@example.com>\r\nSubject: Kombi\r\n\r\nBozuldu\r\n"


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'sahip.sqlite'}"
    for name, value in {"SAHIP_MODE": "demo", "SAHIP_VAR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    upgrade(url)
    return url


def handed_in(letter: bytes) -> tuple[int, str]:
    result = CliRunner().invoke(sahip, ["mail", "receive", "--json"], input=letter)
    return result.exit_code, result.output


def test_a_letter_lands_on_a_new_case_once(demo: str) -> None:
    status, told = handed_in(LETTER)
    [landed] = json.loads(told)
    assert status == 0 and landed["new_case"] and landed["case_number"] == "1001"
    status, told = handed_in(LETTER)
    assert status == 0 and json.loads(told)[0]["repeated"]


def test_what_is_no_letter_is_not_tried_again(demo: str) -> None:
    status, told = handed_in(b"Merhaba")
    assert status == 65 and "no letter" in told


def test_while_the_records_are_out_of_reach_the_mail_server_comes_again(
    demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("records.database.BUSY_MS", 50)
    locked = open_database(demo)
    with locked.connect() as connection:
        connection.execute(text("select 1"))
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("BEGIN EXCLUSIVE")
        status, _ = handed_in(LETTER)
        connection.exec_driver_sql("ROLLBACK")
    assert status == 75
