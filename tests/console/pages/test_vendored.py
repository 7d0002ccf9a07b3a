"""What others wrote and we hand to browsers is what the list says, and has its licence beside it."""

import hashlib
import json
from pathlib import Path

VENDOR = Path("console/pages/static/vendor")
LISTED = json.loads((VENDOR / "vendor.lock").read_text())


def test_each_file_is_the_one_that_is_listed() -> None:
    told = {row["file"]: row["sha256"] for row in LISTED}
    found = [path for path in VENDOR.rglob("*") if path.is_file() and path.name not in ("LICENSE", "vendor.lock")]
    assert {str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found} == told


def test_each_has_its_licence_beside_it() -> None:
    assert LISTED
    for row in LISTED:
        assert (VENDOR / row["file"]).with_name("LICENSE").is_file(), row["name"]
        assert row["version"] and row["licence"]
