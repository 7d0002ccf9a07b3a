"""`sahip rota` as it is typed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import sahip
from engine.errors import OrderRefused
from engine.importing import bring_in
from engine.settings import read_settings
from engine.shipped import shipped


@pytest.fixture
def typed(tmp_path: Path, var: Path) -> Callable[..., Result]:
    told = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(var), "NO_COLOR": "1"}
    settings = read_settings(told, tmp_path / "no.env")
    bring_in(settings, "agents", shipped("centre/demo/agents.csv"), dry_run=False)
    return lambda *arguments: CliRunner().invoke(sahip, ["rota", *arguments], env=told)


def test_somebody_is_put_on_duty_seen_and_taken_off(typed: Callable[..., Result]) -> None:
    assert "Yazılı nöbet yok" in typed("list").output
    assert "nöbet listesi tutulmuyor" in typed("turn").output
    added = typed("add", "zeynep", "--for", "8h", "--slots", "5", "--json")
    assert json.loads(added.output)["slots"] == 5, added.output
    assert "takım lideri" in typed("list").output and "on duty" in typed("turn", "--lang", "en").output
    assert isinstance(typed("add", "ayse", "--for", "8h").exception, OrderRefused)
    assert "kaldırıldı" in typed("remove", "1").output
    assert isinstance(typed("remove", "7").exception, OrderRefused)


def test_a_list_is_tried_and_then_brought_in(typed: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "rota.csv"
    file.write_text("agent,rank,starts_at,until,slots\nselin,manager,2096-11-23 09:00,2096-11-23 18:00,2\n")
    assert "1 nöbet eklenecek" in typed("import", str(file), "--dry-run").output
    assert "1 nöbet eklendi" in typed("import", str(file)).output
    assert json.loads(typed("list", "--json").output)[0]["agent"] == "selin"
