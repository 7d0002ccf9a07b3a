"""A centre that cannot be used says where, what and what would help, all at once."""

import shutil
from pathlib import Path

import pytest

from engine.centre import CentreInvalid, read_centre
from engine.shipped import shipped

POLICY = """\
ring_seconds: 15
offer_seconds: 22
default_queue: destek
queues:
  destek:
    rings:
      - {after_seconds: 0, skills: "support >= 60"}
      - after_seconds: 30
        skills: support
  fatura: {rings: [{after_seconds: 0}]}
  sikayet: {rings: [{after_seconds: 0}]}
  ariza: {rings: [{after_seconds: 0}]}
  servis: {rings: [{after_seconds: 0}]}
  saha: {rings: [{after_seconds: 0}]}
  yonetim: {rings: [{after_seconds: 0}]}
caller_ids: ["+908502220000"]
"""


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    folder = tmp_path / "centre"
    shutil.copytree(shipped("centre"), folder)
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    return folder


def problems(centre: Path) -> list[str]:
    with pytest.raises(CentreInvalid) as refused:
        read_centre(centre)
    return [problem.replace(f"{centre}/", "") for problem in refused.value.problems]


def test_a_policy_means_what_it_says_and_leaves_the_rest_as_it_is(centre: Path) -> None:
    policy = read_centre(centre).policy
    assert (policy.ring_seconds, policy.offer_seconds, policy.wrap_up_seconds) == (15, 22, 60)
    assert [(ring.after_seconds, ring.skills) for ring in policy.queue("destek").rings] == [
        (0, "support >= 60"),
        (30, "support"),
    ]
    assert policy.caller_ids == ("+908502220000",)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("ring_s", "ring_z", "1:1: ring_zeconds: not known here; did you mean `ring_seconds`?"),
        ("22", '"22"', "2:1: offer_seconds: must be a number, without quotes"),
        ("22", "-1", "2:1: offer_seconds: must be at least 0"),
        ("22", ".inf", "2:1: offer_seconds: must be a finite number"),
        ("22", ".nan", "2:1: offer_seconds: must be a finite number"),
        ("22", "1e300", "2:1: offer_seconds: must be at most 86400"),
        ("22", "true", "2:1: offer_seconds: must be a number, without quotes"),
        ("22", "2026-01-01", "2:1: offer_seconds: must be a number, without quotes"),
        ("22", "", "2:1: offer_seconds: must be a number, without quotes"),
        ("22", "10", "1:1: ring_seconds: a phone may not ring longer than the offer lasts (10 s)"),
        ("_queue: destek", "_queue: destec", "3:1: default_queue: there is no queue `destec`; did you mean `destek`?"),
        ("30", "-0.5", "8:9: queues.destek.rings.2.after_seconds: must be at least 0"),
        ("skills: support\n", "skils: support\n", "9:9: queues.destek.rings.2.skils: not known here; did you mean"),
        ("skills: support\n", "skills: support and\n", "9:9: queues.destek.rings.2.skills: A skill expression cannot"),
        ("after_seconds: 0, s", "after_seconds: 40, s", "8:9: queues.destek.rings.2: rings must come in the order"),
        ("{rings: [{after_seconds: 0}]}\n  s", "{rings: []}\n  s", "10:12: queues.fatura.rings: must not be empty"),
        ("{rings: [{after_seconds: 0}]}\n  s", "7\n  s", "10:3: queues.fatura: must be a mapping"),
        ('"+90', "[+90", "17:1: expected ',' or ']'"),
        ("fatura:", "Fatura Ekibi:", "10:3: queues.Fatura Ekibi: "),
        ('["+908502220000"]', "[+908502220000]", "16:14: caller_ids.1: must be text: put it in quotes"),
        ("+908502220000", "08502220000", "16:14: caller_ids.1: must be a number in international form"),
        ("ring_seconds: 15", "version: 1.10", "1:1: version: must be text: put it in quotes"),
    ],
)
def test_each_mistake_in_a_policy_is_told_with_its_place(centre: Path, right: str, wrong: str, told: str) -> None:
    assert right in POLICY
    (centre / "policy.yaml").write_text(POLICY.replace(right, wrong, 1), encoding="utf-8")
    [found] = problems(centre)
    assert found.startswith(f"policy.yaml:{told}"), found


def test_all_mistakes_of_a_policy_are_told_at_once(centre: Path) -> None:
    text = POLICY.replace(": 22", ": .nan").replace("ring_s", "ring_z", 1).replace(": 30", ": soon")
    (centre / "policy.yaml").write_text(text, encoding="utf-8")
    assert [problem.split(": ")[0] for problem in problems(centre)] == [
        "policy.yaml:2:1",
        "policy.yaml:8:9",
        "policy.yaml:1:1",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('"+908502220000": mein\n', "1:1: +908502220000: there is no flow `mein`; did you mean `main`?"),
        ('"+908502220000": main\n+908502220001: main\n', "2:1: 908502220001: must be a number in international form"),
        ('"08502220000": main\n', "1:1: 08502220000: must be a number in international form"),
        ('"+90 850 222 00 00": main\n', "1:1: +90 850 222 00 00: must be a number in international form"),
        ('"+908502220000": {flow: mein}\n', "1:1: +908502220000: there is no flow `mein`; did you mean `main`?"),
        ('"+908502220000": {flow: main, draft: soon}\n', "1:31: +908502220000.draft: must be true or false"),
        ('"+908502220000": {flow: main, drapht: true}\n', "1:31: +908502220000.drapht: not known here; did you mean"),
        ('"+908502220000": {flow: main, draft: true}\n', "1:1: at least one number has to be answered by what is"),
        ("{}\n", "1:1: no number is answered by any flow"),
        ("- main\n", "1:1: must be a mapping"),
    ],
)
def test_each_mistake_in_the_numbers_is_told_with_its_place(centre: Path, text: str, told: str) -> None:
    (centre / "numbers.yaml").write_text(text, encoding="utf-8")
    [found] = problems(centre)
    assert found.startswith(f"numbers.yaml:{told}"), found


def test_a_number_may_be_there_for_trying_drafts(centre: Path) -> None:
    numbers = '"+908502220000": main\n"+908502220009": {flow: main, draft: true}\n'
    (centre / "numbers.yaml").write_text(numbers, encoding="utf-8")
    read = read_centre(centre)
    assert read.flow_of_number["+908502220009"] == "main"
    assert read.draft_numbers == {"+908502220009"}


def test_mistakes_of_several_files_are_told_together_and_what_follows_from_them_is_not(centre: Path) -> None:
    (centre / "policy.yaml").write_text(POLICY.replace(": 22", ": .nan"), encoding="utf-8")
    (centre / "numbers.yaml").write_text('"+908502220000": mein\n', encoding="utf-8")
    (centre / "phrases" / "en.yaml").write_text("a: [", encoding="utf-8")
    assert [problem.split(":")[0] for problem in problems(centre)] == ["policy.yaml", "phrases/en.yaml"]


def test_two_flows_of_one_name_are_refused(centre: Path) -> None:
    shutil.copy(centre / "flows" / "main.yaml", centre / "flows" / "other.yaml")
    assert problems(centre) == ["flows/other.yaml:1:1: flow: another file has a flow `main` already"]
