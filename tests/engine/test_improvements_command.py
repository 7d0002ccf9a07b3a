"""`sahip improvements` as it is typed."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import sahip
from engine.errors import OrderRefused
from escalations.improvement import Improvement
from records.database import open_database, writing


@pytest.fixture
def typed(tmp_path: Path) -> Callable[..., Result]:
    told = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(tmp_path / "var"), "NO_COLOR": "1"}
    CliRunner().invoke(sahip, ["improvements", "list"], env=told)  # makes the database
    [file] = (tmp_path / "var").rglob("*.sqlite")
    database = open_database(f"sqlite:///{file}")
    with writing(database) as session:
        session.add(Improvement(once="1", gap="Taşınan aboneler", owner_id="selin", due_on=date(2026, 12, 1),
                                made_by="agent:zeynep", made_at=datetime(2026, 11, 24, tzinfo=UTC)))  # fmt: skip
    database.dispose()
    return lambda *arguments: CliRunner().invoke(sahip, ["improvements", *arguments], env=told)


def test_a_gap_is_listed_until_somebody_says_what_came_of_it(typed: Callable[..., Result]) -> None:
    assert "Taşınan aboneler" in typed("list").output and "owner" in typed("list", "--lang", "en").output
    assert "bitti" in typed("end", "1", "--outcome", "Kural değişti").output
    assert "Açık iyileştirme yok" in typed("list").output
    [told] = json.loads(typed("list", "--all", "--json").output)
    assert (told["owner_id"], told["outcome"]) == ("selin", "Kural değişti")
    assert isinstance(typed("end", "7", "--outcome", "x").exception, OrderRefused)
