"""`sahip users` as it is typed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import sahip
from engine.errors import OrderRefused

GOOD = "correct horse battery"
ADMIN = ("add", "selin", "--role", "admin", "--name", "Selin Er", "--password-stdin")


@pytest.fixture
def typed(var: Path) -> Callable[..., Result]:
    settings = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(var), "NO_COLOR": "1"}
    return lambda *arguments, given=None: CliRunner().invoke(sahip, ["users", *arguments], input=given, env=settings)


def test_the_first_administrator_comes_from_the_keyboard(typed: Callable[..., Result]) -> None:
    assert typed(*ADMIN, given=f"{GOOD}\n").exit_code == 0
    [listed] = json.loads(typed("list", "--json").output)
    assert (listed["login"], listed["role"], listed["password"], listed["closed"]) == ("selin", "admin", True, "-")
    assert typed("passwd", "SELİN", given=f"{GOOD} 2\n{GOOD} 2\n").exit_code == 0
    assert GOOD not in typed("list").output


def test_what_cannot_be_is_refused_in_a_sentence(typed: Callable[..., Result]) -> None:
    typed(*ADMIN, given=f"{GOOD}\n")
    for refused, why in (
        (typed(*ADMIN, given=f"{GOOD}\n"), "already"),
        (
            typed("add", "can", "--role", "agent", "--agent", "x", "--password-stdin", given=f"{GOOD}\n"),
            "no agent x",
        ),
        (typed("passwd", "nobody", "--password-stdin", given=f"{GOOD}\n"), "sahip users list"),
        (typed("passwd", "selin", "--password-stdin", given="short\n"), "10 to 200"),
    ):
        assert isinstance(refused.exception, OrderRefused) and why in str(refused.exception)
