"""alerts.yaml is read whole or not at all, and each fault is told with its place."""

from pathlib import Path

import pytest

from console.alerts.rule import AlertRules
from engine.alerts_file import read_alerts
from engine.shipped import shipped
from ivr.errors import FlowInvalid

QUEUES = ("destek", "ariza", "fatura", "sikayet", "servis", "saha", "yonetim")


def faults_of(folder: Path, text: str) -> list[str]:
    path = folder / "alerts.yaml"
    path.write_text(text)
    with pytest.raises(FlowInvalid) as invalid:
        read_alerts(path, QUEUES)
    return [problem.partition("alerts.yaml:")[2] for problem in invalid.value.problems]


def test_without_the_file_nobody_is_alarmed_and_the_shipped_one_tells_nobody_outside(tmp_path: Path) -> None:
    assert read_alerts(tmp_path / "none.yaml", QUEUES) == AlertRules()
    ours = read_alerts(shipped("centre") / "alerts.yaml", QUEUES)
    assert ours.rules
    assert ours.missing({}) == []


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("{name: a, metric: wating, op: '>', value: 1}", "metric"),
        ("{name: a, metric: waiting, op: '=', value: 1}", "op"),
        ("{name: a, metric: waiting, op: '>', value: 1, queues: [destk]}", "did you mean `destek`?"),
        ("{name: a, metric: callbacks_late, op: '>', value: 1, queues: [destek]}", "of the whole centre"),
        ("{name: a, metric: waiting, op: '>', value: 1, to: [leads]}", "say under `to`"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_told_with_its_place(tmp_path: Path, rule: str, told: str) -> None:
    [fault] = faults_of(tmp_path, f"rules:\n  - {rule}\n")
    assert fault.startswith("2:")
    assert told in fault


def test_a_name_stands_once(tmp_path: Path) -> None:
    rule = "  - {name: a, metric: waiting, op: '>', value: 1}\n"
    assert "already" in faults_of(tmp_path, f"rules:\n{rule}{rule}")[0]


def test_where_people_are_reached_stands_in_the_environment_or_nothing_starts(tmp_path: Path) -> None:
    path = tmp_path / "alerts.yaml"
    path.write_text(
        "to: {leads: SAHIP_ALERT_LEADS}\nrules:\n  - {name: a, metric: waiting, op: '>', value: 1, to: [leads]}\n"
    )
    rules = read_alerts(path, QUEUES)
    assert rules.missing({}) == ["SAHIP_ALERT_LEADS"]
    assert rules.missing({"SAHIP_ALERT_LEADS": "slack://a/b/c"}) == []
