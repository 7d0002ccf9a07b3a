"""`sahip goodwill` and `sahip report goodwill`, typed in a folder where the demo's people have given before."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import CliRunner, Result

from engine.care_file import read_care
from engine.cli import sahip
from engine.demo_goodwill import GIVEN, give_in_the_demo
from engine.errors import OrderRefused
from engine.report_told import words
from engine.shipped import shipped
from records.database import open_database, writing

DEMO = shipped("centre") / "demo"


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Result]:
    folder = tmp_path_factory.mktemp("demo")
    settings = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(folder / "var"), "NO_COLOR": "1"}

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(sahip, arguments, env=settings)

    for what in ("agents", "customers", "cases"):
        assert run("import", what, str(DEMO / f"{what}.csv")).exit_code == 0
    [file] = (folder / "var").rglob("*.sqlite")
    database = open_database(f"sqlite:///{file}")
    rules, now = read_care(shipped("centre") / "care.yaml").goodwill, datetime.now(UTC)
    for _ in range(2):
        with writing(database) as session:
            give_in_the_demo(session, rules, now)
    database.dispose()
    return run


def told(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_the_demo_shows_money_precedents_a_proposal_and_what_to_look_at(typed: Callable[..., Result]) -> None:
    money = {one["agent_id"]: one["tier"] for one in told(typed("goodwill", "budgets", "--json"))}
    assert money["elif"] == "newcomer" and money["zeynep"] == "lead"
    asked = ("goodwill", "precedents", "--case", "4810", "--kind", "credit", "--fact", "fault:ours")
    found = told(typed(*asked, "--json"))
    assert [len(found["exact"]), len(found["near"])] == [3, 1]
    [proposal] = told(typed("goodwill", "proposals", "--json"))
    assert (proposal["status"], proposal["exceptions"], proposal["owner"]) == ("open", 3, "selin")
    assert "same_customer" in told(typed("goodwill", "sample", "--since", "60d", "--json"))[0]["why"]
    assert "Aynı müşteriye" not in typed("goodwill", "sample", "--since", "60d", "--lang", "en").output
    assert "reason: billing / disconnection" in typed(*asked).output


def test_what_was_given_is_reported_by_agent(typed: Callable[..., Result]) -> None:
    rows = told(typed("report", "goodwill", "--since", "60d", "--json"))
    assert sum(one["granted"] + one["waiting"] for one in rows) == len(GIVEN)
    assert {one["agent"]: one["waiting"] for one in rows}["elif"] == 1
    assert "sürpriz" in typed("report", "goodwill", "--since", "60d").output
    assert typed("report", "goodwill", "--since", "1m", "--lang", "en").output.strip() == words("en")["none_given"]


@pytest.mark.parametrize(
    ("arguments", "turkish", "english"),
    [
        (("precedents", "--case", "9", "--kind", "credit"), "9 numaralı dosya yok.", "There is no case 9."),
        (("precedents", "--case", "4810", "--kind", "gold"), "gold diye bir tür yok", "There is no kind gold"),
        (("precedents", "--case", "4810", "--kind", "credit", "--fact", "moon:full"), "moon diye bir olgu yok",
         "There is no fact moon here"),
        (("precedents", "--case", "4810", "--kind", "credit", "--fact", "fault:moon"), "fault şunlardan biridir",
         "fault is one of"),
        (("sample", "--since", "yesterday"), "7d ya da 2026-11-22T09:00Z gibi", "a moment such as"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused_in_the_language_that_was_asked_for(
    typed: Callable[..., Result], arguments: tuple[str, ...], turkish: str, english: str
) -> None:
    for lang, told_ in (((), turkish), (("--lang", "en"), english)):
        refused = typed("goodwill", *arguments, *lang).exception
        assert isinstance(refused, OrderRefused) and told_ in str(refused)


def test_tables_have_headings_of_the_language_that_was_asked_for(typed: Callable[..., Result]) -> None:
    asked = ("goodwill", "precedents", "--case", "4810", "--kind", "credit", "--fact", "fault:ours")
    assert "karar" in typed(*asked).output and "decision" in typed(*asked, "--lang", "en").output
    assert "istisna" in typed("goodwill", "proposals").output
