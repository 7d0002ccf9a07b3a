"""When a matter goes further up stands in one file; whatever is wrong in it is told by its line."""

from pathlib import Path

import pytest

from engine.escalations_file import read_escalations
from escalations.rules import EscalationRules
from ivr.errors import FlowInvalid

ROW = "- {name: all, why: {tr: Hep, en: Always}, then: none}"


def written(folder: Path, text: str) -> Path:
    path = folder / "escalations.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_shipped_is_what_holds_without_a_file(tmp_path: Path) -> None:
    assert read_escalations(Path("centre/escalations.yaml")) == EscalationRules()
    assert read_escalations(tmp_path / "escalations.yaml") == EscalationRules()


def test_what_is_written_holds_and_the_rest_stays(tmp_path: Path) -> None:
    text = f"triggers:\n  bounces: {{least: 4}}\n  wait: {{on: false, minutes: 9}}\ndecisions:\n  {ROW}\n"
    rules = read_escalations(written(tmp_path, text))
    assert (rules.triggers["bounces"].least, rules.triggers["wait"].on) == (4, False)
    assert rules.triggers["repeat_calls"] == EscalationRules().triggers["repeat_calls"]
    assert [row.name for row in rules.table] == ["all"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("triggers:\n  bounces: {least: 0}\n", ":2:13: triggers.bounces.least:"),
        ("triggers:\n  caller_asked: {on: false}\n", ":2:18: triggers.caller_asked.on: not known here"),
        ("triggers:\n  bouncse: {least: 2}\n", ":2:3: triggers.bouncse: not known here; did you mean `bounces`?"),
        (
            "decisions:\n  - {name: a, why: {tr: A, en: A}, when: {steps: [7]}, then: none}\n",
            ":2:51: decisions.1.when.steps.1:",
        ),
        ("decisions:\n  - {name: a, why: {tr: A, en: A}, then: everything}\n", ":2:36: decisions.1.then:"),
        ("decisions:\n  - {name: a, why: {tr: A}, then: none}\n", ":2:15: decisions.1.why.en:"),
        (
            "decisions:\n  - {name: a, why: {tr: A, en: A}, when: {live: true}, then: none}\n",
            "the last decision has no",
        ),
        (f"decisions:\n  {ROW}\n  {ROW}\n", "there are two decisions named all"),
        ("transfer: {ring_seconds: 600}\n", ":1:12: transfer.ring_seconds:"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(FlowInvalid) as fault:
        read_escalations(written(tmp_path, text))
    assert any(told in problem for problem in fault.value.problems), fault.value.problems
