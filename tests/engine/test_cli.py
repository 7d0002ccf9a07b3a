"""The commands as they are called: what they print, and with which status they leave."""

import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from engine.shipped import shipped
from tests.commands_run import Commands

SECRET = "nobody-may-see-this"


@pytest.fixture
def sahip(tmp_path: Path, commands: Commands):
    """Runs a command in an empty folder, with the settings of a production that has its data there."""

    def run(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}
        environment = inherited | {
            "SAHIP_PUBLIC_URL": "https://calls.example.com", "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
            "TWILIO_AUTH_TOKEN": SECRET, "SAHIP_SECRET_KEY": SECRET, "NO_COLOR": "1",
        } | settings  # fmt: skip
        return commands.run(arguments, folder=tmp_path, environment=environment)

    return run


def test_without_settings_nothing_starts_and_one_sentence_says_what_to_set(sahip, tmp_path):
    for command in ("web", "worker", "clock", "config", "doctor"):
        refused = sahip(command, TWILIO_AUTH_TOKEN="")
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr.startswith("Set TWILIO_AUTH_TOKEN in the environment")
        assert refused.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_system_to_ask_whose_credentials_are_not_set_stops_the_start(sahip, tmp_path):
    shutil.copytree(shipped("centre"), tmp_path / "centre")
    (tmp_path / "centre" / "dips.yaml").write_text("hosts: {crm.example.com: {secret: CRM_TOKEN}}", encoding="utf-8")
    for command in ("web", "worker", "clock"):
        refused = sahip(command, SAHIP_CENTRE="centre")
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr == f"Set CRM_TOKEN: {tmp_path}/centre/dips.yaml names it for crm.example.com.\n"


def test_the_settings_are_shown_with_their_sources_and_without_secrets(sahip):
    shown = sahip("config", "--json", PORT="5000")
    settings = {setting["name"]: setting for setting in json.loads(shown.stdout)}
    assert settings["PORT"] == {"name": "PORT", "value": "5000", "source": "environment"}
    assert settings["SAHIP_SITE"]["source"] == "default"
    assert SECRET not in shown.stdout + sahip("config").stdout


def test_a_misspelt_setting_is_pointed_out(sahip):
    assert "SAHIP_PUBLICURL is set, but nothing reads it." in sahip("config", SAHIP_PUBLICURL="x").stderr


def test_an_unknown_command_is_wrong_usage(sahip):
    assert sahip("answer").returncode == 2


def test_the_database_is_created_checked_and_copied(sahip, tmp_path):
    assert sahip("db", "check").returncode == 1
    assert sahip("db", "upgrade").returncode == 0
    assert json.loads(sahip("db", "upgrade", "--json").stdout)["tables"] > 80
    checked = sahip("db", "check")
    assert (checked.returncode, checked.stdout) == (0, "The schema is at its newest and the audit is unbroken.\n")
    copied = json.loads(sahip("db", "backup", str(tmp_path / "copy.sqlite"), "--json").stdout)
    assert copied["file"] == str(tmp_path / "copy.sqlite")
    tables = sqlite3.connect(tmp_path / "copy.sqlite").execute("select name from sqlite_master").fetchall()
    assert ("calls",) in tables


def test_a_database_that_is_not_there_is_told_in_a_sentence(sahip):
    failed = sahip("db", "check", DATABASE_URL="postgresql://sahip@127.0.0.1:1/sahip")
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr


def test_a_list_of_agents_is_brought_in_and_again_is_an_update(sahip, tmp_path):
    (tmp_path / "agents.csv").write_text("id;ad;telefon\nayse;Ayşe Demir;+905990000001\n", encoding="utf-8")
    tried = sahip("import", "agents", "agents.csv", "--dry-run", "--json").stdout
    assert json.loads(tried) == {"list": "agents", "added": 1, "changed": 0, "dry_run": True, "warnings": []}
    assert "1 agents were added" in sahip("import", "agents", "agents.csv").stdout
    assert "0 agents were added and 1 brought up to date" in sahip("import", "agents", "agents.csv").stdout


def test_a_telephone_that_is_never_called_goes_in_and_is_told(sahip, tmp_path):
    (tmp_path / "list.csv").write_text("phone,name\n+870773111632,Gemi\n", encoding="utf-8")
    done = sahip("import", "customers", "list.csv")
    assert (done.returncode, done.stdout) == (0, "1 customers were added and 0 brought up to date.\n")
    assert "Mind 2: phone: +870773111632 is kept and never called: satellite" in done.stderr
    assert "2,phone," in (tmp_path / "list.warnings.csv").read_text(encoding="utf-8-sig")


def test_a_bad_row_stops_the_whole_list_and_is_written_to_an_errors_file(sahip, tmp_path):
    (tmp_path / "agents.csv").write_text("id,name,phone\nayse,Ayşe Demir,+905990000001\nmert,Mert,no number\n")
    refused = sahip("import", "agents", "agents.csv")
    assert refused.returncode == 3
    assert "agents.csv:3: phone:" in refused.stderr
    assert "3,phone," in (tmp_path / "agents.errors.csv").read_text(encoding="utf-8-sig")
    assert "1 agents would be added" in _only_the_first_row(sahip, tmp_path)


def _only_the_first_row(sahip, folder: Path) -> str:
    (folder / "agents.csv").write_text("id,name,phone\nayse,Ayşe Demir,+905990000001\n")
    return str(sahip("import", "agents", "agents.csv", "--dry-run").stdout)


def test_a_centre_with_a_mistake_names_file_and_place(sahip, tmp_path):
    (tmp_path / "centre").mkdir()
    (tmp_path / "centre" / "policy.yaml").write_text("queues:\n  main: [\n")
    refused = sahip("clock", SAHIP_CENTRE="centre")
    assert refused.returncode == 3
    assert "policy.yaml:3:1" in refused.stderr


STARTS = [("web",), ("live",), ("worker",), ("worker", "--queue", "ring"), ("clock",), ("dev",)]


@pytest.mark.parametrize("command", STARTS, ids=" ".join)
def test_nothing_starts_on_a_centre_with_a_mistake(sahip, tmp_path, command):
    shutil.copytree(shipped("centre"), tmp_path / "centre")
    policy = tmp_path / "centre" / "policy.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("ring_seconds", "ring_secondz"), encoding="utf-8")
    refused = sahip(*command, SAHIP_CENTRE="centre")
    assert (refused.returncode, refused.stdout) == (3, "")
    assert refused.stderr == f"{policy}:3:1: ring_secondz: not known here; did you mean `ring_seconds`?\n"
    assert [each.name for each in tmp_path.iterdir()] == ["centre"]


def test_nothing_starts_on_a_server_whose_schema_is_another_versions(sahip, postgresql):
    bare = create_engine(postgresql)
    with bare.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    bare.dispose()
    for command in STARTS:
        refused = sahip(*command, DATABASE_URL=postgresql)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr == "The database's schema is not this version's: run `sahip db upgrade` first.\n"


def test_nothing_starts_without_a_number_to_call_from(sahip, tmp_path):
    shutil.copytree(shipped("centre"), tmp_path / "centre")
    policy = tmp_path / "centre" / "policy.yaml"
    policy.write_text("\n".join(line for line in policy.read_text().splitlines() if "caller_ids" not in line))
    refused = sahip("worker", SAHIP_CENTRE="centre")
    assert (refused.returncode, refused.stderr.count("\n")) == (3, 1)
    assert "SAHIP_CALLER_ID" in refused.stderr


@pytest.mark.parametrize("folder", ["/etc/passwd", "/proc/x"])
def test_a_folder_for_our_data_that_cannot_be_one_is_told_in_a_sentence(sahip, folder):
    for command in (("web",), ("worker",), ("db", "upgrade"), ("config",)):
        refused = sahip(*command, SAHIP_VAR=folder)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr == f"Set SAHIP_VAR to a folder that can be written in: {folder} cannot.\n"


def test_the_shipped_centre_is_found_from_any_folder(sahip):
    settings = {setting["name"]: setting["value"] for setting in json.loads(sahip("config", "--json").stdout)}
    assert settings["SAHIP_CENTRE"] == str(shipped("centre"))


def test_a_key_of_the_api_is_shown_once_listed_without_its_secret_and_revoked(sahip):
    sahip("db", "upgrade")
    key = sahip("keys", "add", "--name", "crm", "--role", "read_only").stdout.strip()
    [listed] = json.loads(sahip("keys", "list", "--json").stdout)
    assert (listed["name"], listed["role"], listed["revoked"]) == ("crm", "read_only", "-")
    assert key.startswith(f"sahip_{listed['id']}_")
    assert key not in sahip("keys", "list").stdout
    assert sahip("keys", "revoke", listed["id"]).returncode == 0
    assert sahip("keys", "revoke", listed["id"]).returncode == 1


def test_a_key_needs_a_role_we_know(sahip):
    assert sahip("keys", "add", "--name", "crm", "--role", "owner").returncode == 2


def test_the_api_is_described_without_anything_running(sahip):
    told = sahip("openapi", TWILIO_AUTH_TOKEN="")
    assert (told.returncode, told.stderr) == (0, "")
    assert "/agents/{agent}/presence" in json.loads(told.stdout)["paths"]
