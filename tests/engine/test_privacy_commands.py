"""`sahip export` and `sahip erase` as they are typed."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import sahip
from engine.errors import OrderRefused

CUSTOMERS = """phone,name,language,tier,crm_id,notes
+905321234567,Mehmet Kaya,tr,standard,C-1001,=kapıcısı zilden anlamaz
+905329998877,Fatma Şen,tr,vip,C-1002,
+905329998877,Emre Şen,tr,standard,C-1003,
"""


@pytest.fixture
def typed(tmp_path: Path, var: Path, valkey_url: str) -> Callable[..., Result]:
    """Runs a command at a centre with three customers."""
    settings = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(var), "NO_COLOR": "1", "REDIS_URL": valkey_url}

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(sahip, arguments, env=settings)

    file = tmp_path / "customers.csv"
    file.write_text(CUSTOMERS)
    assert run("import", "customers", str(file)).exit_code == 0
    return run


def test_what_is_held_is_handed_out_in_one_signed_file(typed: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "mehmet.zip"
    out = typed("export", "person", "--phone", "0532 123 45 67", "--to", str(file))
    assert out.exit_code == 0, out.output
    with zipfile.ZipFile(file) as held:
        [row] = json.loads(held.read("json/customers.json"))
        assert (row["name"], row["crm_id"]) == ("Mehmet Kaya", "C-1001")
        assert "'=kapıcısı" in held.read("csv/customers.csv").decode("utf-8-sig")
    assert "As it was signed" in typed("export", "verify", str(file)).output
    assert file.stat().st_mode & 0o077 == 0


def test_a_file_that_was_changed_is_told_from_one_that_was_signed(typed: Callable[..., Result], tmp_path: Path) -> None:
    file, other = tmp_path / "mehmet.zip", tmp_path / "changed.zip"
    typed("export", "person", "--phone", "+905321234567", "--to", str(file))
    with zipfile.ZipFile(file) as held, zipfile.ZipFile(other, "w") as changed:
        for name in held.namelist():
            changed.writestr(name, held.read(name).replace(b"Mehmet", b"Ahmet"))
    refused = typed("export", "verify", str(other))
    assert refused.exit_code == 1 and "was changed" in refused.output
    other.write_bytes(io.BytesIO(b"PK nonsense").getvalue())
    assert typed("export", "verify", str(other)).exit_code == 1


def test_who_is_forgotten_is_in_no_file_of_ours_and_asking_again_says_when(
    typed: Callable[..., Result], var: Path
) -> None:
    assert typed("export", "person", "--phone", "+905321234567").exit_code == 0
    assert list(var.glob("exports/*.zip"))
    out = typed("erase", "person", "--phone", "0532 123 45 67")
    assert out.exit_code == 0 and "Forgotten" in out.output, out.output
    held = [file.name for file in var.rglob("*") if file.is_file() and b"5321234567" in file.read_bytes()]
    assert (held, list(var.glob("exports/*.zip"))) == ([], [])
    again = typed("erase", "person", "--phone", "+905321234567").output
    assert "Nothing is known of them" in again and "They were forgotten on" in again
    [listed] = json.loads(typed("erase", "list", "--json").output)
    assert (listed["state"], "5321234567" in json.dumps(listed)) == ("done", False)
    assert listed["asked_at"].endswith("Z")


def test_nobody_is_forgotten_by_mistake(typed: Callable[..., Result]) -> None:
    for arguments, why in (
        ((), "Say who"),
        (("--phone", "anonymous"), "telephone number"),
        (("--phone", "+905329998877"), "say which"),
        (("--customer", "nobody"), "no customer"),
    ):
        refused = typed("erase", "person", *arguments)
        assert isinstance(refused.exception, OrderRefused) and why in str(refused.exception)


def test_the_register_and_the_periods_can_be_looked_at(typed: Callable[..., Result]) -> None:
    rows = json.loads(typed("privacy", "register", "--table", "customers", "--class", "pii", "--json").output)
    assert {row["column"] for row in rows} >= {"name", "crm_id", "notes"}
    kept = {row["what"]: row["days"] for row in json.loads(typed("privacy", "retention", "--json").output)}
    assert kept["calls"] == 730 and json.loads(typed("privacy", "consents", "--json").output) == []


def test_what_the_law_holds_is_ordered_and_ended_from_the_keyboard(typed: Callable[..., Result]) -> None:
    for arguments, why in ((("--case", "77", "--reason", "Dava"), "no case"), (("--case", "77"), "Say why")):
        assert why in str(typed("privacy", "hold", *arguments).exception)
    [customer] = json.loads(typed("export", "person", "--phone", "+905321234567", "--json").output)
    with zipfile.ZipFile(customer["file"]) as held:
        [row] = json.loads(held.read("json/customers.json"))
    [standing] = json.loads(
        typed("privacy", "hold", "--customer", row["id"], "--reason", "Dava 2026/12", "--json").output
    )
    assert "Legal hold" in str(typed("erase", "person", "--phone", "+905321234567").exception)
    assert json.loads(typed("privacy", "hold", "--end", str(standing["id"]), "--json").output) == []
    verified = typed("audit", "verify")
    assert verified.exit_code == 0 and "unbroken" in verified.output
    told = json.loads(typed("audit", "show", "--subject", f"customer:{row['id']}", "--json").output)
    assert [one["what"] for one in told] == ["legal_hold_ended", "legal_hold_began", "person_exported"]
