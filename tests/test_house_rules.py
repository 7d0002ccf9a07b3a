"""The rules of this house hold in every file of the product, and the rules themselves catch what they should."""

from pathlib import Path

import pytest

from tests.house_rules import LONGEST_FUNCTION, SAYS_NOTHING, Breach, reaches_outside, too_long

ROOT = Path(__file__).parents[1]
PACKAGES = [
    "engine",
    "console",
    "ivr",
    "escalations",
    "callbacks",
    "routing",
    "cases",
    "staff",
    "hours",
    "telephony",
    "records",
    "simulator",
]
EDGES = ("engine", "simulator")
"""Where time, chance and environment come in, to be handed down."""


def sources(*folders: str) -> list[Path]:
    """Our own files there: nothing vendored, nothing generated."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if not {"vendor", "versions", "__pycache__"} & set(path.parts)]


def told(path: Path, breaches: list[Breach]) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{breach.line}: {breach.what}" for breach in breaches]


def test_time_chance_and_environment_are_handed_in():
    inside = sources(*(package for package in PACKAGES if package not in EDGES))
    assert inside
    assert [line for path in inside for line in told(path, reaches_outside(path.read_text()))] == []


def test_no_test_sleeps():
    sleeps = [line for path in sources("tests") for line in told(path, reaches_outside(path.read_text()))]
    assert [line for line in sleeps if line.endswith("time.sleep")] == []


def test_no_function_is_longer_than_a_screen_half():
    assert [line for path in sources(*PACKAGES) for line in told(path, too_long(path.read_text()))] == []


def test_every_file_name_says_what_is_in_it():
    assert [str(path) for path in sources(*PACKAGES, "tests") if path.stem in SAYS_NOTHING] == []


def test_nothing_is_left_unfinished():
    marks = ("TO" + "DO", "FIX" + "ME", "X" * 3, "NotImplemented" + "Error")
    left = [f"{path}: {mark}" for path in sources(*PACKAGES, "tests") for mark in marks if mark in path.read_text()]
    assert left == []


def test_setting_up_names_no_address_and_no_private_folder():
    for name in ("requirements.lock", "pyproject.toml", "Makefile", ".ci/run"):
        text = (ROOT / name).read_text()
        assert [mark for mark in ("index-url", "find-links", "://", "/ho" + "me/") if mark in text] == [], name


@pytest.mark.parametrize(
    "source",
    [
        "import time\nx = time.time()",
        "from time import sleep as nap\nnap(1)",
        "import datetime as dt\ndt.datetime.now()",
        "from datetime import datetime\nclock = datetime.utcnow",
        "from datetime import date\ndate.today()",
        "import random\nrandom.random()",
        "from random import choice\nchoice([1])",
        "from uuid import uuid4\nuuid4()",
        "import os\nos.environ['A']",
        "import os.path\nos.getenv('A')",
        "def f(clock=__import__):\n    import time\n    return time.time",
    ],
)
def test_reaching_for_the_outside_world_is_found_under_any_name(source):
    assert reaches_outside(source) != []


@pytest.mark.parametrize(
    "source",
    ["import time\ntime.monotonic()", "clock.now()", "from datetime import datetime\ndatetime.fromisoformat('x')"],
)
def test_what_only_looks_like_it_is_let_pass(source):
    assert reaches_outside(source) == []


def test_a_function_is_measured_without_its_docstring_and_inner_functions():
    body = "    x = 1\n" * LONGEST_FUNCTION
    assert too_long(f"def long():\n{body}") == [Breach(line=1, what=f"long has {LONGEST_FUNCTION + 1} lines")]
    inner = "    def inner():\n" + "        x = 1\n" * 20
    assert too_long(f'def outer():\n    """Says\n    much."""\n{inner}{inner}') == []
