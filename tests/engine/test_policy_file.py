"""What queues may ask for, where they may lead, and how a slip of the keyboard in the policy is told."""

import shutil
from dataclasses import fields
from pathlib import Path

import pytest

from engine.centre import CentreInvalid, read_centre
from engine.flow_check import as_data, check_flows, lines_of
from engine.policy_doubts import doubts_about
from engine.policy_file import read_policy
from engine.policy_parts import PolicyFile, QueuePart
from engine.shipped import shipped
from ivr.errors import FlowInvalid
from routing.diversion import FACTS
from routing.policy import BOOSTS, Policy
from routing.queue import Diversion, Queue
from routing.skills import OF_EVERYBODY

POLICY = """\
default_queue: destek
certificates: [kvkk]
boosts: {vip: 120, "tier:altın": 30}
queues:
  destek:
    rings: [{after_seconds: 0, skills: "support >= 60 and lang.tr >= 50"}]
    hours: destek
    most_waiting: 40
    service_level_percent: 90
    diversions:
      - {when: "closed or nobody_signed_in", to: "flow:after_hours"}
      - when: expected_wait_seconds > 600
        to: "queue:fatura"
  fatura:
    rings: [{after_seconds: 0, skills: cert.kvkk}]
    diversions: [{when: full, to: "queue:ariza"}]
  ariza: {rings: [{after_seconds: 0}]}
"""
CALENDARS = ("destek", "fatura")


def read(tmp_path: Path, text: str) -> list[str]:
    """The problems told of this text, without the folder."""
    path = tmp_path / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        read_policy(path, CALENDARS)
    except FlowInvalid as invalid:
        return [problem.replace(f"{tmp_path}/", "") for problem in invalid.problems]
    return []


def test_whatever_routing_goes_by_may_be_written_in_the_file() -> None:
    assert set(PolicyFile.model_fields) == {each.name for each in fields(Policy)}
    assert {"name", *QueuePart.model_fields} == {each.name for each in fields(Queue)}


def test_a_queue_means_what_its_file_says(tmp_path: Path) -> None:
    assert read(tmp_path, POLICY) == []
    policy = read_policy(tmp_path / "policy.yaml", CALENDARS)
    destek = policy.queue("destek")
    assert (destek.hours, destek.most_waiting, destek.boost_seconds) == ("destek", 40, 0)
    assert (destek.service_level_seconds, destek.service_level_percent) == (20, 90)
    assert destek.diversions[1] == Diversion(when="expected_wait_seconds > 600", to="queue:fatura")
    assert (policy.boosts, policy.certificates) == ({"vip": 120, "tier:altın": 30}, ("kvkk",))
    assert (policy.agent_order, policy.least_handled) == ("longest_idle", False)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("hours: destek", "hours: desteg", "7:5: queues.destek.hours: there is no calendar `desteg`; did you mean"),
        ("40", "-1", "8:5: queues.destek.most_waiting: must be at least 0"),
        ("40", "4.5", "8:5: queues.destek.most_waiting: must be a whole number"),
        ("40", "yes", "8:5: queues.destek.most_waiting: must be a whole number, without quotes"),
        ("90", "101", "9:5: queues.destek.service_level_percent: must be at most 100"),
        ("most_waiting", "mostwaiting", "8:5: queues.destek.mostwaiting: not known here; did you mean `most_waiting`"),
        ("or nobody", "or nobody_at", "11:10: queues.destek.diversions.1.when: no diversion can ask about `nobody_at"),
        ("closed or", "closed oder", "11:10: queues.destek.diversions.1.when: A skill expression cannot"),
        ('"closed or nobody_signed_in"', '" "', "11:10: queues.destek.diversions.1.when: must not be empty"),
        ("flow:after", "after", "11:46: queues.destek.diversions.1.to: must be `queue:` and the name of a queue, or"),
        ("{when: full, to", "{when: full, hours: destek, to", "16:31: queues.fatura.diversions.1.hours: not"),
        ("queue:fatura", "queue:faturra", "13:9: queues.destek.diversions.2.to: there is no queue `faturra`; did you "),
        ("queue:fatura", "queue:destek", "13:9: queues.destek.diversions.2.to: callers would go in a circle: destek"),
        ("vip: 120", "vipp: 120", "3:10: boosts.vipp: not known here: vip, hardship, complaint"),
        ("vip: 120", "vip: soon", "3:10: boosts.vip: must be a number, without quotes"),
        ("vip: 120", "vip: -5", "3:10: boosts.vip: must be at least 0"),
        ("[kvkk]", "[1kvkk]", "2:16: certificates.1: must be a name as skill expressions spell it"),
        ("[kvkk]", "kvkk", "2:1: certificates: must be a list"),
        ("default_queue", "agent_order: quickest\ndefault_queue", "1:1: agent_order: must be 'longest_idle'"),
        ("default_queue", "most_no_answers: 0\ndefault_queue", "1:1: most_no_answers: must be at least 1"),
        ("default_queue", "newcomer_days: 9999\ndefault_queue", "1:1: newcomer_days: must be at most 3650"),
        ("default_queue", "wrap_up_gate: desk\ndefault_queue", "1:1: wrap_up_gate: must be 'browser', 'all' or 'none'"),
        ("40", "40\n    record: evet", "9:5: queues.destek.record: must be true or false"),
        ("default_queue", "recording_pause_minutes: 0\ndefault_queue", "1:1: recording_pause_minutes: must be greater"),
        ("default_queue", "recording_pause_minutes: 90\ndefault_queue", "1:1: recording_pause_minutes: must be at mos"),
        ("default_queue", "cool_down_second: 9\ndefault_queue", "1:1: cool_down_second: not known here; did you mean"),
        ("cert.kvkk", "cert.kvkk >=", "15:32: queues.fatura.rings.1.skills: A skill expression cannot"),
    ],
)
def test_each_mistake_is_told_with_its_place(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    assert right in POLICY
    [found] = read(tmp_path, POLICY.replace(right, wrong, 1))
    assert found.startswith(f"policy.yaml:{told}"), found


def test_diversions_that_lead_back_are_each_told_with_the_way(tmp_path: Path) -> None:
    alone = "{rings: [{after_seconds: 0}]}"
    text = POLICY.replace(alone, alone[:-1] + ', diversions: [{when: full, to: "queue:destek"}]}')
    assert read(tmp_path, text) == [
        "policy.yaml:13:9: queues.destek.diversions.2.to: "
        "callers would go in a circle: destek → fatura → ariza → destek",
        "policy.yaml:16:31: queues.fatura.diversions.1.to: "
        "callers would go in a circle: fatura → ariza → destek → fatura",
        "policy.yaml:17:66: queues.ariza.diversions.1.to: "
        "callers would go in a circle: ariza → destek → fatura → ariza",
    ]  # fmt: skip


def test_a_diversion_to_a_flow_that_is_not_there_is_told_with_its_place(tmp_path: Path) -> None:
    centre = tmp_path / "centre"
    shutil.copytree(shipped("centre"), centre)
    path = centre / "policy.yaml"
    text = path.read_text(encoding="utf-8")
    first = "    rings:\n"
    path.write_text(text.replace(first, '    diversions: [{when: full, to: "flow:bilinng"}]\n' + first, 1), "utf-8")
    with pytest.raises(CentreInvalid) as refused:
        read_centre(centre)
    [problem] = refused.value.problems
    assert problem.startswith(f"{path}:") and "flow `bilinng`; did you mean `billing`?" in problem
    assert "diversions.1.to: there is no" in problem


def test_every_named_boost_may_be_given(tmp_path: Path) -> None:
    boosts = ", ".join(f"{name}: 1" for name in BOOSTS)
    assert read(tmp_path, f"boosts: {{{boosts}}}\n") == []


def test_a_ring_that_asks_for_a_certificate_nobody_named_is_doubted_and_runs(tmp_path: Path) -> None:
    assert read(tmp_path, POLICY.replace("cert.kvkk", '"cert.kvk or briefed.new or newcomer or lang.xx"')) == []
    path = tmp_path / "policy.yaml"
    told = [finding.sentence() for finding in doubts_about(read_policy(path), path)]
    where = f"{path}:15:32: queues.fatura.rings.1.skills: the policy names no certificate or briefing"
    assert told == [
        f"{where} `briefed.new`: has any agent got it?; name it under `certificates` or `briefings` in policy.yaml",
        f"{where} `cert.kvk`: has any agent got it?; did you mean `cert.kvkk`?",
    ]


def test_the_checker_of_flows_tells_what_is_doubtful_in_the_policy_too(tmp_path: Path) -> None:
    centre = tmp_path / "centre"
    shutil.copytree(shipped("centre"), centre)
    path = centre / "policy.yaml"
    path.write_text(path.read_text("utf-8").replace('skills: "support >= 60"', 'skills: "cert.kvk"', 1), "utf-8")
    checked = check_flows(centre)
    assert (checked.errors, checked.warnings) == (0, 1)
    [told] = list(lines_of(checked, "tr"))[:1]
    assert "policy.yaml:" in told and "uyarı: queues.destek.rings.1.skills: politikada `cert.kvk`" in told
    assert as_data(checked, "en")["findings"][0]["rule"] == "unknown_skill"


def test_what_the_document_shows_is_a_policy_and_tells_of_everything_that_may_be_asked(tmp_path: Path) -> None:
    document = (Path(__file__).parents[2] / "docs" / "routing.md").read_text(encoding="utf-8")
    shown = [block.partition("```")[0] for block in document.split("```yaml\n")[1:]]
    assert shown and read(tmp_path, "".join(shown)) == []
    assert [fact for fact in FACTS if f"`{fact}`" not in document] == []
    assert [name for name in OF_EVERYBODY if f"`{name}" not in document] == []
