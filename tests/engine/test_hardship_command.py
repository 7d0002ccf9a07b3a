"""`sahip hardship` as it is typed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import sahip
from engine.errors import OrderRefused
from engine.hardship_told import words

ELIF = ("--phone", "0532 123 45 67")


@pytest.fixture
def typed(var: Path) -> Callable[..., Result]:
    settings = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(var), "NO_COLOR": "1"}
    return lambda *arguments: CliRunner().invoke(sahip, ["hardship", *arguments], env=settings)


def test_somebody_is_entered_asked_about_and_let_go(typed: Callable[..., Result]) -> None:
    assert "yürürlükte kimse yok" in typed("list").output
    added = json.loads(typed("add", *ELIF, "--reason", "İş kazası", "--json").output)
    assert (added["phone"], added["actions"]) == ("+905321234567", ["disconnect", "dunning", "collection_call"])
    assert "Hayır, yapılmaz. Kayıt 1" in typed("check", *ELIF, "--action", "disconnect").output
    assert "İş kazası" in typed("list").output
    overlap = typed("add", *ELIF, "--reason", "yine")
    assert isinstance(overlap.exception, OrderRefused) and "Entry 1" in str(overlap.exception)
    assert "has ended" in typed("end", "1").output and "before" in typed("end", "1").output
    assert json.loads(typed("check", *ELIF, "--action", "dunning", "--json").output)["answer"] == "yes"
    assert (json.loads(typed("list", "--json").output), "İş kazası" in typed("list", "--all").output) == ([], True)


@pytest.mark.parametrize(
    "arguments", [("check", "--action", "dunning"), ("check", "--phone", "elma", "--action", "dunning"), ("end", "7"),
                  ("add", "--reason", "x"), ("add", *ELIF, "--reason", "x", "--until", "2020-01-01")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_a_sentence(typed: Callable[..., Result], arguments: tuple[str, ...]) -> None:
    assert isinstance(typed(*arguments).exception, OrderRefused)


def test_both_languages_have_every_word() -> None:
    assert words("tr").keys() == words("en").keys()
