"""A catalogue of phrases that cannot be used says where and why."""

import shutil
from pathlib import Path

import pytest

from engine.shipped import shipped
from ivr.errors import FlowInvalid
from ivr.phrases import read_phrases


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("goodbye:", "goodby:", "tr.yaml:8:1: goodby: nobody says this phrase; did you mean `goodbye`?"),
        ("goodbye:", "goodby:", "tr.yaml:1:1: the phrase `goodbye` is missing"),
        ("{agent} aranıyor", "{agnet} aranıyor", "tr.yaml:2:1: calling_agent: {agnet} cannot be filled in here"),
        ("{agent} aranıyor", "{agent aranıyor", "tr.yaml:2:1: calling_agent: "),
    ],
)
def test_each_mistake_is_told_with_its_place(tmp_path: Path, wrong: str, right: str, told: str) -> None:
    folder = tmp_path / "phrases"
    shutil.copytree(shipped("centre") / "phrases", folder)
    turkish = folder / "tr.yaml"
    text = turkish.read_text(encoding="utf-8")
    assert wrong in text
    turkish.write_text(text.replace(wrong, right, 1), encoding="utf-8")
    with pytest.raises(FlowInvalid) as refused:
        read_phrases(folder)
    found = [problem.replace(f"{folder}/", "") for problem in refused.value.problems]
    assert any(problem.startswith(told) for problem in found), found


def test_the_shipped_catalogues_are_whole() -> None:
    phrases = read_phrases(shipped("centre") / "phrases")
    assert phrases.say("goodbye", "en").language == "en" and phrases.say("goodbye", "de").language == "tr"
