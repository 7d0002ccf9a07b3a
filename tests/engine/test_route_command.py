"""`sahip route explain` as it is typed, by somebody who mistypes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import exit_status, sahip
from engine.errors import OrderRefused


@pytest.fixture
def explain(var: Path) -> Callable[..., Result]:
    settings = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(var), "NO_COLOR": "1"}
    return lambda *typed: CliRunner().invoke(sahip, ("route", "explain", *typed), env=settings)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--call", ""), "No call '' is on record"),
        (("--call", "CA1\udcff"), "is on record: say the call's SID"),
        (("--call", "CA0"), "No call 'CA0' is on record"),
        (("--phone", "+905321234567", "--at", "0001-01-01 00:00"), "a year between 2001 and 2098"),
    ],
)
def test_what_cannot_be_explained_is_a_sentence_and_status_2(
    explain: Callable[..., Result], typed: tuple[str, ...], said: str
) -> None:
    done = explain(*typed)
    assert isinstance(done.exception, OrderRefused), done.output
    assert exit_status(done.exception) == 2
    assert said in str(done.exception)
