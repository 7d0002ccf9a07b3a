"""Anybody may ask why a call goes where it goes, in Turkish and in English."""

import json
from importlib import resources

import pytest

from ivr.explaining import explain_call
from tests.journeys.test_trouble import signs_in
from tests.world import World


@pytest.mark.parametrize(("language", "told"), [("tr", "ilk sunulacak kişi: Ayşe Demir"), ("en", "is Ayşe Demir")])
def test_why_ayse(world: World, language: str, told: str) -> None:
    signs_in(world, "ayse")
    signs_in(world, "burak")
    sentences = explain_call(world.voice, "+905321234567", language=language)
    assert any("4812" in sentence and "Ayşe Demir" in sentence for sentence in sentences)
    assert sentences[-1].rstrip(".").endswith(told)


def test_why_burak_when_ayse_has_gone_home(world: World) -> None:
    signs_in(world, "burak")
    assert "Burak Yılmaz" in explain_call(world.voice, "+905321234567", language="tr")[-1]


def test_a_withheld_number_is_told_what_the_menu_asks(world: World) -> None:
    sentences = " ".join(explain_call(world.voice, "anonymous", language="en"))
    assert "nobody is guessed" in sentences and "4" in sentences


def test_two_customers_on_one_number_are_named_to_the_asker_only(world: World) -> None:
    sentences = explain_call(world.voice, "+905329998877", language="tr")
    assert "tahmin edilmez" in sentences[1] and "Fatma" in sentences[1]


def test_asking_changes_nothing(world: World) -> None:
    before = (world.voice.floor.counts(), world.voice.floor.agents())
    explain_call(world.voice, "+905321234567", language="tr")
    assert (world.voice.floor.counts(), world.voice.floor.agents()) == before


def test_both_languages_say_the_same_things() -> None:
    files = resources.files("ivr") / "explanations"
    turkish, english = (json.loads((files / f"{language}.json").read_text("utf-8")) for language in ("tr", "en"))
    assert turkish.keys() == english.keys()
