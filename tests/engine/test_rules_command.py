"""`sahip rules` as it is typed, and what runs go by afterwards."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner, Result
from redis import Redis
from sqlalchemy import Engine

from engine.board import following
from engine.centre import read_centre
from engine.cli import sahip
from engine.doctor import files_are_what_is_published
from engine.errors import OrderRefused
from engine.rules_desk import RulesDesk
from engine.settings import Settings, read_settings
from engine.shipped import shipped
from engine.web import web_on
from ivr.errors import FlowInvalid
from tests.conftest import SettableClock
from tests.house import SignedClient, demo_settings, house


@dataclass
class Typed:
    told: dict[str, str]
    folder: Path

    def __call__(self, *arguments: str) -> Result:
        return CliRunner().invoke(sahip, ["rules", *arguments], env=self.told)

    @property
    def settings(self) -> Settings:
        return read_settings(self.told, self.folder / "no.env")

    def writes(self, before: str, after: str, name: str = "policy") -> None:
        file = self.folder / f"{name}.yaml"
        text = file.read_text(encoding="utf-8")
        assert before in text
        file.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.fixture
def rules(tmp_path: Path, var: Path) -> Typed:
    folder = Path(shutil.copytree(shipped("centre"), tmp_path / "centre"))
    told = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(var), "SAHIP_CENTRE": str(folder), "NO_COLOR": "1"}
    return Typed(told, folder)


def rows(rules: Typed) -> Any:
    return {row["file"]: row for row in json.loads(rules("show", "--json").output)}


def test_a_file_is_published_put_back_and_compared_with_the_folder(rules: Typed) -> None:
    assert rows(rules)["policy.yaml"]["version"] == 0
    assert files_are_what_is_published(rules.settings).verdict == "right"
    before = (rules.folder / "policy.yaml").read_text(encoding="utf-8")
    changed = rules.folder / "changed.txt"
    changed.write_text(before.replace("ring_seconds: 15", "ring_seconds: 18", 1), encoding="utf-8")
    assert "version 2 is in force" in rules("publish", "policy", str(changed), "--author", "selin").output
    assert (rows(rules)["policy.yaml"]["version"], rows(rules)["policy.yaml"]["folder_differs"]) == (2, True)
    doubtful = files_are_what_is_published(rules.settings)
    assert doubtful.verdict == "doubtful" and "policy.yaml (v2, selin)" in doubtful.seen
    assert "ring_seconds: 18" in rules("print", "policy").output
    assert "version 3 is in force, with the text of version 1" in rules("rollback", "policy").output
    assert files_are_what_is_published(rules.settings).verdict == "right"
    assert [row["number"] for row in json.loads(rules("versions", "policy", "--json").output)] == [3, 2, 1]


def test_what_cannot_be_published_is_said_and_changes_nothing(rules: Typed) -> None:
    assert isinstance(rules("rollback", "policy").exception, OrderRefused), "there is no version yet"
    rules.writes("ring_seconds: 15", "ring_seconds: soon")
    refused = rules("publish", "policy").exception
    assert isinstance(refused, FlowInvalid) and refused.problems[0].startswith("policy.yaml:3:1:")
    assert rules("publish", "connections").exit_code == 2
    assert rows(rules)["policy.yaml"]["version"] == 0


def test_what_lies_in_the_folder_is_put_in_force_as_it_is_once(rules: Typed) -> None:
    assert "version 1 is in force" in rules("publish", "escalations").output
    assert isinstance(rules("publish", "escalations").exception, OrderRefused), "it is in force already"


def test_a_call_goes_by_the_numbers_that_were_published_while_the_house_runs(
    rules: Typed,
    database: Engine,
    database_url: str,
    redis: Redis,
    valkey_url: str,
    clock: SettableClock,
    new_id: Callable[[], str],
) -> None:
    settings = demo_settings(database_url, valkey_url, SAHIP_CENTRE=str(rules.folder))
    centre = read_centre(rules.folder)
    with requests.Session() as session:
        voice = following(settings, centre, house(database_url, valkey_url, clock=clock, new_id=new_id, centre=centre,
                                                  session=session, SAHIP_CENTRE=str(rules.folder)))  # fmt: skip
        client = SignedClient(web_on(voice).test_client(), voice, settings.auth_tokens[0])
        assert "mystery" not in arrives(client, "CA" + "1" * 32)
        rules.writes('"+908502220000": main', '"+908502220000": mystery', "numbers")
        desk = RulesDesk(settings)
        desk.publish("numbers", None, desk.wish("selin", "", None))
        clock.advance(1.1)
        voice.files.look_again()  # what a thread of each process does once a second
        assert "mystery" in arrives(client, "CA" + "2" * 32)
        assert voice.at_present().twilio is voice.twilio


def arrives(client: SignedClient, call: str) -> str:
    return client.post(
        "/voice/inbound", CallSid=call, From="+905321234567", To="+908502220000", CallStatus="ringing"
    ).get_data(as_text=True)
